"""What claims are about."""

from django.db import models

from claims.models.claims import Claim
from claims.models.visibility import DeskQuerySet
from factcheck.models import Chained


class Topic(Chained):
    """A subject the desk follows, found by its keywords."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    keywords = models.JSONField(default=list, help_text="Words and phrases, matched whole.")
    patterns = models.JSONField(default=list, blank=True, help_text="Regular expressions, in RE2's syntax.")

    objects = DeskQuerySet["Topic"].as_manager()

    def __str__(self) -> str:
        return self.name


class ClaimTopic(models.Model):
    """That a claim is about a topic."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="claim_topics", db_index=False)
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["claim", "topic"], name="claim_has_a_topic_once")]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.topic_id}"
