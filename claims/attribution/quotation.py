"""Find quotations by their marks: one pass per paragraph, and a mark that never closes quotes nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from claims.attribution.values import Span

# What may close each opening mark. German closes „ with “ and many keyboards with ”; Swedish opens with ”.
_CLOSERS: Final = {
    "“": "”“",
    "„": '“”"',
    "”": "”",
    "«": "»",
    "»": "«",
    "「": "」",
    "『": "』",
    "‹": "›",
    "›": "‹",
    '"': '"',
    "‘": "’",
    "'": "'",
    "‚": "‘’",
}
_DOUBLE: Final = re.compile('[“”„«»「」『』‹›"]')
_SINGLE: Final = re.compile("[‘’‚']")
_TWO_SINGLE: Final = re.compile("‘‘|’’|''")
_PARAGRAPH: Final = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_BEFORE_OPENING: Final = frozenset("([{—–-/:¿¡")
_NESTING: Final = frozenset("«「『")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between marks, and whether the quotation goes on in the paragraph after it.

    A speech over several paragraphs opens each of them and closes only the last: it is one Quotation per
    paragraph, all but the last with `continues`.
    """

    start: int
    end: int
    outer: Span
    continues: bool = False


@dataclass(frozen=True, slots=True)
class _Paragraph:
    closed: list[Quotation]
    unclosed: int | None
    opener: str  # the mark the paragraph begins with, or ""


def quotations(text: str) -> list[Quotation]:
    """Return the outermost quotations in text order, none overlapping. Apostrophes are no marks."""
    typed, count = _TWO_SINGLE.subn(_doubled, text)
    if count:
        return [_both_marks(quotation, text) for quotation in quotations(typed)]
    double = _over_paragraphs(text, _DOUBLE)
    single = _over_paragraphs(text, _SINGLE)
    return _outermost(double, single)


def _both_marks(quotation: Quotation, text: str) -> Quotation:
    """Widen the outer span to the other half of a mark that was typed as two."""
    start, end = quotation.outer
    start -= start > 0 and bool(_TWO_SINGLE.match(text, start - 1, start + 1))
    end += bool(_TWO_SINGLE.match(text, end - 1, end + 1))
    return replace(quotation, outer=(start, end))


def _doubled(match: re.Match[str]) -> str:
    """Return double marks for two single ones: ''rain'' of a typewriter. The length stays."""
    opens = match.group() == "‘‘" or match.string[match.end() : match.end() + 1].isalnum()
    return "““" if opens else "””"


def _over_paragraphs(text: str, marks: re.Pattern[str]) -> list[Quotation]:
    """Join each paragraph's quotations with those that run on from the paragraph before."""
    found: list[Quotation] = []
    pending: list[tuple[Quotation, str]] = []
    for match in _PARAGRAPH.finditer(text):
        paragraph = _read(text, match.start(), match.end(), marks)
        if paragraph is None:
            continue
        if pending and paragraph.opener != pending[-1][1]:
            pending = []  # the speech was never taken up again: its mark was a slip
        if paragraph.closed and pending:
            found.extend(quotation for quotation, _ in pending)
            pending = []
        found.extend(paragraph.closed)
        if paragraph.unclosed is not None:
            if paragraph.closed or text[match.start() : paragraph.unclosed].strip():
                pending = []
            rest = _trimmed(text, paragraph.unclosed, match.end(), continues=True)
            if rest:
                pending.append((rest, text[paragraph.unclosed]))
    return sorted(found, key=lambda quotation: quotation.start)


def _read(text: str, start: int, end: int, marks: re.Pattern[str]) -> _Paragraph | None:
    """Return one paragraph's quotations; None for a blank line, which breaks nothing."""
    first = start
    while first < end and text[first].isspace():
        first += 1
    if first == end:
        return None
    closed: list[Quotation] = []
    opened: int | None = None
    maybe: int | None = None  # an ambiguous closing: the possessive of a plural, or the end of a quotation
    depth = 0
    for match in marks.finditer(text, start, end):
        at = match.start()
        if opened is None:
            if _opens(text, at, start, end):
                opened, maybe, depth = at, None, 0
            continue
        mark, opener = text[at], text[opened]
        if opener in _NESTING and mark == opener:
            depth += 1
        elif mark in _CLOSERS[opener] and _closes(text, at, start, end):
            if depth:
                depth -= 1
            elif _is_possessive(text, at, end):
                maybe = at
            else:
                closed.extend(_kept(_trimmed(text, opened, at)))
                opened = maybe = None
        elif mark == opener and opener not in "’”" and _opens(text, at, start, end):
            closed.extend(_kept(_trimmed(text, opened, maybe)))
            opened, maybe, depth = at, None, 0
    if opened is not None and maybe is not None:
        closed.extend(_kept(_trimmed(text, opened, maybe)))
        opened = None
    opener = text[first] if marks.match(text[first]) else ""
    return _Paragraph(closed, opened, opener)


def _opens(text: str, at: int, start: int, end: int) -> bool:
    mark = text[at]
    if mark not in _CLOSERS or at + 1 >= end:
        return False
    before = text[at - 1] if at > start else " "
    after = text[at + 1]
    if mark in "「『":
        return True
    if mark == "«":
        return not before.isalnum()
    if after.isspace():
        return False
    if not (before.isspace() or before in _BEFORE_OPENING or before in _CLOSERS):
        return False
    if mark in "'‘" and after.isdigit():
        return text[at + 3 : at + 4] != "s" and not text[at + 1 : at + 3].isdigit()  # '90s, '24
    return mark not in "'‘" or after.isalnum() or after in '“"«[…¿¡'


def _closes(text: str, at: int, start: int, end: int) -> bool:
    mark = text[at]
    after = text[at + 1] if at + 1 < end else " "
    if mark in "」』»":
        return True
    if at > start and text[at - 1].isspace():
        return mark == "«" or after.isspace() or not after.isalnum()
    if mark in "’'‘":
        return not after.isalnum()
    return mark != "“" or not after.isalnum()


def _is_possessive(text: str, at: int, end: int) -> bool:
    """Tell whether a single mark may as well be the apostrophe of "the teachers' union"."""
    if text[at] not in "’'" or text[at - 1] not in "sSzx":
        return False
    return text[at + 1 : at + 2] == " " and text[at + 2 : min(at + 3, end)].islower()


def _trimmed(text: str, opened: int, closed: int | None, *, continues: bool = False) -> Quotation | None:
    if closed is None:
        return None
    start, end = opened + 1, closed
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if not any(character.isalnum() for character in text[start:end]):
        return None
    return Quotation(start, end, (opened, end if continues else closed + 1), continues)


def _kept(quotation: Quotation | None) -> Iterator[Quotation]:
    if quotation is not None:
        yield quotation


def _outermost(double: list[Quotation], single: list[Quotation]) -> list[Quotation]:
    """Merge the two kinds; of two that overlap the one that opens first stays."""
    kept: list[Quotation] = []
    for quotation in sorted([*double, *single], key=lambda q: q.outer):
        if not kept or quotation.outer[0] >= kept[-1].outer[1]:
            kept.append(quotation)
    return kept
