"""Claims whose words the source changed or removed."""

from datetime import datetime
from uuid import UUID

from claims.lifecycle import ClaimStatus
from claims.models import Claim
from reviews.actions.escalation import options
from reviews.actions.to_dos import open_once
from reviews.lifecycle import FactCheckStatus
from reviews.models import FactCheck, ToDo, ToDoKind

# What the desk has taken up. Others are looked at as they stand now.
_TAKEN_UP = [ClaimStatus.SHORTLISTED, ClaimStatus.ACCEPTED, ClaimStatus.SETTLED]


def words_changed(*, claim_id: UUID, at: datetime) -> ToDo | None:
    """Tell the editors that the words of a claim on their desk no longer stand; None where it is on none."""
    claim = Claim.objects.get(uuid=claim_id)
    if claim.words_changed_at is None or claim.status not in _TAKEN_UP:
        return None
    files = FactCheck.objects.filter(claim=claim).exclude(status=FactCheckStatus.CLOSED)
    fact_check = files.first()
    found = [options.option("compare", "Compare the snapshots of the article.", claim=claim.uuid)]
    if fact_check is None:
        found.append(options.option("reword", "Reword or decline the claim.", claim=claim.uuid))
    elif fact_check.published_at is not None:
        found.append(
            options.option("reopen", "Take the fact-check up again, or note it.", fact_check=fact_check.uuid)
        )
    else:
        found.append(
            options.option(
                "hold", "Reword the claim, hold or close its fact-check.", fact_check=fact_check.uuid
            )
        )
    return open_once(
        kind=ToDoKind.WORDS_CHANGED,
        key=f"words:{claim.uuid}:{claim.words_changed_at:%Y%m%dT%H%M%S}",
        text="The source changed or removed the words of this claim.",
        options=found,
        claim=claim,
        fact_check=fact_check,
        at=at,
    )


def put_back() -> set[str]:
    """The open occasions whose words stand again."""
    rows = ToDo.objects.open().filter(kind=ToDoKind.WORDS_CHANGED, claim__words_changed_at__isnull=True)
    return set(rows.values_list("key", flat=True))
