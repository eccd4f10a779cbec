"""Who may bring in sources and articles, where no lifecycle's table says it."""

from factcheck.errors import NotAllowed
from factcheck.models import User
from factcheck.roles import Role


def desk_or_service(by: User | None) -> None:
    """Refuse readers; `by` None is the system. Raises NotAllowed."""
    if by is not None and not by.is_on_desk and by.role != Role.SERVICE:
        raise NotAllowed("Only the desk and its services do this.")


def editors_only(by: User | None, message: str) -> None:
    """Refuse whoever is no editor, with this message; `by` None is the system. Raises NotAllowed."""
    if by is not None and not by.is_editor:
        raise NotAllowed(message)
