"""PDF files: from glyphs and drawn rules to blocks with pages."""

from briefqa.documents.pdf.parser import MEDIA_TYPE, parse_pdf

__all__ = ["MEDIA_TYPE", "parse_pdf"]
