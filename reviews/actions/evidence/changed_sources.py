"""A person is told when what supports a published verdict has changed, moved or gone."""

from datetime import datetime
from typing import Any

from reviews.actions.to_dos import let_pass, open_once
from reviews.evidence.changes import Found
from reviews.lifecycle import PublicationStatus
from reviews.models import Evidence, EvidenceCheck, FactCheck, Publication, ToDo, ToDoKind

_WORDS = {
    Found.CHANGED: "has changed since it was cited",
    Found.MOVED: "has moved",
    Found.GONE: "is gone",
}
_OPTIONS = (
    {"code": "look", "label": "See what changed: the source's looks and their difference"},
    {"code": "update", "label": "Update, correct or clarify the publication"},
    {"code": "done", "label": "The copy suffices: nothing to change"},
)


def tell_of_change(
    fact_check: FactCheck,
    evidence: Evidence,
    check: EvidenceCheck,
    *,
    compared_with: str | None,
    at: datetime,
) -> ToDo | None:
    """Open a to-do for the editors, once for each thing that happened; let it pass when all is as cited.

    `compared_with` is the hash of the copy that the look was compared with.
    """
    cited = _cited(fact_check, evidence)
    if cited is None:
        return None
    about = f"source_changed:{evidence.uuid}:"
    if check.found == Found.SAME and cited.get("sha256") in (None, "", compared_with):
        told = ToDo.objects.open().filter(key__startswith=about)
        let_pass(keys=list(told.values_list("key", flat=True)), at=at)
        return None
    if check.found not in _WORDS:
        return None
    what = check.capture.sha256[:32] if check.capture else check.final_url[-60:]
    said = f"“{evidence.title[:150]}” {_WORDS[Found(check.found)]}; a published verdict relies on it."
    return open_once(
        kind=ToDoKind.SOURCE_CHANGED,
        key=f"{about}{check.found}:{what}",
        text=f"{said} {check.problem}".strip(),
        options=_OPTIONS,
        fact_check=fact_check,
        claim=fact_check.claim,
        at=at,
    )


def _cited(fact_check: FactCheck, evidence: Evidence) -> dict[str, Any] | None:
    """How the public verdict cites the source; None where it does not."""
    rows = Publication.objects.filter(fact_check=fact_check).exclude(status=PublicationStatus.RETRACTED)
    publication = rows.select_related("verdict").first()
    if publication is None:
        return None
    found: list[dict[str, Any]] = publication.verdict.evidence
    return next((cited for cited in found if cited["uuid"] == str(evidence.uuid)), None)
