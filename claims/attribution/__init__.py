"""Who said what in an article: rules for English, and the frequent forms of four more languages."""

from claims.attribution.resolve import attribute
from claims.attribution.values import Attribution, Span, Speaker, Speech

__all__ = ["Attribution", "Span", "Speaker", "Speech", "attribute"]
