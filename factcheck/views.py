"""The ground's endpoints: who am I, jobs, the audit trail."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from factcheck import captures, clock, jobs, removals
from factcheck.api.filters import Choice, Moment, Text, Uuid
from factcheck.api.permissions import RoleIn
from factcheck.api.serializers import read
from factcheck.api.views import DeskViewSet, One, verb
from factcheck.models import Capture, CaptureRemoval, Event, Job, JobStatus
from factcheck.roles import DESK, EDITORS, Role
from factcheck.serializers import AskRemoval, CaptureDetail, EventDetail, JobDetail, Me, RemovalDetail


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

    @verb(methods=("get",), responses=RemovalDetail)
    def removal(self, request: Request, uuid: UUID) -> Response:
        """The newest request to remove the bytes; for editors."""
        rows = CaptureRemoval.objects.visible_to(request.user)
        newest = rows.filter(capture=self.get_object()).order_by("-id").first()
        if newest is None:
            raise CaptureRemoval.DoesNotExist
        return Response(RemovalDetail(newest).data)

    @extend_schema(request=AskRemoval, responses={201: RemovalDetail})
    @removal.mapping.post  # type: ignore[untyped-decorator] # DRF's, put on by @action
    def ask_removal(self, request: Request, uuid: UUID) -> Response:
        """Ask that the bytes be removed for a legal reason; another editor confirms. Row and hash stay."""
        capture = self.get_object().uuid
        asked = removals.ask_removal(
            capture_id=capture, **read(AskRemoval, request), by=self.user, at=clock.now()
        )
        return Response(RemovalDetail(asked).data, status=201)

    @verb(responses=RemovalDetail, url_path="removal/confirm")
    def confirm_removal(self, request: Request, uuid: UUID) -> Response:
        """Remove the bytes that another editor asked to remove, for good."""
        capture = self.get_object().uuid
        done = removals.confirm_removal(capture_id=capture, by=self.user, at=clock.now())
        return Response(RemovalDetail(done).data)

    @verb(responses=RemovalDetail, url_path="removal/refuse")
    def refuse_removal(self, request: Request, uuid: UUID) -> Response:
        """Leave the bytes where they are."""
        capture = self.get_object().uuid
        refused = removals.refuse_removal(capture_id=capture, by=self.user, at=clock.now())
        return Response(RemovalDetail(refused).data)


def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that this process serves. Asks nothing of the database."""
    return HttpResponse("ok\n", content_type="text/plain")
