"""Who may change a person's profile, where no lifecycle's table says it."""

from factcheck.errors import NotAllowed
from factcheck.models import User
from reviews.models import Reviewer


def refuse_others(reviewer: Reviewer, by: User) -> None:
    """Refuse all but the person himself and editors. Raises NotAllowed."""
    if reviewer.user_id != by.pk and not by.is_editor:
        raise NotAllowed("Only the person or an editor changes this.")


def refuse_all_but_editors(by: User | None) -> None:
    """`by` None is the system. Raises NotAllowed."""
    if by is not None and not by.is_editor:
        raise NotAllowed("Only an editor does this.")
