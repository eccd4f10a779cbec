"""Sources of the shared file: what is said of them, their copies, who sees them, what later looks found."""

from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims.views.articles import PageInForm
from factcheck import clock
from factcheck.api.conditional import check_if_match
from factcheck.api.errors import Malformed
from factcheck.api.filters import Choice, Uuid
from factcheck.api.serializers import read
from factcheck.api.views import Resource, Rows, verb
from factcheck.errors import Conflict
from factcheck.models import Capture
from reviews import actions
from reviews.actions.evidence import words_kept
from reviews.evidence.sniffing import media_type_of
from reviews.evidence.texts import handed_in
from reviews.models import CaptureStatus, Evidence, EvidenceCheck, Found
from reviews.serializers import evidence as asked
from reviews.serializers.evidence import (
    CheckDetail,
    CopyDifference,
    CopyState,
    EvidenceDetail,
    copies_compared,
)
from reviews.serializers.people import PERSON
from reviews.serializers.shared_file import WithReason
from reviews.views.rows import FileRows, OnDesk


class NothingToCompare(Conflict):
    """There are no two copies whose texts could be compared."""

    code = "nothing_to_compare"


class EvidenceRows(FileRows):
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
        "capture_status": "capture_status",
        "quote_found": "quote_found",
        "near_copy_of": "near_copy_of__uuid",
        "last_found": "last_found",
    }
    list_schema = {"added_by": PERSON}
    people = {"added_by": "added_by"}
    filters = {
        "fact_check": Uuid("fact_check__uuid"),
        "capture_status": Choice("capture_status", CaptureStatus),
        "last_found": Choice("last_found", Found),
    }

    def get_queryset(self) -> QuerySet[Evidence]:
        if self.action == "list":
            return Evidence.objects.visible_to(self.request.user)
        return Evidence.objects.shown_to(self.request.user)

    @extend_schema(request=asked.AddEvidence, responses={201: EvidenceDetail})
    def create(self, request: Request) -> Response:
        """Put a source into the file; what has an address is captured soon."""
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

    @verb(request=WithReason)
    def withdraw(self, request: Request, uuid: UUID) -> Response:
        """Take a source out of the count; it stays in the file with the reason."""
        self.of(request)
        actions.withdraw_evidence(evidence_id=uuid, **read(WithReason, request), by=self.user, at=clock.now())
        return self.answer(uuid)

    @verb(methods=("get",), responses=CopyState)
    def capture(self, request: Request, uuid: UUID) -> Response:
        """How far the copy is: its hash, time, address and size; the bytes are under `captures/`."""
        return Response(CopyState(self.get_object()).data)

    @extend_schema(request=None, responses={202: CopyState})
    @capture.mapping.post  # type: ignore[untyped-decorator] # DRF's, put on by @action
    def ask_capture(self, request: Request, uuid: UUID) -> Response:
        """Have the source fetched again soon; a fresh copy takes the place of the one cited."""
        self.of(request)
        actions.ask_capture(evidence_id=uuid, by=self.user, at=clock.now())
        return Response(CopyState(self.get_object()).data, status=202)

    @verb(request={"multipart/form-data": asked.UploadCopy}, parser_classes=[PageInForm])
    def upload(self, request: Request, uuid: UUID) -> Response:
        """Hand in a file as the copy of a source: a document, a dataset, a page that robots may not read."""
        self.of(request)
        body = read(asked.UploadCopy, request)["file"].read()
        kind = media_type_of(body)
        known = {"body": body, "media_type": kind, "words": handed_in(body, media_type=kind)}
        actions.hand_in_copy(evidence_id=uuid, **known, by=self.user, at=clock.now())
        return self.answer(uuid)

    @verb(request=asked.NameReader, responses={201: EvidenceDetail})
    def readers(self, request: Request, uuid: UUID) -> Response:
        """Let somebody of the desk see a confidential source."""
        self.of(request)
        given = read(asked.NameReader, request)
        actions.name_reader(evidence_id=uuid, **given, by=self.user, at=clock.now())
        return self.answer(uuid, status=201)

    @extend_schema(responses={200: EvidenceDetail, 204: None})
    @verb(methods=("delete",), url_path="readers/<uuid:user>")
    def remove_reader(self, request: Request, uuid: UUID, user: UUID) -> Response:
        """Let somebody see a confidential source no more; 204 for who gives up his own sight of it."""
        self.of(request)
        actions.remove_reader(evidence_id=uuid, user_id=user, by=self.user, at=clock.now())
        return self.answer(uuid)


class _OfEvidence(Resource):
    """What belongs to the source in the path, for whoever sees the source."""

    model = Evidence
    permission_classes = [OnDesk]

    def get_queryset(self) -> QuerySet[EvidenceCheck]:
        return EvidenceCheck.objects.filter(evidence=self.evidence)

    @cached_property
    def evidence(self) -> Evidence:
        seen = Evidence.objects.visible_to(self.request.user).select_related("capture")
        found: Evidence = get_object_or_404(seen, uuid=self.kwargs["uuid"])
        return found


class EvidenceChecks(_OfEvidence, Rows):
    """The looks at one source, the newest first."""

    serializer_class = CheckDetail
    list_fields = {
        "uuid": "uuid",
        "found": "found",
        "capture": "capture__uuid",
        "final_url": "final_url",
        "quote_found": "quote_found",
        "problem": "problem",
        "at": "at",
    }
    keyset = ("-at", "-id")


class EvidenceDifferences(_OfEvidence):
    """What differs between two copies of one source."""

    serializer_class = CopyDifference
    query_parameters = frozenset({"from", "to"})

    @extend_schema(
        operation_id="evidence_difference_retrieve",
        parameters=[
            OpenApiParameter("from", UUID, description="A look with a copy; else the copy that is cited."),
            OpenApiParameter("to", UUID, description="A look with a copy; else the newest one."),
        ],
        responses=CopyDifference,
    )
    def retrieve(self, request: Request, uuid: UUID, *args: Any) -> Response:
        """Paragraphs that stand, came, went or were edited. Both copies are read again for this."""
        before = self._named("from") or self.evidence.capture
        after = self._named("to") or self._newest()
        if before is None or after is None:
            raise NothingToCompare("There is no copy of this source to compare.")
        texts = (self._text(before), self._text(after))
        return Response(CopyDifference(copies_compared(before, after, texts)).data)

    def _named(self, name: str) -> Capture | None:
        text = self.request.query_params.get(name, "")
        if not text:
            return None
        try:
            wanted = UUID(text)
        except ValueError:
            raise Malformed(f"{name} is the uuid of a look at this source.", "invalid", field=name) from None
        check: EvidenceCheck = get_object_or_404(self.get_queryset().select_related("capture"), uuid=wanted)
        if check.capture is None:
            raise NothingToCompare("Nothing was kept of this look.")
        return check.capture

    def _newest(self) -> Capture | None:
        kept = self.get_queryset().filter(capture__isnull=False).select_related("capture")
        newest = kept.order_by("-at", "-id").first()
        return newest.capture if newest else None

    def _text(self, capture: Capture) -> str:
        words = words_kept(capture)
        if words is None or not words.is_read:
            raise NothingToCompare(words.unread if words else "The bytes of a copy are not kept.")
        return words.text
