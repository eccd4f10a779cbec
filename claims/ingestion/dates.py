"""Moments as pages and bylines write them. Rather none than a wrong one.

One table of date forms, one of time forms, one of zones. A date is looked
for first, then a time and a zone beside it.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from typing import Final

from claims.ingestion import date_forms as forms
from claims.ingestion import zones

_LONGEST: Final = 400
_NO_MOMENT: Final = datetime(1970, 1, 1, tzinfo=UTC)  # what programs write for "none"


@dataclass(frozen=True, slots=True)
class Dated:
    at: datetime  # aware, UTC
    zone: str  # as written: "IST", "+05:30"; "" if the caller's default was used


def parse(text: str, *, default_zone: tzinfo | None = None) -> Dated | None:
    """Return the first moment written in the text that is beyond doubt.

    A moment is a day with its year, a time and a zone. The zone may come
    from the caller instead (the outlet's); a day without a time is never
    one. None also for 03/04/2024, for a zone abbreviation that means several
    zones, and for the hours in which clocks are changed.
    """
    folded = _fold(text)
    moments = (_moment(found, default_zone) for found in _written(folded))
    return next((moment for moment in moments if moment), None)


def published(text: str, *, default_zone: tzinfo | None = None) -> Dated | None:
    """Return when the line says it was published, never when it was updated."""
    folded = _fold(text)
    labels = list(forms.LABEL.finditer(folded))
    if not labels:
        return parse(text, default_zone=default_zone)
    ends = [*(label.start() for label in labels[1:]), len(folded)]
    spans = zip(labels, ends, strict=True)
    told = [folded[label.end() : end] for label, end in spans if label["first"]]
    told = told or [folded[: labels[0].start()]]
    moments = (parse(part, default_zone=default_zone) for part in told)
    return next((moment for moment in moments if moment), None)


def day(text: str) -> date | None:
    """Return the first full date in the text, as written there."""
    return next((found.day for found in _written(_fold(text))), None)


@dataclass(frozen=True, slots=True)
class _Written:
    day: date
    time: re.Match[str] | None


def _written(folded: str) -> Iterator[_Written]:
    """The dates of the text in its order, each with the time beside it."""
    whole = next((match for form in forms.MACHINE_FORMS if (match := form.fullmatch(folded.strip()))), None)
    for match, beside in [(whole, whole)] if whole else _found(folded):
        on = _day(match)
        if on:
            yield _Written(on, beside)


def _found(folded: str) -> list[tuple[re.Match[str], re.Match[str] | None]]:
    found: list[tuple[re.Match[str], re.Match[str] | None]] = []
    found += ((match, match) for match in forms.YEAR_LAST.finditer(folded))
    taken = [match.span() for match, _ in found]
    for form in forms.DATE_FORMS:
        for match in form.finditer(folded):
            if not any(start < match.end() and match.start() < end for start, end in taken):
                taken.append(match.span())
                found.append((match, _beside(folded, match)))
    return sorted(found, key=lambda pair: pair[0].start())


def _day(match: re.Match[str]) -> date | None:
    given = match.groupdict()
    number = int(given["day"])
    if given.get("either"):
        return _day_or_month(int(given["year"]), number, int(given["either"]))
    month = forms.MONTHS[given["name"].casefold()] if given.get("name") else int(given["month"])
    return _date(int(given["year"]), month, number)


def _day_or_month(year: int, first: int, second: int) -> date | None:
    """28/03/2024 and 03/28/2024 can only be one day; 03/04/2024 can be two."""
    readings = {_date(year, second, first), _date(year, first, second)} - {None}
    return readings.pop() if len(readings) == 1 else None


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _beside(folded: str, found: re.Match[str]) -> re.Match[str] | None:
    """The time written right after the date, or right before it."""
    gap = forms.TO_TIME.match(folded, found.end())
    for form in forms.TIME_FORMS if gap else ():
        after = form.match(folded, gap.end()) if gap else None
        if after:
            return after
    window = max(0, found.start() - 60)
    for form in forms.TIME_FORMS:
        for before in form.finditer(folded, window, found.start()):
            if forms.TO_DATE.match(folded[before.end() : found.start()]):
                return before
    return None


def _moment(written: _Written, default_zone: tzinfo | None) -> Dated | None:
    if written.time is None:
        return None
    given = written.time.groupdict()
    hour = _hour(int(given["hour"]), given.get("half") or "")
    minute, second = int(given.get("minute") or 0), int(given.get("second") or 0)
    if hour is None or minute > 59 or second > 59:
        return None
    local = datetime.combine(written.day, time(hour, minute, second))
    zone = given.get("zone") or ""
    at = zones.localise(local, zone) if zone else default_zone and zones.in_zone(local, default_zone)
    return Dated(at, zone) if at and at != _NO_MOMENT else None


def _hour(hour: int, half: str) -> int | None:
    if not half:
        return hour if hour < 24 else None
    if hour > 12:
        return None
    return hour % 12 + (12 if half.casefold() == "p" else 0)


def _fold(text: str) -> str:
    """Compatible characters made one and accents taken off, so that the tables need one spelling."""
    if text.isascii():
        return text[:_LONGEST]
    apart = unicodedata.normalize("NFKD", text[:_LONGEST].replace("\u2212", "-").replace("\u2019", "'"))
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", bare)
