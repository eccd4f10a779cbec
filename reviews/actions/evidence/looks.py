"""What looks at a source bring, kept: a first copy, a fresh one, and what later looks find."""

import hashlib
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from claims.likeness import signature
from factcheck import captures
from factcheck.events import record
from factcheck.models import Capture, CaptureRemoval, Event
from factcheck.net.fetch import Fetched
from reviews.actions.evidence.asking import may_be_fetched, status_of_copy
from reviews.actions.evidence.changed_sources import tell_of_change
from reviews.actions.evidence.near_copies import compare_within_file
from reviews.actions.locks import locked
from reviews.evidence.changes import Found, Seen, compared, unreachable
from reviews.evidence.looking import Look
from reviews.evidence.quotes import stands_in
from reviews.evidence.texts import Words, words_of
from reviews.models import CaptureStatus, Evidence, EvidenceCheck

log = logging.getLogger(__name__)

TRIED_AGAIN = timedelta(days=1)  # what did not answer
_MOST_WORDS = 500


def awaited(evidence: Evidence, asked: UUID | None) -> bool:
    """Whether a look that this event asked for is still to be made: once, and while it makes sense."""
    if not may_be_fetched(evidence):
        return False
    looked = Event.objects.filter(subject=evidence.uuid, name="evidence.checked", data__asked=str(asked))
    return not looked.exists()


def seen_before(evidence: Evidence) -> Seen | None:
    """Return the copy that a source is cited by, read to be compared; None where there is none.

    Reads it in the parser child: not for transactions. Raises Breach.
    """
    if evidence.capture is None:
        return None
    try:
        words = words_kept(evidence.capture)
    except captures.Damaged as damaged:
        log.error("the copy of source %s cannot be compared: %s", evidence.uuid, damaged)
        words = None
    return Seen(
        evidence.capture.final_url or evidence.url,
        evidence.capture.sha256,
        words.text if words and words.is_read else None,
        bytes(evidence.likeness or b""),
        evidence.quote_found,
    )


def words_kept(capture: Capture) -> Words | None:
    """Return the words of a copy; None where its bytes are gone or never were. Raises Breach, Damaged."""
    try:
        body, charset = captures.read_copy(capture)
    except captures.BytesRemoved:
        return None
    return words_of(body, url=capture.final_url, media_type=capture.media_type, charset=charset)


@transaction.atomic
def keep_look(
    *,
    evidence_id: UUID,
    look: Look,
    before: Seen | None,
    asked: UUID | None,
    fresh: bool,
    hold: Callable[[], None] = lambda: None,
    at: datetime,
) -> EvidenceCheck | None:
    """Keep what a look brought; None if it is no longer awaited, or the source has changed meanwhile.

    `before` is the cited copy, as `seen_before` read it; `asked` the event that
    caused the look, which is kept once however often its job runs. A `fresh` copy
    takes the place of the one cited. `hold` ties the job's lease to the transaction;
    what it raises undoes all of it.
    """
    file_id = Evidence.objects.values_list("fact_check__uuid", flat=True).get(uuid=evidence_id)
    fact_check = locked(file_id)
    rows = Evidence.objects.select_for_update(of=("self",)).select_related("capture")
    evidence = rows.get(uuid=evidence_id)
    cited = evidence.capture.sha256 if evidence.capture else None
    if not awaited(evidence, asked) or evidence.url != look.url:
        return None
    if cited != (before.sha256 if before else None):
        return None
    check = _checked(evidence, look, before, at=at)
    evidence.hash_only = evidence.hash_only or _bytes_removed(evidence)
    check.capture = _copy(evidence, look, check, at=at)
    if look.page is None or look.words is None:
        _brought_nothing(evidence, check)
    elif before is None or (fresh and check.capture is not None):
        cite(evidence, check.capture, look.words, check.quote_found, at=at)
    elif fresh:
        evidence.capture_status = status_of_copy(evidence)
    evidence.last_found, evidence.recheck_at = check.found, next_look(evidence, check.found, at=at)
    data = {"asked": asked, "found": str(check.found), "code": look.code}
    data["capture"] = check.capture.uuid if check.capture else None
    record("evidence.checked", evidence, by=None, at=at, data=data)
    evidence.save()
    check.save(force_insert=True)
    tell_of_change(fact_check, evidence, check, compared_with=cited, at=at)
    hold()
    return check


