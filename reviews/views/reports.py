"""The report of a fact-check and its frozen versions; notes."""

from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck import clock
from factcheck.api.conditional import check_if_match, etag_of
from factcheck.api.errors import Malformed
from factcheck.api.filters import By, Uuid
from factcheck.api.serializers import read
from factcheck.api.views import DeskViewSet, Resource, Rows, verb
from reviews import actions
from reviews.models import FactCheck, Note, Report, ReportVersion
from reviews.serializers import reports as asked
from reviews.serializers.people import PERSON
from reviews.serializers.reports import NoteDetail, ReportDetail, ReportVersionDetail
from reviews.serializers.shared_file import WithReason
from reviews.views.rows import Moves, OnDesk, PeopleRows


class Reports(Resource):
    """The report of one fact-check."""

    model = Report
    serializer_class = ReportDetail
    permission_classes = [OnDesk]

    @extend_schema(responses=ReportDetail)
    def retrieve(self, request: Request, fact_check: UUID) -> Response:
        """The report as it stands; version 0 and empty before it was first saved."""
        return self._shown(self._report(fact_check))

    @extend_schema(request=asked.SaveReport, responses=ReportDetail)
    def update(self, request: Request, fact_check: UUID) -> Response:
        """Save all of the report on the version that If-Match names ("0" for the first)."""
        report = self._report(fact_check)
        check_if_match(request, {"chain_seq": report.version, "uuid": fact_check})
        saved = actions.save_report(
            fact_check_id=fact_check,
            version=report.version,
            **read(asked.SaveReport, request),
            by=self.user,
            at=clock.now(),
        )
        return self._shown(saved)

    def _report(self, fact_check: UUID) -> Report:
        """Return the report, or an empty one. Raises FactCheck.DoesNotExist (404)."""
        file = FactCheck.objects.visible_to(self.request.user).get(uuid=fact_check)
        kept = Report.objects.filter(fact_check=file).select_related("saved_by").first()
        return kept or Report(fact_check=file, version=0)

    def _shown(self, report: Report) -> Response:
        headers = {"ETag": etag_of({"chain_seq": report.version})}
        return Response(ReportDetail(report).data, headers=headers)


class ReportVersions(PeopleRows, Rows):
    """The report of one fact-check as it was approved, the latest first."""

    model = ReportVersion
    serializer_class = ReportVersionDetail
    permission_classes = [OnDesk]
    list_fields = {
        "uuid": "uuid",
        "version": "version",
        "cms_url": "cms_url",
        "sections": "sections",
        "by": "by__uuid",
        "at": "at",
    }
    list_schema = {"by": PERSON}
    people = {"by": "by"}

    def get_queryset(self) -> QuerySet[ReportVersion]:
        if "fact_check" not in self.kwargs:  # while the schema is drawn
            return ReportVersion.objects.none()
        file = FactCheck.objects.visible_to(self.request.user).get(uuid=self.kwargs["fact_check"])
        return ReportVersion.objects.filter(report__fact_check=file)


class Notes(Moves, PeopleRows, DeskViewSet):
    """What we know so far: notes without a rating."""

    model = Note
    serializer_class = NoteDetail
    permission_classes = [OnDesk]
    keyset = ("id",)
    list_fields = {
        "uuid": "uuid",
        "fact_check": "fact_check__uuid",
        "title": "title",
        "text": "text",
        "created_by": "created_by__uuid",
        "created_at": "created_at",
        "published_at": "published_at",
        "withdrawn_at": "withdrawn_at",
    }
    list_schema = {"created_by": PERSON}
    people = {"created_by": "created_by"}
    filters = {
        "fact_check": Uuid("fact_check__uuid"),
        "published": By(lambda rows, text: _published(rows, text), {"type": "boolean"}),
    }

    def get_queryset(self) -> QuerySet[Note]:
        rows = Note.objects.visible_to(self.request.user)
        return rows.select_related("fact_check", "created_by", "published_by")

    @extend_schema(request=asked.AddNote, responses={201: NoteDetail})
    def create(self, request: Request) -> Response:
        """Write down what is known so far."""
        given = read(asked.AddNote, request)
        file = FactCheck.objects.visible_to(request.user).only("uuid").get(uuid=given.pop("fact_check"))
        added = actions.add_note(fact_check_id=file.uuid, **given, by=self.user, at=clock.now())
        return self.answer(added.uuid, status=201)

    @extend_schema(request=asked.EditNote, responses=NoteDetail)
    def partial_update(self, request: Request, uuid: UUID) -> Response:
        """Change a note that readers have not seen."""
        check_if_match(request, self.get_object())
        given = read(asked.EditNote, request)
        if not given:
            raise Malformed("Name at least one field to change.", "nothing_given")
        actions.edit_note(note_id=uuid, **given, by=self.user, at=clock.now())
        return self.answer(uuid)

    @verb()
    def publish(self, request: Request, uuid: UUID) -> Response:
        """Show the note to readers."""
        self.of(request)
        actions.publish_note(note_id=uuid, by=self.user, at=clock.now())
        return self.answer(uuid)

    @verb(request=WithReason)
    def withdraw(self, request: Request, uuid: UUID) -> Response:
        """Take the note back; its page says so, and why."""
        self.of(request)
        actions.withdraw_note(note_id=uuid, **read(WithReason, request), by=self.user, at=clock.now())
        return self.answer(uuid)


def _published(rows: QuerySet[Note], text: str) -> QuerySet[Note]:
    wanted = {"true": True, "false": False}[text]
    return rows.filter(published_at__isnull=not wanted)
