"""What a reviewer writes under a seat: the draft, and each filed revision."""

import uuid
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q

from factcheck.models import User
from factcheck.triggers import Trigger
from reviews.lifecycle import AssignmentRole
from reviews.models.assignments import Assignment
from reviews.models.fact_checks import FactCheck
from reviews.models.policies import Judging, Rating


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