def next_look(evidence: Evidence, found: str, *, at: datetime) -> datetime | None:
    """When the source is looked at again: None where nothing can be compared, or the desk never does."""
    days: int = settings.EVIDENCE_RECHECK_DAYS
    if evidence.capture is None or not evidence.capture.url or not days:
        return None
    return at + (TRIED_AGAIN if found == Found.UNREACHABLE else timedelta(days=days))


def found_in(quote: str, words: Words) -> bool | None:
    """Whether the quote stands in a copy; None where there is no quote, or nothing was read."""
    if not words.is_read:
        return None
    places = {stands_in(quote, text) for text in (words.main, words.whole)}
    return None if None in places else True in places


def _checked(evidence: Evidence, look: Look, before: Seen | None, *, at: datetime) -> EvidenceCheck:
    check = EvidenceCheck(evidence=evidence, at=at, problem=look.problem[:_MOST_WORDS])
    if look.page is None or look.words is None:
        check.found = Found.GONE if look.is_gone else _unanswered(evidence, look.code)
        return check
    check.final_url = look.page.final_url[:2000]
    check.quote_found = found_in(evidence.quote, look.words)
    check.found, check.problem = Found.FIRST, look.words.unread[:_MOST_WORDS]
    if before is not None:
        after = _seen(look.page, look.words, check.quote_found)
        check.found, check.problem = compared(before, after)
    return check


def _seen(page: Fetched, words: Words, quote_found: bool | None) -> Seen:
    text = words.text if words.is_read else None
    digest = hashlib.sha256(page.body).hexdigest()
    return Seen(page.final_url, digest, text, signature(text or ""), quote_found)


def _unanswered(evidence: Evidence, code: str) -> Found:
    """How an unanswered look counts, beside those just before it."""
    last = EvidenceCheck.objects.filter(evidence=evidence).order_by("-at", "-id")
    times = 0
    for found in last.values_list("found", flat=True)[:10]:
        if found not in (Found.UNREACHABLE, Found.GONE):
            break
        times += 1
    return unreachable(times_before=times, code=code)


def _bytes_removed(evidence: Evidence) -> bool:
    """Whether two people had bytes of this source removed: a later look does not bring them back."""
    copies = evidence.checks.filter(capture__isnull=False).values("capture")
    return CaptureRemoval.objects.filter(capture__in=copies, confirmed_at__isnull=False).exists()


def _copy(evidence: Evidence, look: Look, check: EvidenceCheck, *, at: datetime) -> Capture | None:
    """Keep the page where it shows something new; the same bytes at the same address are kept once."""
    if look.page is None or check.found == Found.SAME:
        return None
    digest = hashlib.sha256(look.page.body).hexdigest()
    there = Capture.objects.filter(
        pk__in=evidence.checks.filter(capture__isnull=False).values("capture"),
        sha256=digest,
        final_url=look.page.final_url[:2000],
    )
    known = there.order_by("-id").first()
    if known is not None:
        return known
    if evidence.hash_only:
        return captures.keep_hash(look.page, at=at)
    return captures.keep_page(look.page, at=at)


def cite(
    evidence: Evidence, capture: Capture | None, words: Words, quote_found: bool | None, *, at: datetime
) -> None:
    """Let a copy be the one by which the source is cited."""
    evidence.capture, evidence.quote_found = capture, quote_found
    evidence.capture_status, evidence.capture_problem = status_of_copy(evidence), words.unread[:_MOST_WORDS]
    evidence.likeness = (signature(words.text) or None) if words.is_read else None
    if evidence.accessed_on is None:
        evidence.accessed_on = at.date()
    compare_within_file(evidence, at=at)


def _brought_nothing(evidence: Evidence, check: EvidenceCheck) -> None:
    evidence.capture_problem = check.problem
    if evidence.capture is None:
        evidence.capture_status = CaptureStatus.FAILED
    elif evidence.capture_status == CaptureStatus.PENDING:
        evidence.capture_status = status_of_copy(evidence)
