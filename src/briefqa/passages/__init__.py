"""Documents into claim-level passages with their views."""

from briefqa.passages.sentences import split_sentences
from briefqa.passages.splitting import document_version, split_passages
from briefqa.passages.views import claim_text

__all__ = ["claim_text", "document_version", "split_passages", "split_sentences"]
