"""Figures in text: numerals, units, hedges and ranges."""
