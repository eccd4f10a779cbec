"""Assignments: taking work, drafting, filing, stepping back."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck import clock
from factcheck.api import errors
from factcheck.api.conditional import check_if_match, etag_of
from factcheck.api.filters import Choice, Flag, Uuid
from factcheck.api.serializers import read
from factcheck.api.views import DeskViewSet, verb
from factcheck.errors import Conflict
from reviews import actions
from reviews.lifecycle import AssignmentRole, AssignmentStatus
from reviews.models import Assignment, Draft, Review
from reviews.serializers import assignments as asked
from reviews.serializers.assignments import AssignmentDetail, DraftDetail, Filed
from reviews.serializers.explanations import explained
from reviews.serializers.people import PERSON
from reviews.serializers.routing import WhyChosen
from reviews.views.in_words import in_words, said
from reviews.views.rows import Moves, OnDesk, PeopleRows

_MOMENT = {"type": ["string", "null"], "format": "date-time"}


class Assignments(Moves, PeopleRows, DeskViewSet):
    """Who works on what. How far a sealed rater is, nobody but the rater sees."""

    model = Assignment
    serializer_class = AssignmentDetail
    permission_classes = [OnDesk]
    list_fields = {
        "uuid": "uuid",
        "fact_check": "fact_check__uuid",
        "wording": "fact_check__claim__wording",
        "round": "round",
        "role": "role",
        "seat": "seat",
        "reviewer": "reviewer__uuid",
        "status": "seen_status",
        "source": "source",
        "offered_at": "offered_at",
        "lapses_at": "seen_lapses_at",
        "due_at": "due_at",
        "filed_at": "seen_filed_at",
    }
    list_schema = {
        "reviewer": PERSON,
        "status": {"type": "string", "enum": [s.value for s in AssignmentStatus]},
        "lapses_at": _MOMENT,
        "filed_at": _MOMENT,
    }
    people = {"reviewer": "reviewer__user"}
    keyset = ("-offered_at", "-id")
    filters = {
        "status": Choice("seen_status", AssignmentStatus),
        "role": Choice("role", AssignmentRole),
        "fact_check": Uuid("fact_check__uuid"),
        "reviewer": Uuid("reviewer__uuid"),
        "mine": Flag("is_own"),
    }

    def get_queryset(self) -> QuerySet[Assignment]:
        rows = Assignment.objects.seen_by(self.request.user)
        if self.action == "list":
            return rows
        return rows.select_related("reviewer__user", "fact_check__claim")

    @verb(detail=False)
    def next(self, request: Request) -> Response:
        """Take the most pressing seat that waits: an own offer first, then a free one."""
        return self.answer(actions.take_next(by=self.user, at=clock.now()).uuid)

    @verb()
    def accept(self, request: Request, uuid: UUID) -> Response:
        """Take an offered seat."""
        self.of(request)
        actions.accept(assignment_id=uuid, by=self.user, at=clock.now())
        return self.answer(uuid)

    @verb(request=asked.WhyEnded)
    def decline(self, request: Request, uuid: UUID) -> Response:
        """Say no to an offer."""
        self.of(request)
        actions.decline(assignment_id=uuid, **read(asked.WhyEnded, request), by=self.user, at=clock.now())
        return self.answer(uuid)

    @verb(request=asked.WhyEnded)
    def release(self, request: Request, uuid: UUID) -> Response:
        """Give a seat back."""
        self.of(request)
        actions.release(assignment_id=uuid, **read(asked.WhyEnded, request), by=self.user, at=clock.now())
        return self.answer(uuid)

    @verb(request=asked.Recuse)
    def recuse(self, request: Request, uuid: UUID) -> Response:
        """Step back for a conflict of interest; the file is hidden at once."""
        self.of(request)
        actions.recuse(assignment_id=uuid, **read(asked.Recuse, request), by=self.user, at=clock.now())
        return self.answer(uuid)

    @verb(request=asked.HandOver, responses={200: AssignmentDetail, 204: None})
    def hand_over(self, request: Request, uuid: UUID) -> Response:
        """Pass a seat on to a colleague, by an editor also an unanswered offer; answer with the new seat."""
        self.of(request)
        seat = actions.hand_over(
            assignment_id=uuid, **read(asked.HandOver, request), by=self.user, at=clock.now()
        )
        return self.answer(seat.uuid)

    @verb(request=asked.Extend)
    def extend(self, request: Request, uuid: UUID) -> Response:
        """Put off when held work is due; by an editor."""
        self.of(request)
        actions.extend(assignment_id=uuid, **read(asked.Extend, request), by=self.user, at=clock.now())
        return self.answer(uuid)

    @verb()
    def renew(self, request: Request, uuid: UUID) -> Response:
        """Keep a seat taken by "next" for another 30 minutes."""
        self.of(request)
        actions.renew(assignment_id=uuid, by=self.user, at=clock.now())
        return self.answer(uuid)

    @verb(request=asked.FileReview, responses={201: Filed})
    def file(self, request: Request, uuid: UUID) -> HttpResponseBase:
        """File the next revision; with `next` take the next seat. Too late: 409, a draft keeps the text."""
        self.of(request)
        given = read(asked.FileReview, request)
        goes_on, at = given.pop("next"), clock.now()
        try:
            review = actions.file(assignment_id=uuid, **given, by=self.user, at=at)
        except Conflict as refusal:
            # Answered, not raised: the draft that was kept must not be rolled back with an Idempotency-Key.
            refused = errors.answer(refusal)
            assert refused is not None
            return refused
        after = self._next(at) if goes_on else None
        rows = self.get_queryset()
        filed = {
            "review": _whole(review),
            "assignment": rows.get(uuid=uuid),
            "next": rows.get(pk=after.pk) if after else None,
        }
        return Response(Filed(filed).data, status=201)

    def _next(self, at: Any) -> Assignment | None:
        try:
            return actions.take_next(by=self.user, at=at)
        except actions.NothingWaiting:
            return None

    @verb(methods=("get",), responses=DraftDetail)
    def draft(self, request: Request, uuid: UUID) -> Response:
        """What one has written under a seat and not filed; only one's own."""
        return _shown(self._own_draft(uuid))

    @draft.mapping.put  # type: ignore[untyped-decorator]
    @extend_schema(request=asked.SaveDraft, responses=DraftDetail)
    def save_draft(self, request: Request, uuid: UUID) -> Response:
        """Save the draft on the version that If-Match names ("0" for the first)."""
        draft = self._own_draft(uuid)
        check_if_match(request, {"chain_seq": draft.version, "uuid": uuid})
        saved = actions.save_draft(
            assignment_id=uuid,
            version=draft.version,
            **read(asked.SaveDraft, request),
            by=self.user,
            at=clock.now(),
        )
        return _shown(saved)

    def _own_draft(self, uuid: UUID) -> Draft:
        seat = Assignment.objects.of(self.user).filter(uuid=uuid).first()
        if seat is None:
            raise Http404
        kept = Draft.objects.visible_to(self.user).filter(assignment=seat).select_related("rating").first()
        return kept or Draft(assignment=seat, version=0)

    @in_words(WhyChosen)
    def explanation(self, request: Request, uuid: UUID) -> Response:
        """Why this reviewer: everybody considered for editors, for others what concerns themselves."""
        return said(WhyChosen, explained(self.get_object(), self.user), request)


def _whole(review: Review) -> Review:
    rows = Review.objects.select_related("assignment__reviewer__user", "fact_check", "rating", "returned")
    return rows.get(pk=review.pk)


def _shown(draft: Draft) -> Response:
    return Response(DraftDetail(draft).data, headers={"ETag": etag_of({"chain_seq": draft.version})})
