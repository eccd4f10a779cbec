"""A piece at one address, and its text as read at one moment."""

from collections.abc import Sequence

from django.db import models
from django.db.models import F, Q

from claims.models.outlets import Feed, Outlet
from claims.models.visibility import DeskQuerySet
from factcheck.models import Capture, Chained, User
from factcheck.triggers import Trigger


class ArticleStatus(models.TextChoices):
    WAITING = "waiting", "waiting to be read"
    READ = "read", "read"
    REFUSED = "refused", "refused"


class Article(Chained):
    """A piece at one canonical URL. A pasted or uploaded one may have none."""

    outlet = models.ForeignKey(Outlet, models.PROTECT, null=True, blank=True, related_name="articles")
    feed = models.ForeignKey(Feed, models.SET_NULL, null=True, blank=True, related_name="articles")
    url = models.URLField(max_length=2000, blank=True, help_text="Canonical; empty for pasted text.")
    status = models.CharField(max_length=10, choices=ArticleStatus.choices, default=ArticleStatus.WAITING)
    refusal_code = models.CharField(max_length=40, blank=True)
    refusal = models.CharField(max_length=500, blank=True, help_text="Why it could not be read, in words.")
    title = models.CharField(max_length=500, blank=True)
    given = models.BinaryField(
        default=b"", blank=True, editable=False, help_text="An upload waiting to be read; emptied after."
    )
    given_type = models.CharField(max_length=100, blank=True, editable=False)
    snapshot = models.ForeignKey(
        "claims.Snapshot", models.PROTECT, null=True, blank=True, related_name="+", help_text="The newest."
    )
    copy_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="copies",
        help_text="Same text, or nearly, seen first.",
    )
    likeness = models.FloatField(
        null=True, blank=True, help_text="Of a copy to the first, 0 to 1; 1 is the very same text."
    )
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    check_code = models.CharField(
        max_length=40, blank=True, help_text="Why the last try to read it again failed."
    )
    check_reason = models.CharField(max_length=500, blank=True, help_text="The same, in words.")
    checked_at = models.DateTimeField(
        null=True, blank=True, help_text="When its text was last read, changed or not."
    )
    detected_at = models.DateTimeField(
        null=True, blank=True, help_text="When claims were looked for in the newest snapshot."
    )

    objects = DeskQuerySet["Article"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["url"], name="article_has_its_url_alone", condition=~Q(url="")),
            models.CheckConstraint(
                name="article_read_iff_snapshot",
                condition=Q(status=ArticleStatus.READ, snapshot__isnull=False, read_at__isnull=False)
                | (~Q(status=ArticleStatus.READ) & Q(snapshot__isnull=True)),
            ),
            models.CheckConstraint(
                name="article_refused_iff_reason",
                condition=(Q(status=ArticleStatus.REFUSED) & ~Q(refusal="") & ~Q(refusal_code=""))
                | (~Q(status=ArticleStatus.REFUSED) & Q(refusal="", refusal_code="")),
            ),
            models.CheckConstraint(name="article_is_no_copy_of_itself", condition=~Q(copy_of=F("id"))),
            models.CheckConstraint(
                name="article_likeness_is_a_copys_share",
                condition=Q(likeness__isnull=True)
                | Q(copy_of__isnull=False, likeness__gte=0, likeness__lte=1),
            ),
        ]
        indexes = [
            models.Index(fields=["created_at", "id"], name="article_by_age"),
            models.Index(
                fields=["created_at", "id"], name="article_copy_by_age", condition=Q(copy_of__isnull=False)
            ),
        ]

    triggers = [
        Trigger(
            name="copies_the_first",
            on=("INSERT", "UPDATE"),
            when="NEW.copy_of_id IS NOT NULL AND EXISTS (SELECT 1 FROM claims_article f "
            "WHERE f.id = NEW.copy_of_id AND f.copy_of_id IS NOT NULL)",
            message="a copy points to the first, never to another copy",
        )
    ]

    def __str__(self) -> str:
        return self.title or self.url or str(self.uuid)


class SnapshotQuerySet(DeskQuerySet["Snapshot"]):
    def captures_needed(self, capture_ids: Sequence[int]) -> set[int]:
        """Those of the captures whose page holds a claim that the desk took up: its bytes stay."""
        taken_up = Q(appearances__claim__accepted_at__isnull=False)
        rows = self.filter(taken_up, capture__in=capture_ids)
        return set(rows.values_list("capture_id", flat=True))


class Snapshot(models.Model):
    """Text and metadata of an article as read at one moment. Immutable: a changed article gets a new one."""

    append_only = True

    article = models.ForeignKey(Article, models.PROTECT, related_name="snapshots")
    number = models.PositiveIntegerField(help_text="1, 2, 3 … per article")
    title = models.CharField(max_length=500, blank=True)
    byline = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField(null=True, blank=True, help_text="Empty where honestly unknown.")
    published_zone = models.CharField(max_length=40, blank=True, help_text="The zone as written, such as IST")
    language = models.CharField(max_length=12, blank=True)
    text = models.TextField(help_text="Paragraphs, separated by an empty line.")
    text_hash = models.CharField(max_length=64, help_text="SHA-256 of the text, UTF-8")
    body_hash = models.CharField(max_length=64, help_text="SHA-256 of the bytes it was read from")
    truncated = models.BooleanField(default=False)
    cuts = models.JSONField(default=list, blank=True, help_text="What was cut off, as codes.")
    links = models.JSONField(default=list, blank=True, help_text="Of the text: [{url, text}], at most 200.")
    embedded = models.JSONField(
        default=dict, blank=True, help_text="ClaimReview and NewsArticle metadata as the page gave them."
    )
    signature = models.BinaryField(
        default=b"", blank=True, editable=False, help_text="MinHash of the text; empty for a short one."
    )
    capture = models.ForeignKey(
        Capture,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The bytes it was read from.",
    )
    taken_at = models.DateTimeField()

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article", "number"], name="snapshot_is_numbered_once_per_article"
            )
        ]
        indexes = [models.Index(fields=["text_hash", "id"], name="snapshot_by_text")]

    def __str__(self) -> str:
        return f"{self.title} #{self.number}"


class SnapshotBand(models.Model):
    """A part of a snapshot's signature, to find near-copies by: equal in one band, worth comparing."""

    # Nobody asks for the bands of one snapshot: no index of its own.
    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="bands", db_index=False)
    key = models.BigIntegerField(help_text="64 bits of the band's number and values.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "snapshot"], name="snapshot_band_is_listed_once")
        ]

    def __str__(self) -> str:
        return f"{self.snapshot_id} {self.key}"
