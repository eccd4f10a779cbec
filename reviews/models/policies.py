"""How a desk works and which labels it gives. A fact-check keeps the versions it was opened with."""

from django.db import models
from django.db.models import F, Q

from claims.models import Topic
from factcheck.models import Chained
from reviews.lifecycle import AssignmentRole


class Judging(models.TextChoices):
    PROPOSAL = "proposal", "the researcher proposes"
    SECOND_READ = "second_read", "a colleague agrees or disputes"
    VOTES = "votes", "open votes"
    BLIND = "blind", "sealed ratings, then revealed"


class Approver(models.TextChoices):
    EDITOR_NOT_RESEARCHER = "editor_not_researcher", "an editor who is not the researcher"
    NEITHER = "neither", "an editor who is neither researcher nor rater"


def judges(judging: str, *, raters: int, researcher_votes: bool) -> tuple[AssignmentRole, int]:
    """Return the role that judges what the researcher made, and how many seats of it there are.

    The researcher's own vote, where he has one, needs no seat.
    """
    if judging == Judging.SECOND_READ:
        return AssignmentRole.SECOND_READER, 1
    if judging == Judging.VOTES:
        return AssignmentRole.RATER, raters - researcher_votes
    return AssignmentRole.RATER, raters if judging == Judging.BLIND else 0


class Policy(Chained):
    """Which roles work on a claim in which order, who sees what and who decides. One row per version."""

    slug = models.SlugField(max_length=80)
    version = models.PositiveIntegerField(default=1)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    judging = models.CharField(max_length=20, choices=Judging.choices)
    approver = models.CharField(
        max_length=30, choices=Approver.choices, default=Approver.EDITOR_NOT_RESEARCHER
    )
    raters = models.PositiveSmallIntegerField(default=0)
    offers = models.BooleanField(default=True, help_text="Whether routing offers assignments by itself.")
    pull = models.BooleanField("next", default=True, help_text="Whether reviewers may take the next one.")
    offer_hours = models.PositiveSmallIntegerField(default=24)
    due_hours = models.PositiveSmallIntegerField(default=72)
    tolerance = models.PositiveSmallIntegerField(
        default=0, help_text="Ratings this near to each other need no discussion."
    )
    independent_sources = models.PositiveSmallIntegerField(default=2)
    primary_source = models.BooleanField(default=True)
    claimant_contact = models.BooleanField(default=True)
    judging_hours = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="For who reads, votes or rates; empty: as many as the researcher has.",
    )
    reminder_hours = models.PositiveSmallIntegerField(
        default=4, help_text="So many working hours before work is due its holder is reminded; 0: never."
    )
    reply_hours = models.PositiveSmallIntegerField(
        default=24, help_text="What somebody who is asked has to answer, unless the question says otherwise."
    )
    researcher_votes = models.BooleanField(
        default=False, help_text="In a rating meeting: whether the proposal is one of the votes."
    )
    second_read_hours = models.PositiveSmallIntegerField(
        default=0, help_text="A second read is owed so soon after publication; 0: none is."
    )
    outside_editor = models.BooleanField(
        default=False, help_text="Whether somebody outside may be named to approve, by a link."
    )
    report_required = models.BooleanField(
        default=False, help_text="Whether the written report must be there before approval."
    )
    checklist = models.JSONField(
        default=list, blank=True, help_text="What whoever approves has to have looked at, one line each."
    )
    valid_days = models.PositiveSmallIntegerField(
        default=0,
        help_text="A published verdict is looked at again after so many days; 0: it does not expire.",
    )
    active = models.BooleanField(default=True, help_text="Whether new fact-checks may be opened with it.")
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "policies"
        constraints = [
            models.UniqueConstraint(fields=["slug", "version"], name="policy_is_numbered_once"),
            models.UniqueConstraint(
                fields=["is_default"], name="policy_default_is_one", condition=Q(is_default=True)
            ),
            models.CheckConstraint(
                name="policy_panel_has_raters",
                condition=~Q(judging__in=["blind", "votes"]) | Q(raters__gte=2),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_blind(self) -> bool:
        return self.judging == Judging.BLIND

    @property
    def is_judged_openly(self) -> bool:
        """Whether colleagues judge a proposal that they see, and each other's judgements."""
        return self.judging in (Judging.SECOND_READ, Judging.VOTES)

    @property
    def judges(self) -> tuple[AssignmentRole, int]:
        """The role that judges, and how many seats of it there are."""
        return judges(self.judging, raters=self.raters, researcher_votes=self.researcher_votes)


class PolicyRule(Chained):
    """Which policy a claim is checked under, by its topic or its stakes. The first rule that fits counts."""

    position = models.PositiveSmallIntegerField(help_text="1 is asked first.")
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, blank=True, related_name="+")
    harm = models.CharField(max_length=80, blank=True, help_text="An area of harm, by its name.")
    kind = models.CharField(max_length=12, blank=True, help_text="A kind of claim, such as allegation.")
    policy = models.SlugField(max_length=80, help_text="The policy's slug; its version in force is taken.")
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["position"], name="policy_rule_has_its_place", condition=Q(active=True)
            ),
            models.CheckConstraint(
                name="policy_rule_is_about_something",
                condition=Q(topic__isnull=False) | ~Q(harm="") | ~Q(kind=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic or self.harm or self.kind}: {self.policy}"


class Scale(Chained):
    """A desk's ordered set of ratings; it may be words only."""

    slug = models.SlugField(max_length=80)
    version = models.PositiveIntegerField(default=1)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    words_only = models.BooleanField(default=False)
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slug", "version"], name="scale_is_numbered_once"),
            models.UniqueConstraint(
                fields=["is_default"], name="scale_default_is_one", condition=Q(is_default=True)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Rating(models.Model):
    """A label with its written definition, and a number where the scale gives it one. Never rewritten."""

    append_only = True

    scale = models.ForeignKey(Scale, models.PROTECT, related_name="ratings")
    slug = models.SlugField(max_length=80)
    label = models.CharField(max_length=100)
    definition = models.TextField()
    burden_of_proof = models.TextField(
        default="", blank=True, help_text="What has to be shown before this label may be given."
    )
    position = models.PositiveSmallIntegerField()
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    worst = models.PositiveSmallIntegerField(null=True, blank=True)
    best = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scale", "slug"], name="rating_is_named_once_per_scale"),
            models.CheckConstraint(
                name="rating_number_is_on_its_scale",
                # The NOT NULLs are said: a check that compares with NULL passes.
                condition=Q(value__isnull=True, worst__isnull=True, best__isnull=True)
                | (
                    Q(value__isnull=False, worst__isnull=False, best__isnull=False)
                    & Q(value__gte=F("worst"), value__lte=F("best"), worst__gte=1, best__gt=F("worst"))
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.label
