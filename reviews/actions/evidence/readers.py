"""Who may see a confidential source, besides who added it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from factcheck.errors import Conflict, NotAllowed, Refusal
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, User
from reviews.models import Evidence, EvidenceReader, FactCheck


class NotConfidential(Conflict):
    """Everybody on the desk sees the source."""

    code = "not_confidential"


class ReaderNamed(Conflict):
    """This person may see it already."""

    code = "reader_named"


@transaction.atomic
def name_reader(*, evidence_id: UUID, user: str, by: User, at: datetime) -> EvidenceReader:
    """Let a person of the desk, by user name, see a confidential source.

    Raises Evidence.DoesNotExist, NotAllowed, NotConfidential, Refusal, ReaderNamed.
    """
    evidence = _locked(evidence_id, by)
    if not evidence.confidential:
        raise NotConfidential("The whole desk sees this source.")
    person = User.objects.filter(username=user, is_active=True).first()
    if person is None or not FactCheck.objects.visible_to(person).filter(pk=evidence.fact_check_id).exists():
        raise Refusal("Nobody of that name sees this fact-check.", field="user")
    if not person.is_on_desk:
        raise Refusal("Only people of the desk are named.", field="user")
    if person.pk == evidence.added_by_id or evidence.readers.filter(user=person).exists():
        raise ReaderNamed("This person may see the source already.", field="user")
    reader = EvidenceReader.objects.create(evidence=evidence, user=person, named_by=by, named_at=at)
    record("evidence.reader_named", evidence, by=by, at=at, data={"user": person.uuid})
    evidence.save(update_fields=CHAIN_HEAD)
    return reader


@transaction.atomic
def remove_reader(*, evidence_id: UUID, user_id: UUID, by: User, at: datetime) -> Evidence:
    """Let a person see a confidential source no more; he may give up his own sight of it.

    Raises Evidence.DoesNotExist, EvidenceReader.DoesNotExist, NotAllowed.
    """
    evidence = _locked(evidence_id, by, but=user_id)
    evidence.readers.get(user__uuid=user_id).delete()
    record("evidence.reader_removed", evidence, by=by, at=at, data={"user": user_id})
    evidence.save(update_fields=CHAIN_HEAD)
    return evidence


def _locked(evidence_id: UUID, by: User, *, but: UUID | None = None) -> Evidence:
    """The source, locked, for who added it, or for `but` himself.

    Raises Evidence.DoesNotExist, NotAllowed.
    """
    known = Evidence.objects.exclude(pk__in=Evidence.objects.kept_from(by).values("pk"))
    evidence = Evidence.objects.select_for_update(of=("self",)).get(pk=known.get(uuid=evidence_id).pk)
    if evidence.added_by_id != by.pk and by.uuid != but:
        raise NotAllowed("Who added a confidential source says who else may see it.")
    return evidence
