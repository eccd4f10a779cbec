"""One role on a fact-check, held by one reviewer."""

from collections.abc import Iterator
from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.query import ModelIterable

from factcheck.models import Chained, User
from factcheck.triggers import Trigger
from reviews.lifecycle import AssignmentRole, AssignmentStatus
from reviews.models.fact_checks import FactCheck
from reviews.models.reviewers import Reviewer
from reviews.models.sealing import ACTIVE, OPEN, SEALED, AskedAgain, Hidden, Own, Sealed

ROLES = [(role.value, role.value.replace("_", " ")) for role in AssignmentRole]
STATUSES = [(status.value, status.value) for status in AssignmentStatus]


class AssignmentSource(models.TextChoices):
    OFFER = "offer", "offered by routing"
    EDITOR = "editor", "handed out by an editor"
    NEXT = "next", "taken as the next one"
    FINDER = "finder", "kept by who pitched it"


class _AsSeen(ModelIterable):  # type: ignore[type-arg]
    """Assignments with what may be seen of them in place of their columns: no page shows more by mistake."""

    def __iter__(self) -> Iterator["Assignment"]:
        for seat in super().__iter__():
            row: Any = seat
            row.masked = row.sealed and not row.is_own
            if row.masked:
                if seat.status == AssignmentStatus.DONE:
                    seat.ended_at = row.file_closed_at
                seat.chain_seq, seat.chain_hash = _seen_seq(row), ""
            if not (row.is_own or row.for_editor):
                seat.reason, seat.overrides, seat.override_reason = "", [], ""
            seat.status = row.seen_status
            seat.filed_at, seat.lapses_at = row.seen_filed_at, row.seen_lapses_at
            yield seat


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The whole desk sees who works on what; how far a sealed rater is, `seen_by` hides."""
        if not isinstance(user, User) or not user.is_on_desk:
            return self.none()
        if user.is_editor:
            return self
        barred = self.model.recusals_of(user).values("fact_check")
        return self.filter(Q(reviewer__user=user) | ~Q(fact_check__in=barred))

    def seen_by(self, user: User | AnonymousUser) -> Self:
        """What is visible to the person, as he may see it: the one place where the seal is kept.

        Of a sealed seat everybody but its holder sees what was so before it was
        filed: its status (accepted; returned once a discussion began), no moment of
        filing or lapsing, and a version that no filing moves. Rows hold the seen
        values, and are shown, never saved; filters, orders and lists of columns must
        name `seen_status`, `seen_filed_at` and `seen_lapses_at`.
        """
        rows = self.visible_to(user)
        if not isinstance(user, User):
            return rows
        hidden = Hidden(user)
        rows = rows.annotate(
            sealed=Sealed(),
            is_own=Own(user),
            for_editor=Value(user.is_editor),
            file_stage=F("fact_check__stage"),
            file_closed_at=F("fact_check__closed_at"),
            seen_status=_seen_status(hidden),
            seen_filed_at=Case(When(hidden, then=None), default=F("filed_at")),
            seen_lapses_at=Case(
                When(Q(hidden) & ~Q(status=AssignmentStatus.OFFERED), then=None), default=F("lapses_at")
            ),
        )
        rows._iterable_class = _AsSeen
        return rows

    def sealed(self) -> Self:
        """Seats whose progress only their holders may know."""
        return self.filter(SEALED)

    def active(self) -> Self:
        """Seats that are taken: offered, at work, filed or done."""
        return self.filter(status__in=ACTIVE)

    def open_work(self) -> Self:
        """What counts towards a reviewer's capacity."""
        return self.filter(OPEN)

    def of(self, user: User) -> Self:
        return self.filter(reviewer__user=user)


def _seen_status(hidden: Hidden) -> Case:
    """The status, or for a hidden seat the one it had before it was filed."""
    filed: QuerySet[Any] = Assignment.reviews.rel.related_model._default_manager.all()
    revealed = filed.filter(assignment=OuterRef("pk"), stage__lte=OuterRef("fact_check__revealed_stage"))
    before = Case(
        # Closing a sealed panel finishes what was filed and releases the rest.
        When(status=AssignmentStatus.DONE, then=Value(str(AssignmentStatus.RELEASED))),
        When(Exists(revealed), then=Value(str(AssignmentStatus.RETURNED))),
        default=Value(str(AssignmentStatus.ACCEPTED)),
        output_field=models.CharField(),
    )
    told = Q(status__in=[AssignmentStatus.FILED, AssignmentStatus.DONE])
    return Case(When(Q(hidden) & told, then=before), default=F("status"), output_field=models.CharField())


