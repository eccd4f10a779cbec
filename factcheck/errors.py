"""How a rule says no. The API maps the three kinds to 400, 403 and 409."""

from typing import Any, ClassVar


class Refusal(Exception):
    """The request makes no sense as it stands.

    `code` never changes once released: clients branch on it. The message is
    fit to show to a person. `field` names the argument at fault, if one is.
    """

    code: ClassVar[str] = "refused"

    def __init__(self, message: str, *, field: str | None = None, **details: Any) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.details = details


class NotAllowed(Refusal):
    """This person may not do this."""

    code = "not_allowed"


class Conflict(Refusal):
    """Nobody may do this now: the state of things does not allow it."""

    code = "conflict"
