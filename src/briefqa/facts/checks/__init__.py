"""Checks of the documents against themselves: tables, changes, and statements about the same thing."""
