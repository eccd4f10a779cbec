"""What we know so far, as readers see it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from reviews.models import Note
from reviews.publication.lists import PAGE, Listing


@dataclass(frozen=True, slots=True)
class PublicNote:
    """A published note, or what is left of one that was withdrawn: that it was, and why."""

    path: str
    title: str
    text: str  # empty once it is withdrawn
    claim: str
    language: str
    check: str  # the page of the check that came of it, if there is one
    published_at: datetime
    withdrawn_at: datetime | None
    withdrawn_reason: str


def newest_notes(*, before: UUID | None = None) -> Listing[PublicNote]:
    """Return the notes that stand, newest first, those after the one with id `before`.

    Raises Note.DoesNotExist.
    """
    rows = Note.objects.all().public()
    if before:
        last = Note.objects.filter(published_at__isnull=False).get(uuid=before)
        rows = rows.filter(
            Q(published_at__lt=last.published_at) | Q(published_at=last.published_at, id__lt=last.pk)
        )
    related = rows.select_related("fact_check__claim", "fact_check__publication")
    found = list(related.order_by("-published_at", "-id")[: PAGE + 1])
    older = str(found[PAGE - 1].uuid) if len(found) > PAGE else ""
    return Listing(tuple(_shown(note) for note in found[:PAGE]), older)


def note_of(uuid: UUID) -> PublicNote:
    """Return one note that was published. Raises Note.DoesNotExist."""
    rows = Note.objects.filter(published_at__isnull=False)
    return _shown(rows.select_related("fact_check__claim", "fact_check__publication").get(uuid=uuid))


def _shown(note: Note) -> PublicNote:
    assert note.published_at is not None
    publication = getattr(note.fact_check, "publication", None)
    return PublicNote(
        path=f"/notes/{note.uuid}/",
        title=note.title,
        text="" if note.withdrawn_at else note.text,
        claim=note.fact_check.claim.wording,
        language=note.fact_check.claim.language,
        check=publication.get_absolute_url() if publication else "",
        published_at=note.published_at,
        withdrawn_at=note.withdrawn_at,
        withdrawn_reason=note.withdrawn_reason,
    )
