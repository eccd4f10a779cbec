"""Time zones as newsrooms write them."""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

# Minutes east of Greenwich. Left out on purpose, because they mean several things: CST, CDT and MST
# (America, China, Cuba, Malaysia), AST, ADT, ECT, GST, SST, WST. IST is read as India's: Ireland and
# Israel seldom write theirs.
_FIXED: Final = {
    "Z": 0, "UTC": 0, "GMT": 0, "UT": 0, "WET": 0, "WEST": 60, "BST": 60, "CET": 60, "CEST": 120,
    "MEZ": 60, "MESZ": 120, "EET": 120, "EEST": 180, "MSK": 180, "TRT": 180, "IST": 330, "PKT": 300,
    "NPT": 345, "WIB": 420, "WITA": 480, "HKT": 480, "SGT": 480, "AWST": 480, "JST": 540, "KST": 540,
    "ACST": 570, "ACDT": 630, "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780, "SAST": 120,
    "CAT": 120, "EAT": 180, "WAT": 60, "BRT": -180, "ART": -180, "NST": -210, "NDT": -150, "EST": -300,
    "EDT": -240, "MDT": -360, "PST": -480, "PDT": -420, "AKST": -540, "AKDT": -480, "HST": -600,
}  # fmt: skip

# Names whose offset depends on the season. Keys as `dates` compares them: lower case, no accents.
_PLACES: Final = {
    "et": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
    "eastern time": "America/New_York",
    "central time": "America/Chicago",
    "mountain time": "America/Denver",
    "pacific time": "America/Los_Angeles",
    "new york time": "America/New_York",
    "london time": "Europe/London",
    "uk time": "Europe/London",
    "paris time": "Europe/Paris",
    "heure de paris": "Europe/Paris",
    "hora de madrid": "Europe/Madrid",
    "hora peninsular": "Europe/Madrid",
    "hora de lisboa": "Europe/Lisbon",
    "horario de brasilia": "America/Sao_Paulo",
    "hora de brasilia": "America/Sao_Paulo",
    "berlin time": "Europe/Berlin",
    "moscow time": "Europe/Moscow",
    "po moskve": "Europe/Moscow",
    "мск": "Europe/Moscow",
    "kyiv time": "Europe/Kyiv",
    "india time": "Asia/Kolkata",
    "beijing time": "Asia/Shanghai",
    "hong kong time": "Asia/Hong_Kong",
    "tokyo time": "Asia/Tokyo",
    "india standard time": "Asia/Kolkata",
    "indian standard time": "Asia/Kolkata",
    "central european time": "Europe/Berlin",
}

# Abbreviations of one half of the year. Newsrooms keep writing EST through the summer, so one out of its
# season may mean the clock of that day or the one it names: that is unknown.
_SEASONAL: Final = {
    "EST": "America/New_York", "EDT": "America/New_York", "MDT": "America/Denver",
    "PST": "America/Los_Angeles", "PDT": "America/Los_Angeles", "AKST": "America/Anchorage",
    "AKDT": "America/Anchorage", "NST": "America/St_Johns", "NDT": "America/St_Johns",
    "BST": "Europe/London", "WET": "Europe/Lisbon", "WEST": "Europe/Lisbon", "CET": "Europe/Berlin",
    "CEST": "Europe/Berlin", "MEZ": "Europe/Berlin", "MESZ": "Europe/Berlin", "EET": "Europe/Athens",
    "EEST": "Europe/Athens", "ACST": "Australia/Adelaide", "ACDT": "Australia/Adelaide",
    "AEST": "Australia/Sydney", "AEDT": "Australia/Sydney", "NZST": "Pacific/Auckland",
    "NZDT": "Pacific/Auckland",
}  # fmt: skip
# Where clocks are not changed the winter's abbreviation holds all year: Brisbane, Darwin.
_ALL_YEAR: Final = frozenset({"AEST", "ACST"})

PHRASE: Final = "|".join(
    sorted((re.escape(name) for name in _PLACES if len(name) > 2), key=len, reverse=True)
)

_OFFSET: Final = re.compile(r"(?:UTC|GMT)?\s?([+-])\s?(\d{1,2})(?::?(\d{2}))?\Z")
_REGION: Final = re.compile(r"[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_+-]+){1,2}\Z")


def localise(local: datetime, written: str) -> datetime | None:
    """Return the moment of a naive time in the zone as written, in UTC.

    None if the zone is unknown or means several, is not that day's, or if the
    clocks were changed so that the time came twice or never.
    """
    zone = _zone(written)
    at = None if zone is None else in_zone(local, zone)
    return at if at is not None and _in_season(at, written) else None


def _in_season(at: datetime, written: str) -> bool:
    """Say whether an abbreviation is the one of that day, where it belongs to half of the year."""
    if written not in _SEASONAL or written in _ALL_YEAR:
        return True
    offset = at.astimezone(ZoneInfo(_SEASONAL[written])).utcoffset()
    return offset == timedelta(minutes=_FIXED[written])


def day_there(at: datetime, written: str) -> date | None:
    """Return the day at this moment in the zone as written, None if the zone is unknown."""
    zone = _zone(written)
    return at.astimezone(zone).date() if zone else None


def in_zone(local: datetime, zone: tzinfo) -> datetime | None:
    """Return the naive time in the zone as UTC, or None if it came twice or never."""
    early, late = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if early.utcoffset() != late.utcoffset():
        return None
    return early.astimezone(UTC)


def _zone(written: str) -> tzinfo | None:
    minutes = _FIXED.get(written)
    if minutes is not None:
        return timezone(timedelta(minutes=minutes))
    offset = _OFFSET.match(written)
    if offset:
        return _shifted(offset)
    if written.casefold() in _PLACES:
        return ZoneInfo(_PLACES[written.casefold()])
    return _region(written)


def _shifted(offset: re.Match[str]) -> tzinfo | None:
    sign, hours, minutes = offset.group(1), int(offset.group(2)), int(offset.group(3) or 0)
    total = hours * 60 + minutes
    # Kiribati is 14 hours ahead, nobody is further; most minutes of an hour are no zone but a misread time.
    if total > 14 * 60 or minutes not in (0, 15, 30, 45):
        return None
    return timezone(timedelta(minutes=-total if sign == "-" else total))


def _region(written: str) -> tzinfo | None:
    # ZoneInfo opens files by this name: only the shape of a region gets there.
    if not _REGION.match(written):
        return None
    try:
        return ZoneInfo(written)
    except (KeyError, OSError, ValueError):  # unknown (a KeyError), a directory, a name that is no path
        return None