def _seen_seq(row: Any) -> int:
    """The version of a masked seat: a negative number (no event has one), made of what can be seen of it."""
    return -20 * int(row.file_stage) - list(AssignmentStatus).index(AssignmentStatus(row.seen_status)) - 1


class Assignment(Chained):
    """One seat. Its own chain holds the holder's progress, so that a sealed seat moves nothing else."""

    fact_check = models.ForeignKey(FactCheck, models.PROTECT, related_name="assignments")
    round = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=14, choices=ROLES)
    seat = models.PositiveSmallIntegerField(default=1)
    reviewer = models.ForeignKey(Reviewer, models.PROTECT, related_name="assignments")
    status = models.CharField(max_length=12, choices=STATUSES)
    source = models.CharField(max_length=10, choices=AssignmentSource.choices)
    fence = models.PositiveBigIntegerField(default=1)
    offered_at = models.DateTimeField()
    lapses_at = models.DateTimeField(
        null=True, blank=True, help_text="An offer, or one taken by next, ends here."
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    clock_stopped_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when it waits for a reply: the due date moves by as much."
    )
    reminded_at = models.DateTimeField(null=True, blank=True, help_text="That it is due soon.")
    filed_at = models.DateTimeField(null=True, blank=True, help_text="The last filing.")
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(
        max_length=500, blank=True, help_text="Why declined, released, recused, handed over."
    )
    explanation = models.JSONField(
        default=dict, blank=True, help_text="Why this reviewer: parts and exclusions."
    )
    run = models.ForeignKey(
        "reviews.RoutingRun",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        help_text="The routing of the backlog that it came from; its candidates are part of the explanation.",
    )
    overrides = models.JSONField(
        default=list, blank=True, help_text="Limits that an editor set aside when handing it out, as codes."
    )
    override_reason = models.CharField(max_length=500, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["fact_check", "round", "role", "seat"],
                name="assignment_seat_is_taken_once",
                condition=Q(status__in=ACTIVE),
            ),
            models.UniqueConstraint(
                fields=["fact_check", "round", "reviewer"],
                name="assignment_is_one_per_reviewer_and_round",
                condition=Q(status__in=ACTIVE),
            ),
            models.CheckConstraint(
                name="assignment_filed_has_a_moment",
                condition=~Q(
                    status__in=[AssignmentStatus.FILED, AssignmentStatus.RETURNED, AssignmentStatus.DONE]
                )
                | Q(filed_at__isnull=False, accepted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="assignment_accepted_has_a_moment",
                condition=~Q(status=AssignmentStatus.ACCEPTED) | Q(accepted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="assignment_override_has_a_reason",
                condition=Q(overrides=[]) | ~Q(override_reason=""),
            ),
            models.CheckConstraint(
                name="assignment_clock_stands_while_held",
                condition=Q(clock_stopped_at__isnull=True)
                | Q(status__in=[AssignmentStatus.ACCEPTED, AssignmentStatus.RETURNED], due_at__isnull=False),
            ),
            models.CheckConstraint(
                name="assignment_ended_iff_over",
                condition=Q(status__in=ACTIVE, ended_at__isnull=True)
                | (~Q(status__in=ACTIVE) & Q(ended_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["reviewer", "status"], name="assignment_by_reviewer"),
            models.Index(fields=["-offered_at", "-id"], name="assignment_by_age"),
            models.Index(
                fields=["due_at"],
                name="assignment_due",
                condition=Q(status__in=[AssignmentStatus.ACCEPTED, AssignmentStatus.RETURNED]),
            ),
            models.Index(
                fields=["lapses_at"],
                name="assignment_lapsing",
                condition=Q(status__in=[AssignmentStatus.OFFERED, AssignmentStatus.ACCEPTED]),
            ),
        ]

    triggers = [
        Trigger(
            name="fence_counts_grants",
            on=("INSERT",),
            when="NEW.fence <> 1 + (SELECT coalesce(max(a.fence), 0) FROM reviews_assignment a"
            " WHERE a.fact_check_id = NEW.fact_check_id AND a.round = NEW.round"
            " AND a.role = NEW.role AND a.seat = NEW.seat)",
            message="the fence of a seat rises by exactly 1 with every grant",
        ),
        Trigger(
            name="fence_stays",
            on=("UPDATE",),
            when="NEW.fence <> OLD.fence",
            message="the fence of a grant never changes",
        ),
    ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.reviewer}"

    @classmethod
    def recusals_of(cls, user: User) -> AssignmentQuerySet:
        """The seats from which the person stepped back: he sees their files no longer, unless asked again."""
        recused = cls.objects.filter(reviewer__user=user, status=AssignmentStatus.RECUSED)
        return recused.exclude(AskedAgain())
