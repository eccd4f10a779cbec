"""What the lists of this room share: people as nested rows, who may ask, moves on a version."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from rest_framework.request import Request

from factcheck import versions
from factcheck.api.conditional import check_if_match
from factcheck.api.permissions import RoleIn
from factcheck.api.views import DeskViewSet, Resource, Rows
from factcheck.roles import DESK
from reviews.models import FactCheck

OnDesk = RoleIn(*DESK)


class PeopleRows(Rows):
    """Rows in which each person of `people` stands as {uuid, username, name}.

    `people` maps a name of `list_fields` to the path of the user; the column
    itself is the uuid that is shown.
    """

    people: ClassVar[dict[str, str]] = {}

    @cached_property
    def columns(self) -> Sequence[str]:
        names = [f"{path}__{name}" for path in self.people.values() for name in ("username", "name")]
        return (*super().columns, *names)

    def row(self, values: Sequence[Any]) -> dict[str, Any]:
        found = super().row(values)
        at = len(self.names)
        for person in self.people:
            found[person] = {"uuid": found[person], "username": values[at], "name": values[at + 1]}
            at += 2
        return found


class Moves(Resource):
    """Rows that verbs move."""

    def of(self, request: Request) -> Any:
        """Return the row of a verb, among what the caller sees, at the version he names if he names one."""
        row = self.get_object()
        check_if_match(request, row, required=False)
        if getattr(row, "masked", False):
            # What he saw was not the row's own version, which the action would compare.
            versions.forget()
        return row


class FileRows(Moves, PeopleRows, DeskViewSet):
    """Rows of a fact-check's file, in the order they were put there."""

    permission_classes = [OnDesk]
    keyset = ("id",)

    def file_of(self, request: Request, uuid: UUID) -> UUID:
        """Return the fact-check's id. Raises FactCheck.DoesNotExist (404) where it may not be seen."""
        return FactCheck.objects.visible_to(request.user).only("uuid").get(uuid=uuid).uuid
