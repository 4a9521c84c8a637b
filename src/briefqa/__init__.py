"""briefqa answers questions about policy briefs by quoting them."""

__version__ = "0.1.0"
