"""The shared file: evidence, contacts, comments."""

from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck import clock
from factcheck.api.conditional import check_if_match
from factcheck.api.errors import Malformed
from factcheck.api.filters import Choice, Uuid
from factcheck.api.serializers import read
from factcheck.api.views import DeskViewSet, verb
from reviews import actions
from reviews.lifecycle import ContactStatus
from reviews.models import Comment, Contact, Evidence, FactCheck
from reviews.serializers import shared_file as asked
from reviews.serializers.people import PERSON
from reviews.serializers.shared_file import CommentDetail, ContactDetail, EvidenceDetail
from reviews.views.rows import Moves, OnDesk, PeopleRows


class _Filed(Moves, PeopleRows, DeskViewSet):
    """Rows of a fact-check's file, in the order they were put there."""

    permission_classes = [OnDesk]
    keyset = ("id",)

    def file_of(self, request: Request, uuid: UUID) -> UUID:
        """Return the fact-check's id. Raises FactCheck.DoesNotExist (404) where it may not be seen."""
        return FactCheck.objects.visible_to(request.user).only("uuid").get(uuid=uuid).uuid


class EvidenceRows(_Filed):
    """Sources: what each says in its own words, where it stands, and who is behind it."""

    model = Evidence
    serializer_class = EvidenceDetail
    list_fields = {
        "uuid": "uuid",
        "fact_check": "fact_check__uuid",
        "kind": "kind",
        "title": "title",
        "url": "url",
        "publisher": "publisher",
        "quote": "quote",
        "stance": "stance",
        "primary": "primary",
        "independent": "independent",
        "confidential": "confidential",
        "added_by": "added_by__uuid",
        "added_at": "added_at",
        "withdrawn_at": "withdrawn_at",
    }
    list_schema = {"added_by": PERSON}
    people = {"added_by": "added_by"}
    filters = {"fact_check": Uuid("fact_check__uuid")}

    def get_queryset(self) -> QuerySet[Evidence]:
        return Evidence.objects.visible_to(self.request.user).select_related("fact_check", "added_by")

    @extend_schema(request=asked.AddEvidence, responses={201: EvidenceDetail})
    def create(self, request: Request) -> Response:
        """Put a source into the file."""
        given = read(asked.AddEvidence, request)
        file = self.file_of(request, given.pop("fact_check"))
        added = actions.add_evidence(fact_check_id=file, **given, by=self.user, at=clock.now())
        return self.answer(added.uuid, status=201)

    @extend_schema(request=asked.EditEvidence, responses=EvidenceDetail)
    def partial_update(self, request: Request, uuid: UUID) -> Response:
        """Change what the file says about a source."""
        check_if_match(request, self.get_object())
        given = read(asked.EditEvidence, request)
        if not given:
            raise Malformed("Name at least one field to change.", "nothing_given")
        actions.edit_evidence(evidence_id=uuid, **given, by=self.user, at=clock.now())
        return self.answer(uuid)

    @verb(request=asked.WithReason)
    def withdraw(self, request: Request, uuid: UUID) -> Response:
        """Take a source out of the count; it stays in the file with the reason."""
        self.of(request)
        actions.withdraw_evidence(
            evidence_id=uuid, **read(asked.WithReason, request), by=self.user, at=clock.now()
        )
        return self.answer(uuid)


class Contacts(_Filed):
    """Questions to the claimant or an expert, with deadline and answer."""

    model = Contact
    serializer_class = ContactDetail
    list_fields = {
        "uuid": "uuid",
        "fact_check": "fact_check__uuid",
        "kind": "kind",
        "whom": "whom",
        "channel": "channel",
        "question": "question",
        "status": "status",
        "answer": "answer",
        "asked_at": "asked_at",
        "deadline_at": "deadline_at",
        "answered_at": "answered_at",
    }
    filters = {"fact_check": Uuid("fact_check__uuid"), "status": Choice("status", ContactStatus)}

    def get_queryset(self) -> QuerySet[Contact]:
        rows = Contact.objects.visible_to(self.request.user)
        return rows.select_related("fact_check", "claimant", "created_by")

    @extend_schema(request=asked.PlanContact, responses={201: ContactDetail})
    def create(self, request: Request) -> Response:
        """Plan a question."""
        given = read(asked.PlanContact, request)
        file = self.file_of(request, given.pop("fact_check"))
        planned = actions.plan_contact(fact_check_id=file, **given, by=self.user, at=clock.now())
        return self.answer(planned.uuid, status=201)

    @verb(request=asked.Ask)
    def ask(self, request: Request, uuid: UUID) -> Response:
        """Note that the question was asked now, with a deadline."""
        self.of(request)
        actions.ask(contact_id=uuid, **read(asked.Ask, request), by=self.user, at=clock.now())
        return self.answer(uuid)

    @verb(request=asked.RecordAnswer, url_path="answer")
    def record_answer(self, request: Request, uuid: UUID) -> Response:
        """Keep what came back."""
        self.of(request)
        actions.record_answer(
            contact_id=uuid, **read(asked.RecordAnswer, request), by=self.user, at=clock.now()
        )
        return self.answer(uuid)

    @verb()
    def no_reply(self, request: Request, uuid: UUID) -> Response:
        """Note that no answer came by the deadline."""
        self.of(request)
        actions.record_no_reply(contact_id=uuid, by=self.user, at=clock.now())
        return self.answer(uuid)


class Comments(_Filed):
    """What the people on a file say to each other."""

    model = Comment
    serializer_class = CommentDetail
    list_fields = {
        "uuid": "uuid",
        "fact_check": "fact_check__uuid",
        "author": "author__uuid",
        "text": "text",
        "mentions": "mentions",
        "created_at": "created_at",
        "removed_at": "removed_at",
    }
    list_schema = {"author": PERSON}
    people = {"author": "author"}
    filters = {"fact_check": Uuid("fact_check__uuid")}

    def get_queryset(self) -> QuerySet[Comment]:
        return Comment.objects.visible_to(self.request.user).select_related("fact_check", "author")

    @extend_schema(request=asked.AddComment, responses={201: CommentDetail})
    def create(self, request: Request) -> Response:
        """Say something to the others on the file; raters do not while ratings are sealed."""
        given = read(asked.AddComment, request)
        file = self.file_of(request, given.pop("fact_check"))
        said = actions.add_comment(fact_check_id=file, **given, by=self.user, at=clock.now())
        return self.answer(said.uuid, status=201)

    @verb()
    def remove(self, request: Request, uuid: UUID) -> Response:
        """Take back one's own comment: its words go, that something was said stays."""
        self.of(request)
        actions.remove_comment(comment_id=uuid, by=self.user, at=clock.now())
        return self.answer(uuid)
