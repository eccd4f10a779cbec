"""To-dos: what a person, or whoever is editor, has to see to."""

from collections.abc import Sequence
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck import clock
from factcheck.api.filters import By, Choice, Flag, Uuid
from factcheck.api.serializers import read
from factcheck.api.views import DeskViewSet, verb
from reviews import actions
from reviews.models import ToDo, ToDoKind
from reviews.serializers.people import PERSON
from reviews.serializers.to_dos import OPTIONS, Dismiss, ToDoDetail, named, names_in, worded
from reviews.views.rows import Moves, OnDesk, PeopleRows

_TRUE = {"true": True, "false": False}


def _is_open(rows: QuerySet[ToDo], text: str) -> QuerySet[ToDo]:
    return rows.filter(closed_at__isnull=_TRUE[text])


class ToDos(Moves, PeopleRows, DeskViewSet):
    """One's own, and for editors what any editor may see to."""

    model = ToDo
    serializer_class = ToDoDetail
    permission_classes = [OnDesk]
    list_fields = {
        "uuid": "uuid",
        "kind": "kind",
        "text": "text",
        "options": "options",
        "owner": "owner__username",
        "wording": "wording",
        "claim": "claim__uuid",
        "fact_check": "fact_check__uuid",
        "assignment": "assignment__uuid",
        "reviewer": "reviewer__uuid",
        "due_at": "due_at",
        "created_at": "created_at",
        "closed_at": "closed_at",
        "dismissed": "dismissed",
    }
    list_schema = {
        "wording": {"type": ["string", "null"]},
        "options": OPTIONS,
        "reviewer": {"oneOf": [PERSON, {"type": "null"}]},
    }
    people = {"reviewer": "reviewer__user"}
    keyset = ("-created_at", "-id")
    filters = {
        "kind": Choice("kind", ToDoKind),
        "open": By(_is_open, {"type": "boolean"}),
        "mine": Flag("is_own"),
        "fact_check": Uuid("fact_check__uuid"),
        "reviewer": Uuid("reviewer__uuid"),
    }

    def get_queryset(self) -> QuerySet[ToDo]:
        rows = ToDo.objects.seen_by(self.request.user)
        if self.action == "list":
            return rows
        return rows.select_related(
            "claim", "fact_check", "assignment", "reviewer__user", "owner", "closed_by"
        )

    def row(self, values: Sequence[Any]) -> dict[str, Any]:
        found = super().row(values)
        person = found["reviewer"]
        found["text"] = named(found["text"], person["name"] or person["username"])
        if person["uuid"] is None:
            found["reviewer"] = None
        return found

    def get_paginated_response(self, data: list[dict[str, Any]]) -> Response:
        names = names_in(chain.from_iterable(row["options"] for row in data))
        for row in data:
            row["options"] = worded(row["options"], names)
        return super().get_paginated_response(data)

    @verb()
    def done(self, request: Request, uuid: UUID) -> Response:
        """Say that it is seen to."""
        self.of(request)
        actions.done(to_do_id=uuid, by=self.user, at=clock.now())
        return self.answer(uuid)

    @verb(request=Dismiss)
    def dismiss(self, request: Request, uuid: UUID) -> Response:
        """Say that nothing will be done about it, and why."""
        self.of(request)
        actions.dismiss(to_do_id=uuid, **read(Dismiss, request), by=self.user, at=clock.now())
        return self.answer(uuid)

    @verb()
    def take_back(self, request: Request, uuid: UUID) -> Response:
        """Open again what a person closed by mistake."""
        self.of(request)
        actions.take_back(to_do_id=uuid, by=self.user, at=clock.now())
        return self.answer(uuid)
