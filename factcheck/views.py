"""The ground's endpoints: who am I, jobs, the audit trail."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from factcheck import captures, clock, jobs
from factcheck.api.filters import Choice, Moment, Text, Uuid
from factcheck.api.permissions import RoleIn
from factcheck.api.views import DeskViewSet, One, verb
from factcheck.models import Capture, Event, Job, JobStatus
from factcheck.roles import DESK, EDITORS, Role
from factcheck.serializers import CaptureDetail, EventDetail, JobDetail, Me


class WhoAmI(APIView):
    """The caller, and the key used."""

    @extend_schema(responses=Me)
    def get(self, request: Request) -> Response:
        return Response(Me({"user": request.user, "key": request.auth}).data)


class Jobs(DeskViewSet):
    """Work that is due, running, done or dead."""

    model = Job
    serializer_class = JobDetail
    permission_classes = [RoleIn(*EDITORS)]
    list_fields = ("uuid", "task", "subject", "status", "due_at", "created_at", "attempts", "reason")
    filters = {"status": Choice("status", JobStatus), "task": Text("task"), "subject": Uuid("subject")}

    def get_queryset(self) -> QuerySet[Job]:
        return Job.objects.all()

    @verb()
    def requeue(self, request: Request, uuid: UUID) -> Response:
        """Give a dead job another five starts."""
        jobs.requeue(uuid, by=self.user, at=clock.now())
        return self.answer(uuid)


class Events(DeskViewSet):
    """What happened, newest first."""

    model = Event
    serializer_class = EventDetail
    permission_classes = [RoleIn(Role.ADMINISTRATOR)]
    list_fields = ("uuid", "name", "subject_type", "subject", "seq", "at", "by", "data", "hash")
    filters = {
        "name": Text("name"),
        "subject": Uuid("subject"),
        "by": Uuid("by"),
        "since": Moment("at__gte"),
        "until": Moment("at__lt"),
    }


class Captures(One):
    """What was fetched or handed in, as it came. Private to the desk."""

    model = Capture
    serializer_class = CaptureDetail
    permission_classes = [RoleIn(*DESK)]

    def get_queryset(self) -> QuerySet[Capture]:
        return super().get_queryset().select_related("file")

    @extend_schema(responses={(200, "application/gzip"): bytes})
    @action(detail=True)
    def warc(self, request: Request, uuid: UUID) -> HttpResponse:
        """Download the bytes as a gzipped WARC file; 409 once they were removed."""
        capture = self.get_object()
        answer = HttpResponse(captures.read_warc(capture), content_type="application/gzip")
        # Never shown in the desk's own origin: what a site sent stays a download.
        answer["Content-Disposition"] = f'attachment; filename="{capture.uuid}.warc.gz"'
        return answer


def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that this process serves. Asks nothing of the database."""
    return HttpResponse("ok\n", content_type="text/plain")
