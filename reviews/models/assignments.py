"""One role on a fact-check, held by one reviewer; and what that reviewer filed."""

import uuid
from collections.abc import Iterator
from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, Exists, F, Func, OuterRef, Q, Value, When
from django.db.models.query import ModelIterable

from factcheck.models import Chained, User
from factcheck.triggers import Trigger
from reviews.lifecycle import AssignmentRole, AssignmentStatus
from reviews.models.fact_checks import FactCheck
from reviews.models.policies import Judging, Rating
from reviews.models.reviewers import Reviewer

ACTIVE = [
    AssignmentStatus.OFFERED,
    AssignmentStatus.ACCEPTED,
    AssignmentStatus.FILED,
    AssignmentStatus.RETURNED,
    AssignmentStatus.DONE,
]
OPEN_WORK = [AssignmentStatus.OFFERED, AssignmentStatus.ACCEPTED, AssignmentStatus.RETURNED]


_QUOTED = ", ".join(f"'{status.value}'" for status in ACTIVE)
ROLES = [(role.value, role.value.replace("_", " ")) for role in AssignmentRole]
STATUSES = [(status.value, status.value) for status in AssignmentStatus]


class AssignmentSource(models.TextChoices):
    OFFER = "offer", "offered by routing"
    EDITOR = "editor", "handed out by an editor"
    NEXT = "next", "taken as the next one"
    FINDER = "finder", "kept by who pitched it"


SEALED = Q(
    fact_check__policy__judging=Judging.BLIND,
    role=AssignmentRole.RATER,
    round=F("fact_check__round"),
    fact_check__revealed_stage__lt=F("fact_check__stage"),
)
"""Assignments whose progress nobody but the holder may know."""


OPEN = Q(status__in=OPEN_WORK) | (Q(status=AssignmentStatus.FILED) & SEALED)
"""What counts towards a capacity. A sealed filing counts until the reveal: a load that fell would tell."""


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
            is_own=_Own(user),
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


class Sealed(Func):
    """SEALED as an expression: to compile the Q for each column that it hides costs five times as much."""

    output_field = models.BooleanField()
    template = (
        f"(%s = '{Judging.BLIND.value}' AND %s = '{AssignmentRole.RATER.value}' AND %s = %s AND %s < %s)"
    )

    def __init__(self, *more: Any) -> None:
        columns = ("fact_check__policy__judging", "role", "round", "fact_check__round")
        stages = ("fact_check__revealed_stage", "fact_check__stage")
        super().__init__(*columns, *stages, *more)

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        sql, params = [], []
        for source in self.get_source_expressions():
            part, given = compiler.compile(source)
            sql.append(part)
            params.extend(given)
        return self.template % tuple(sql), params


class Hidden(Sealed):
    """Whether a seat is sealed and not the person's own."""

    template = f"({Sealed.template} AND %s <> %s)"

    def __init__(self, user: User) -> None:
        super().__init__("reviewer__user", Value(user.pk))


class _Own(Sealed):
    """Whether a seat is the person's own."""

    template = "(%s = %s)"

    def __init__(self, user: User) -> None:
        Func.__init__(self, "reviewer__user", Value(user.pk))


class _AskedAgain(Sealed):
    """Whether the person has a seat on the same file since: an Exists() costs a list half a millisecond."""

    template = (
        "(EXISTS (SELECT 1 FROM reviews_assignment later WHERE later.fact_check_id = %s"  # noqa: S608 - our own words
        f" AND later.reviewer_id = %s AND later.id > %s AND later.status IN ({_QUOTED})))"
    )

    def __init__(self) -> None:
        Func.__init__(self, "fact_check", "reviewer", "pk")


def _seen_status(hidden: Hidden) -> Case:
    """The status, or for a hidden seat the one it had before it was filed."""
    revealed = Review.objects.filter(
        assignment=OuterRef("pk"), stage__lte=OuterRef("fact_check__revealed_stage")
    )
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
        return recused.exclude(_AskedAgain())


class DraftQuerySet(models.QuerySet["Draft"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """One's own: nobody reads what another has not filed."""
        return self.filter(assignment__reviewer__user=user) if isinstance(user, User) else self.none()


class Draft(models.Model):
    """What a reviewer has written and not filed. Seen by the reviewer alone; kept when a seat is lost."""

    assignment = models.OneToOneField(Assignment, models.CASCADE, related_name="draft")
    rating = models.ForeignKey(Rating, models.PROTECT, null=True, blank=True, related_name="+")
    reasoning = models.TextField(blank=True)
    evidence = models.JSONField(default=list, blank=True, help_text="Ids of the evidence relied on.")
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Draft {self.version}"


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """One's own, and those of others once revealed."""
        if not isinstance(user, User) or not user.is_on_desk:
            return self.none()
        own = Q(assignment__reviewer__user=user)
        sealed = Q(
            assignment__role=AssignmentRole.RATER,
            fact_check__policy__judging=Judging.BLIND,
            round=F("fact_check__round"),
            stage__gt=F("fact_check__revealed_stage"),
        )
        visible = FactCheck.objects.visible_to(user).values("pk")
        return self.filter(own | (~sealed & Q(fact_check__in=visible)))


class Review(models.Model):
    """One filed revision of a reviewer's judgement. Immutable; the next stands beside it."""

    append_only = True

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="reviews")
    fact_check = models.ForeignKey(FactCheck, models.PROTECT, related_name="reviews")
    round = models.PositiveSmallIntegerField()
    stage = models.PositiveSmallIntegerField()
    revision = models.PositiveSmallIntegerField(help_text="1, 2, 3 … per assignment")
    rating = models.ForeignKey(Rating, models.PROTECT, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=300, blank=True, help_text="Where the scale is words only.")
    reasoning = models.TextField()
    evidence = models.JSONField(default=list, help_text="Ids of the evidence relied on.")
    fence = models.PositiveBigIntegerField(help_text="Of the assignment it was filed under.")
    filed_at = models.DateTimeField()

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "revision"], name="review_revision_is_numbered_once"
            ),
            models.CheckConstraint(name="review_revisions_start_at_one", condition=Q(revision__gte=1)),
            models.CheckConstraint(
                name="review_says_something", condition=Q(rating__isnull=False) | ~Q(words="")
            ),
        ]
        indexes = [models.Index(fields=["-filed_at", "-id"], name="review_by_age")]

    triggers = [
        Trigger(
            name="revisions_without_gap",
            on=("INSERT",),
            when="NEW.revision <> 1 + (SELECT count(*) FROM reviews_review r"
            " WHERE r.assignment_id = NEW.assignment_id)",
            message="review revisions are numbered without gap",
        ),
        Trigger(
            name="carries_the_fence",
            on=("INSERT",),
            when="NEW.fence <> (SELECT a.fence FROM reviews_assignment a WHERE a.id = NEW.assignment_id)",
            message="a review carries the fence of the assignment it was filed under",
        ),
    ]

    def __str__(self) -> str:
        return f"Revision {self.revision}"


class ReviewReturnQuerySet(models.QuerySet["ReviewReturn"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Returns of the reviews one sees."""
        return self.filter(review__in=Review.objects.visible_to(user).values("pk"))


class ReviewReturn(models.Model):
    """That the next role sent a review back, and why."""

    append_only = True

    review = models.OneToOneField(Review, models.PROTECT, related_name="returned")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()

    objects = ReviewReturnQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(name="review_return_has_a_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return self.reason[:80]
