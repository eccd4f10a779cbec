"""The shared file: contacts and comments; sources have a module of their own."""

from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck import clock
from factcheck.api.filters import Choice, Uuid
from factcheck.api.serializers import read
from factcheck.api.views import verb
from reviews import actions
from reviews.lifecycle import ContactStatus
from reviews.models import Comment, Contact
from reviews.serializers import shared_file as asked
from reviews.serializers.people import PERSON
from reviews.serializers.shared_file import CommentDetail, ContactDetail
from reviews.views.rows import FileRows


class Contacts(FileRows):
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


class Comments(FileRows):
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
