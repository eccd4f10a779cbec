"""Who builds the shared file of a fact-check, and how a change in it is told."""

from datetime import datetime
from uuid import UUID

from factcheck.errors import NotAllowed
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, User
from factcheck.roles import Role
from reviews.actions.locks import refuse_conflicted, refuse_rater_under_seal, roles_on
from reviews.models import FactCheck


def refuse_all_but_builders(fact_check: FactCheck, by: User) -> None:
    """The researcher and editors build the file; a rater does not while his rating is sealed.

    Raises NotAllowed, Sealed.
    """
    refuse_conflicted(fact_check, by)
    if not by.is_editor and Role.RESEARCHER not in roles_on(fact_check, by):
        raise NotAllowed("The researcher of this fact-check and its editors build the file.")
    refuse_rater_under_seal(fact_check, by)  # an editor can have a seat on the panel


def file_changed(fact_check: FactCheck, event: str, what: UUID, *, by: User | None, at: datetime) -> None:
    """Put a change of the file on the fact-check's chain; `what` is the row that changed."""
    record(event, fact_check, by=by, at=at, data={"id": what})
    fact_check.save(update_fields=CHAIN_HEAD)
