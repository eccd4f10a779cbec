"""On which day an article appeared where it appeared: one day where its zone is known, else perhaps two."""

from datetime import date, datetime, timedelta
from typing import Final

from claims.ingestion import zones

# Programs write Greenwich time for papers anywhere, so these say nothing about the place.
_ANYWHERE: Final = frozenset({"", "Z", "UTC", "UT", "GMT", "+00:00", "+0000", "-00:00", "+00", "+0"})
_WEST: Final = timedelta(hours=8)  # from the Pacific coast of America …
_EAST: Final = timedelta(hours=12)  # … to New Zealand


def days_of(published_at: datetime | None, zone: str) -> tuple[date, ...]:
    """Return the days that it may have been there at that moment, () if the moment is not known.

    `zone` is as written on the page: "IST", "+05:30", "" if none was.
    """
    if published_at is None:
        return ()
    known = None if zone.strip() in _ANYWHERE else zones.day_there(published_at, zone.strip())
    if known:
        return (known,)
    return tuple(sorted({(published_at - _WEST).date(), (published_at + _EAST).date()}))
