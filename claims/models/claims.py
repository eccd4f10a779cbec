"""A checkable statement, and the places where it was made."""

import uuid
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL

from claims.lifecycle import ClaimStatus, DeclineReason
from claims.models.articles import Snapshot
from claims.models.claimants import Claimant
from claims.models.families import BEHIND_ONE
from factcheck.models import Chained, User
from factcheck.roles import Role
from factcheck.triggers import Trigger


class ClaimKind(models.TextChoices):
    FACT = "fact"
    NUMBER = "number"
    QUOTE = "quote"
    ALLEGATION = "allegation"
    PREDICTION = "prediction"
    OPINION = "opinion"


class Speech(models.TextChoices):
    DIRECT = "direct"
    REPORTED = "reported"
    NONE = "none", "the article's own voice"


class ClaimQuerySet(models.QuerySet["Claim"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Everything for the desk and for services, settled claims for readers, nothing for strangers."""
        if not isinstance(user, User):
            return self.none()
        if user.is_on_desk or user.role == Role.SERVICE:
            return self
        return self.filter(status=ClaimStatus.SETTLED)

    def listed(self) -> Self:
        """What the desk looks at: passed the gates and waits for a decision, highest priority first."""
        waiting = [ClaimStatus.DETECTED, ClaimStatus.SHORTLISTED]
        return self.filter(gate="", status__in=waiting).order_by("-priority", "-id")


STATUSES = [(status.value, status.value) for status in ClaimStatus]


class Claim(Chained):
    """One assertion in the desk's own wording; one row however often it is repeated."""

    wording = models.CharField(max_length=2000, help_text="One assertion, neutral, understandable alone.")
    fingerprint = models.CharField(max_length=64, editable=False)
    claimant = models.ForeignKey(Claimant, models.PROTECT, null=True, blank=True, related_name="claims")
    kind = models.CharField(max_length=12, choices=ClaimKind.choices)
    language = models.CharField(max_length=12, blank=True)
    status = models.CharField(max_length=12, choices=STATUSES, default=ClaimStatus.DETECTED)
    score = models.FloatField(
        default=0, help_text="Check-worthiness by the model, 0 to 1; not how true it is."
    )
    score_parts = models.JSONField(default=list, blank=True)
    score_model = models.CharField(max_length=40, blank=True)
    priority = models.FloatField(default=0, help_text="The order in which the desk looks.")
    priority_parts = models.JSONField(default=list, blank=True)
    gate = models.CharField(max_length=30, blank=True, help_text="Why it is not on the list; empty if it is.")
    pinned = models.BooleanField(default=False, help_text="An editor put it on top.")
    spread = models.PositiveIntegerField(default=1, help_text="Articles it appears in.")
    demand = models.PositiveIntegerField(default=0, help_text="Distinct askers.")
    words_changed_at = models.DateTimeField(
        null=True, blank=True, help_text="When the source changed or removed the words; empty: they stand."
    )
    worded_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        help_text="Empty: the machine's proposal.",
    )
    pitched_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    pitch = models.CharField(max_length=1000, blank=True, help_text="Why it is worth a check.")
    decline_reason = models.CharField(
        max_length=30, blank=True, choices=[(r.value, r.value.replace("_", " ")) for r in DeclineReason]
    )
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_spread = models.PositiveIntegerField(
        null=True, blank=True, help_text="Its spread when it was declined: it comes back by what is added."
    )
    declined_demand = models.PositiveIntegerField(
        null=True, blank=True, help_text="Its demand when it was declined."
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        db_index=False,
        help_text="The claim that this one repeats.",
    )
    sampled_at = models.DateTimeField(
        null=True, blank=True, help_text="Put on the list from the low scores, to see what the model misses."
    )
    created_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fingerprint"], name="claim_is_one_row_per_fingerprint"),
            models.CheckConstraint(name="claim_has_words", condition=~Q(wording="")),
            models.CheckConstraint(
                name="claim_settled_iff_settled_at",
                condition=Q(status=ClaimStatus.SETTLED, settled_at__isnull=False)
                | (~Q(status=ClaimStatus.SETTLED) & Q(settled_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="claim_declined_iff_reason",
                condition=(Q(status=ClaimStatus.DECLINED) & ~Q(decline_reason=""))
                | (~Q(status=ClaimStatus.DECLINED) & Q(decline_reason="")),
            ),
            models.CheckConstraint(
                name="claim_accepted_iff_accepted_at",
                condition=Q(
                    status__in=[ClaimStatus.ACCEPTED, ClaimStatus.SETTLED],
                    accepted_at__isnull=False,
                    accepted_by__isnull=False,
                )
                | (
                    ~Q(status__in=[ClaimStatus.ACCEPTED, ClaimStatus.SETTLED])
                    & Q(accepted_at__isnull=True, accepted_by__isnull=True)
                ),
            ),
            models.CheckConstraint(
                name="claim_merged_iff_into",
                condition=Q(status=ClaimStatus.MERGED, merged_into__isnull=False)
                | (~Q(status=ClaimStatus.MERGED) & Q(merged_into__isnull=True)),
            ),
            models.CheckConstraint(
                name="claim_is_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
            ),
            models.CheckConstraint(name="claim_score_is_a_share", condition=Q(score__gte=0, score__lte=1)),
        ]
        indexes = [
            models.Index(
                fields=["-priority", "-id"],
                name="claim_waiting",
                condition=Q(gate="", status__in=[ClaimStatus.DETECTED, ClaimStatus.SHORTLISTED]),
            ),
            models.Index(fields=["-priority", "-id"], name="claim_by_priority"),
            models.Index(fields=["status", "-id"], name="claim_by_status"),
            # Most claims are untouched: an index of their empty columns would cost each new one.
            *(
                models.Index(fields=[who], name=f"claim_{who}", condition=Q(**{f"{who}__isnull": False}))
                for who in ("worded_by", "pitched_by", "accepted_by", "merged_into")
            ),
            models.Index(fields=["sampled_at"], name="claim_sampled", condition=Q(sampled_at__isnull=False)),
            models.Index(
                fields=["-priority", "-id"],
                name="claim_with_changed_words",
                condition=Q(words_changed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.wording


class AppearanceKind(models.TextChoices):
    TEXT = "text", "article text"
    POST = "post"
    SPEECH = "speech"
    MESSAGE = "message"
    AUDIO = "audio", "audio, by time code"
    VIDEO = "video", "video, by time code"
    IMAGE = "image"


class AppearanceQuerySet(models.QuerySet["Appearance"]):
    def of(self, claim: Claim) -> Self:
        """Where the claim was made: its own places, and those of the rows that it stands for."""
        return self.filter(claim__in=RawSQL(BEHIND_ONE, [claim.pk]))  # noqa: S611 - a statement of our own


class Appearance(models.Model):
    """One occurrence of a claim: where, in which words, by whom."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Claim and snapshot begin other indexes of this table.
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="appearances", db_index=False)
    kind = models.CharField(max_length=10, choices=AppearanceKind.choices, default=AppearanceKind.TEXT)
    snapshot = models.ForeignKey(
        Snapshot, models.PROTECT, null=True, blank=True, related_name="appearances", db_index=False
    )
    start = models.PositiveIntegerField(
        null=True, blank=True, help_text="Code points into the snapshot's text"
    )
    end = models.PositiveIntegerField(null=True, blank=True)
    url = models.URLField(max_length=2000, blank=True, help_text="Where a post, recording or image is.")
    time_code = models.DurationField(null=True, blank=True, help_text="Into the recording.")
    quote = models.TextField(help_text="The exact words.")
    quoted_parts = models.JSONField(
        default=list, help_text="Spans in the snapshot's text inside quotation marks."
    )
    claimant = models.ForeignKey(Claimant, models.PROTECT, null=True, blank=True, related_name="appearances")
    claimant_role = models.CharField(max_length=200, blank=True)
    claimant_organisation = models.CharField(max_length=200, blank=True)
    speech = models.CharField(max_length=10, choices=Speech.choices, default=Speech.NONE)
    said_on = models.DateField(null=True, blank=True)
    occasion = models.CharField(max_length=300, blank=True)
    changed_in = models.ForeignKey(
        Snapshot,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        help_text="The later snapshot in which these words no longer stand.",
    )
    created_at = models.DateTimeField()

    objects = AppearanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "snapshot", "start", "end"], name="appearance_is_listed_once_per_span"
            ),
            models.CheckConstraint(
                name="appearance_in_text_has_its_span",
                condition=Q(
                    kind=AppearanceKind.TEXT,
                    snapshot__isnull=False,
                    start__isnull=False,
                    end__isnull=False,  # or the comparison is NULL, which a check lets pass
                    end__gt=F("start"),
                )
                | (
                    ~Q(kind=AppearanceKind.TEXT)
                    & Q(snapshot__isnull=True, start__isnull=True, end__isnull=True)
                    & ~Q(url="", occasion="")
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["snapshot", "start"], name="appearance_by_place"),
            models.Index(
                fields=["changed_in"],
                name="appearance_changed_in",
                condition=Q(changed_in__isnull=False),
            ),
        ]

    triggers = [
        Trigger(
            name="quotes_exactly",
            on=("INSERT", "UPDATE"),
            # The length is asked for, too: substr() of a span that ends past the text is silently shorter.
            when='NEW.snapshot_id IS NOT NULL AND (length(NEW.quote) <> NEW."end" - NEW."start" OR '
            'NEW.quote <> (SELECT substr(s.text, NEW."start" + 1, NEW."end" - NEW."start") '
            "FROM claims_snapshot s WHERE s.id = NEW.snapshot_id))",
            message="an appearance quotes its snapshot exactly",
        )
    ]

    def __str__(self) -> str:
        return self.quote[:80]
