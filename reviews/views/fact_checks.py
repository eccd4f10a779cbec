"""Fact-checks and their verbs."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck import clock
from factcheck.api.errors import Malformed
from factcheck.api.filters import Choice, Flag, Text, Uuid
from factcheck.api.permissions import SignedIn
from factcheck.api.serializers import read
from factcheck.api.views import DeskViewSet, verb
from factcheck.errors import NotAllowed
from factcheck.models import Event, User
from reviews import actions
from reviews.actions.file_facts import gaps_of
from reviews.actions.precedents import deviation_of, precedents_of
from reviews.actions.repeats import repeats_counted
from reviews.lifecycle import FactCheckStatus
from reviews.models import Approval, Assignment, Comment, Contact, Evidence, FactCheck, GateAnswer
from reviews.serializers import fact_checks as asked
from reviews.serializers.assignments import AssignmentDetail, HandOut
from reviews.serializers.explanations import waiting
from reviews.serializers.fact_checks import FactCheckDetail, Timeline
from reviews.serializers.outside import OutsideLink
from reviews.serializers.precedents import Approvals, Precedents
from reviews.serializers.routing import WhyWaiting
from reviews.serializers.shared_file import AnswerGap, GateAnswerDetail, GrantException, SharedFile
from reviews.views.in_words import in_words, said
from reviews.views.rows import Moves, OnDesk

MOST_EVENTS = 500


class FactChecks(Moves, DeskViewSet):
    """The desk's work on claims. Readers and services see those that were published."""

    model = FactCheck
    serializer_class = FactCheckDetail
    list_fields = {
        "uuid": "uuid",
        "claim": "claim__uuid",
        "wording": "claim__wording",
        "claimant": "claim__claimant__name",
        "language": "claim__language",
        "status": "seen_status",
        "policy": "policy__slug",
        "label": "seen_label",
        "publication": "publication__uuid",
        "opened_at": "opened_at",
        "published_at": "published_at",
        "repeats": "repeats",
    }
    list_schema = {
        "status": {"type": "string", "enum": [s.value for s in FactCheckStatus]},
        "label": {"type": ["string", "null"]},
        "repeats": {"type": "integer"},
    }
    keyset = ("-opened_at", "-id")
    filters = {
        "status": Choice("seen_status", FactCheckStatus),
        "policy": Text("policy__slug"),
        "claim": Uuid("claim__uuid"),
        "mine": Flag("is_mine"),
    }

    def get_permissions(self) -> list[Any]:
        permission: type[BasePermission] = SignedIn if self.action in ("list", "retrieve") else OnDesk
        return [permission()]

    def get_list_queryset(self) -> QuerySet[FactCheck]:
        user = self.request.user
        rows = FactCheck.objects.seen_by(user).annotate(repeats=repeats_counted())
        if "mine" not in self.request.query_params:
            return rows
        own = Assignment.objects.active().filter(fact_check=OuterRef("pk"), reviewer__user=self.user)
        return rows.annotate(is_mine=Exists(own.filter(round=OuterRef("round"))))

    def get_queryset(self) -> QuerySet[FactCheck]:
        seats = Assignment.objects.seen_by(self.request.user).select_related("reviewer__user")
        opening = Event.objects.filter(subject=OuterRef("uuid"), seq=1).values("data")
        return (
            FactCheck.objects.seen_by(self.request.user)
            .annotate(opening=Subquery(opening[:1]))
            .select_related("claim__claimant", "policy", "scale", "proposal", "approved_by", "publication")
            .prefetch_related(
                Prefetch("assignments", seats.order_by("round", "role", "seat", "id"), to_attr="seats")
            )
        )

    def search(self, rows: QuerySet[FactCheck], text: str) -> QuerySet[FactCheck]:
        """Every word stands in the claim's wording."""
        for word in text.split():
            rows = rows.filter(claim__wording__icontains=word)
        return rows

    @extend_schema(request=asked.OpenFactCheck, responses={201: FactCheckDetail})
    def create(self, request: Request) -> Response:
        """Open the file of a claim; an editor who names a claim not yet accepted accepts it by this."""
        given = read(asked.OpenFactCheck, request)
        opened = actions.open_fact_check(claim_id=given.pop("claim"), **given, by=self.user, at=clock.now())
        return self.answer(opened.uuid, status=201)

    @verb(methods=("get",), responses=SharedFile)
    def shared_file(self, request: Request, uuid: UUID) -> Response:
        """Evidence, contacts, comments, what the gate still misses, and the answers given to it."""
        fact_check, user = self.get_object(), request.user
        evidence = Evidence.objects.shown_to(user)
        contacts = Contact.objects.visible_to(user).select_related("fact_check", "claimant", "created_by")
        comments = Comment.objects.visible_to(user).select_related("fact_check", "author")
        answers = GateAnswer.objects.visible_to(user).select_related("by")
        found = {
            "evidence": evidence.filter(fact_check=fact_check).order_by("id"),
            "contacts": contacts.filter(fact_check=fact_check).order_by("id"),
            "comments": comments.filter(fact_check=fact_check).order_by("id"),
            "answers": answers.filter(fact_check=fact_check).order_by("id"),
            "gaps": gaps_of(fact_check),
        }
        return Response(SharedFile(found).data)

    @verb(methods=("get",), responses=Timeline)
    def timeline(self, request: Request, uuid: UUID) -> Response:
        """What happened to the fact-check, oldest first; what the seats did stays on their own chains."""
        fact_check = self.get_object()
        person = User.objects.filter(uuid=OuterRef("by")).annotate(
            shown=Coalesce(NullIf(F("name"), Value("")), F("username"))
        )
        events = Event.objects.filter(subject=fact_check.uuid).order_by("-seq")
        rows = events.annotate(person=Subquery(person.values("shown")[:1])).values("name", "at", "person")
        results = [
            {"name": r["name"], "at": r["at"], "by": r["person"]} for r in reversed(rows[:MOST_EVENTS])
        ]
        return Response(Timeline({"results": results}).data)

    @in_words(WhyWaiting)
    def routing(self, request: Request, uuid: UUID) -> Response:
        """Who could take the free seats now, which limits keep the others away, and what would help."""
        fact_check = self.get_object()
        if not self.user.is_editor:
            raise NotAllowed("What others hold and declared is for editors to read.")
        return said(WhyWaiting, waiting(fact_check, self.user, at=clock.now()), request)

    @verb()
    def start_judging(self, request: Request, uuid: UUID) -> Response:
        """Hand the file to the panel."""
        self.of(request)
        actions.start_judging(fact_check_id=uuid, by=self.user, at=clock.now())
        return self.answer(uuid)

    @verb()
    def close_round(self, request: Request, uuid: UUID) -> Response:
        """Reveal what was filed although somebody has not."""
        self.of(request)
        actions.close_round(fact_check_id=uuid, by=self.user, at=clock.now())
        return self.answer(uuid)

    @verb()
    def discuss(self, request: Request, uuid: UUID) -> Response:
        """Open the one discussion of a disputed panel: each rater may revise once."""
        self.of(request)
        actions.discuss(fact_check_id=uuid, by=self.user, at=clock.now())
        return self.answer(uuid)

    @verb(request=asked.Decide)
    def decide(self, request: Request, uuid: UUID) -> Response:
        """Decide a disputed fact-check by a judgement of one's own."""
        self.of(request)
        actions.decide(fact_check_id=uuid, **read(asked.Decide, request), by=self.user, at=clock.now())
        return self.answer(uuid)

    @verb(request=asked.Return, url_path="return")
    def send_back(self, request: Request, uuid: UUID) -> Response:
        """Send the work back to the researcher, with a reason."""
        self.of(request)
        actions.return_to_research(
            fact_check_id=uuid, **read(asked.Return, request), by=self.user, at=clock.now()
        )
        return self.answer(uuid)

    @verb(request=asked.Approve)
    def approve(self, request: Request, uuid: UUID) -> Response:
        """Approve what was agreed or decided, through the evidence gate and the policy's checklist."""
        self.of(request)
        actions.approve(fact_check_id=uuid, **read(asked.Approve, request), by=self.user, at=clock.now())
        return self.answer(uuid)

    @verb(methods=("get",), responses=Approvals)
    def approvals(self, request: Request, uuid: UUID) -> Response:
        """What the policy's checklist asks for, and what each approval so far had looked at."""
        fact_check = self.get_object()
        given = Approval.objects.visible_to(request.user).filter(fact_check=fact_check)
        rows = given.select_related("verdict", "by").order_by("at", "id")
        return Response(Approvals({"asked": fact_check.policy.checklist, "results": rows}).data)

    @verb(methods=("get",), responses=Precedents)
    def precedents(self, request: Request, uuid: UUID) -> Response:
        """How the desk ruled on similar claims, and whether the open proposal departs from it."""
        fact_check = self.get_object()
        found = precedents_of(fact_check, user=self.user)
        return Response(Precedents({"results": found, "deviation": deviation_of(fact_check, found)}).data)

    @verb(request=asked.Schedule)
    def schedule(self, request: Request, uuid: UUID) -> Response:
        """Let an approved fact-check be published at a moment; done again, it moves the moment."""
        self.of(request)
        actions.schedule(fact_check_id=uuid, **read(asked.Schedule, request), by=self.user, at=clock.now())
        return self.answer(uuid)

    @verb(request=asked.Publish)
    def publish(self, request: Request, uuid: UUID) -> Response:
        """Show an approved fact-check to the world."""
        self.of(request)
        actions.publish(fact_check_id=uuid, **read(asked.Publish, request), by=self.user, at=clock.now())
        return self.answer(uuid)

    @verb()
    def hold(self, request: Request, uuid: UUID) -> Response:
        """Put the fact-check on hold."""
        self.of(request)
        actions.hold(fact_check_id=uuid, by=self.user, at=clock.now())
        return self.answer(uuid)

    @verb()
    def resume(self, request: Request, uuid: UUID) -> Response:
        """Take the fact-check off hold, back to where it was."""
        self.of(request)
        actions.resume(fact_check_id=uuid, by=self.user, at=clock.now())
        return self.answer(uuid)

    @verb(request=asked.Close)
    def close(self, request: Request, uuid: UUID) -> Response:
        """Close the fact-check unpublished, with a reason."""
        self.of(request)
        actions.close(fact_check_id=uuid, **read(asked.Close, request), by=self.user, at=clock.now())
        return self.answer(uuid)

    @verb(request=asked.Reopen)
    def reopen(self, request: Request, uuid: UUID) -> Response:
        """Begin a new round; the published verdict stands until it is replaced."""
        self.of(request)
        actions.reopen(fact_check_id=uuid, **read(asked.Reopen, request), by=self.user, at=clock.now())
        return self.answer(uuid)

    @verb(request=asked.NameOutsideEditor, responses={201: OutsideLink})
    def outside_editor(self, request: Request, uuid: UUID) -> Response:
        """Name an editor from outside; the link is in this answer and nowhere else."""
        self.of(request)
        if "Idempotency-Key" in request.headers:
            raise Malformed("The link is shown once and not kept: name no Idempotency-Key.", "not_repeatable")
        given = read(asked.NameOutsideEditor, request)
        named, token = actions.name_outside_editor(fact_check_id=uuid, **given, by=self.user, at=clock.now())
        return Response(OutsideLink(named, context={"token": token}).data, status=201)

    @verb(request=asked.SecondRead)
    def second_read(self, request: Request, uuid: UUID) -> Response:
        """Give the second read that is owed: confirm what was published, or object with a reason."""
        self.of(request)
        given = read(asked.SecondRead, request)
        actions.give_second_read(fact_check_id=uuid, **given, by=self.user, at=clock.now())
        return self.answer(uuid)

    @verb(request=HandOut, responses={201: AssignmentDetail})
    def hand_out(self, request: Request, uuid: UUID) -> Response:
        """Give the free seat to somebody of one's choice; an editor may set limits aside by name."""
        self.of(request)
        seat = actions.hand_out(fact_check_id=uuid, **read(HandOut, request), by=self.user, at=clock.now())
        return self._seat(seat)

    def _seat(self, seat: Assignment) -> Response:
        rows = Assignment.objects.seen_by(self.request.user).select_related(
            "reviewer__user", "fact_check__claim"
        )
        return Response(AssignmentDetail(rows.get(pk=seat.pk)).data, status=201)

    @verb(request=AnswerGap, responses={201: GateAnswerDetail})
    def answer_gap(self, request: Request, uuid: UUID) -> Response:
        """Give an ordinary answer to a gap: only source there is, no primary exists, why not contacted."""
        self.of(request)
        given = actions.answer_gap(
            fact_check_id=uuid, **read(AnswerGap, request), by=self.user, at=clock.now()
        )
        return Response(GateAnswerDetail(given).data, status=201)

    @verb(request=GrantException, responses={201: GateAnswerDetail})
    def grant_exception(self, request: Request, uuid: UUID) -> Response:
        """Let a gap pass with a reason that is kept; by an editor who is not the researcher."""
        self.of(request)
        given = actions.grant_exception(
            fact_check_id=uuid, **read(GrantException, request), by=self.user, at=clock.now()
        )
        return Response(GateAnswerDetail(given).data, status=201)
