"""Dates in text: explicit, partial and relative ones, as EDTF with bounds."""
