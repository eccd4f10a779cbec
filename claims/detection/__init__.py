"""Find the claims of an article: what is said, by whom, of which kind, and how worth a check it is."""

from claims.detection.finding import find
from claims.detection.kinds import CONTEXT
from claims.detection.statement import Part, Statement
from claims.detection.worthiness import MODEL

__all__ = ["CONTEXT", "MODEL", "Part", "Statement", "find"]
