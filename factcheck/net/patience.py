"""How long a server asks to be left alone. Source: RFC 9110, 10.2.3 (Retry-After)."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST = timedelta(hours=24)


def asked_for(retry_after: str, *, at: datetime) -> timedelta | None:
    """Read a Retry-After header, seconds or a date: the wait from `at`, 0 to 24 h. None: it says nothing."""
    text = retry_after.strip()
    if re.fullmatch(r"[0-9]+", text):
        # More digits than nine are more than any cap.
        return min(timedelta(seconds=int(text[:9])) if len(text) < 10 else LONGEST, LONGEST)
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)  # "-0000", or no zone at all
    return min(max(until - at, timedelta()), LONGEST)
