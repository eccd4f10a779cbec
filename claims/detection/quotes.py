"""The words inside quotation marks, whoever speaks them."""

from claims.attribution.quotation import quotations
from claims.attribution.values import Span

__all__ = ["Span", "quoted_spans"]


def quoted_spans(text: str) -> list[Span]:
    """Return the words inside the outermost quotation marks: marks excluded, in order, none overlapping.

    Scare quotes and titles are included; whether anybody said them is for attribution to decide. A
    quotation over several paragraphs is one span per paragraph; a mark that never closes gives none.
    """
    return [(quotation.start, quotation.end) for quotation in quotations(text)]
