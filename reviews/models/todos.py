"""What a person owes: told once, until it is done or dismissed with a reason."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, Q, When
from django.db.models.functions import Coalesce

from claims.models import Claim
from factcheck.models import Chained, User
from reviews.models.assignments import Assignment
from reviews.models.fact_checks import FactCheck
from reviews.models.reviewers import Reviewer

# How the name of the occasion begins where a second read is owed.
OWED = "second-read:"


class ToDoKind(models.TextChoices):
    UNANSWERED_OFFERS = "unanswered_offers", "offers go unanswered"
    OVERDUE = "overdue", "work is overdue"
    NOBODY_FREE = "nobody_free", "nobody is free"
    OVERLOAD = "overload", "somebody is overloaded"
    EMPTY_QUEUE = "empty_queue", "somebody has nothing to do"
    WORDS_CHANGED = "words_changed", "the words of a claim were changed"
    DUE_SOON = "due_soon", "work is due soon"
    REPLY_DUE = "reply_due", "an answer was due"
    MENTION = "mention", "somebody named you"
    SOURCE_CHANGED = "source_changed", "a source changed or vanished"
    SECOND_READ = "second_read", "a second read is owed"
    LEGAL_REVIEW = "legal_review", "a legal review is asked for"
    EXPIRED = "expired", "a verdict has expired"
    COMPLAINT = "complaint", "a complaint waits"
    REPEATED = "repeated", "a checked claim is repeated"


class ToDoQuerySet(models.QuerySet["ToDo"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """One's own, and for editors those of all editors."""
        if not isinstance(user, User) or not user.is_on_desk:
            return self.none()
        own = Q(owner=user)
        return self.filter(own | Q(owner__isnull=True)) if user.is_editor else self.filter(own)

    def seen_by(self, user: User | AnonymousUser) -> Self:
        """What is visible to the person, with `is_own` (his and nobody else's) and the claim's `wording`."""
        mine = Q(owner=user.pk) if isinstance(user, User) else Q(pk__isnull=True)
        return self.visible_to(user).annotate(
            is_own=Case(When(mine, then=True), default=False),
            wording=Coalesce("claim__wording", "fact_check__claim__wording"),
        )

    def open(self) -> Self:
        return self.filter(closed_at__isnull=True)


class ToDo(Chained):
    """Something a person, or whoever is editor, has to see to."""

    kind = models.CharField(max_length=20, choices=ToDoKind.choices)
    key = models.CharField(max_length=200, help_text="Names the occasion: open at most once.")
    owner = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", help_text="Empty: any editor."
    )
    claim = models.ForeignKey(Claim, models.PROTECT, null=True, blank=True, related_name="+")
    fact_check = models.ForeignKey(FactCheck, models.PROTECT, null=True, blank=True, related_name="to_dos")
    assignment = models.ForeignKey(Assignment, models.PROTECT, null=True, blank=True, related_name="+")
    reviewer = models.ForeignKey(Reviewer, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.CharField(max_length=500, help_text="What is the matter, in words.")
    options = models.JSONField(default=list, blank=True, help_text="What can be done: [{code, label}].")
    due_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", help_text="Empty: it passed by itself."
    )
    dismissed = models.BooleanField(default=False)
    reason = models.CharField(max_length=500, blank=True, help_text="Why it was dismissed.")

    objects = ToDoQuerySet.as_manager()

    class Meta:
        verbose_name = "to-do"
        constraints = [
            models.UniqueConstraint(
                fields=["key"], name="to_do_is_open_once", condition=Q(closed_at__isnull=True)
            ),
            models.CheckConstraint(
                name="to_do_dismissed_has_a_reason",
                condition=Q(dismissed=False) | (~Q(reason="") & Q(closed_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="to_do_that_somebody_closed_is_closed",
                condition=Q(closed_by__isnull=True) | Q(closed_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["-created_at", "-id"], name="to_do_by_age")]

    def __str__(self) -> str:
        return self.told[:120]

    @property
    def may_be_dismissed(self) -> bool:
        """A second read that is owed is done, not argued away; an objection to it may be."""
        return not self.key.startswith(OWED)

    @property
    def told(self) -> str:
        """The text with the name of whom it is about put in."""
        return self.text.replace("{name}", str(self.reviewer.user) if self.reviewer else "somebody")
