"""Other people's sites, as the desk treats them: what they allow, how they are, who is there now."""

from django.db import models
from django.db.models import Q


class Host(models.Model):
    """One origin outside. Its own rules (robots.txt), its wishes (Retry-After), its health."""

    origin = models.CharField(max_length=300, unique=True, help_text="scheme://host[:port]")
    robots = models.TextField(blank=True, help_text="robots.txt as read, at most 500 KB.")
    robots_status = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="HTTP status of the last reading; empty where none was possible."
    )
    robots_until = models.DateTimeField(null=True, blank=True, help_text="Read again after this.")
    failures = models.PositiveIntegerField(default=0, help_text="In a row.")
    closed_until = models.DateTimeField(
        null=True, blank=True, help_text="Not asked before this: it failed too often, or said so."
    )
    closed_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="host_closed_iff_reason",
                condition=(Q(closed_until__isnull=True) & Q(closed_reason=""))
                | (Q(closed_until__isnull=False) & ~Q(closed_reason="")),
            )
        ]

    def __str__(self) -> str:
        return self.origin


class HostSlot(models.Model):
    """One of the two requests a host gets at a time. A holder that died is forgotten at `until`."""

    host = models.ForeignKey(Host, models.CASCADE, related_name="slots")
    number = models.PositiveSmallIntegerField()
    fence = models.PositiveBigIntegerField(default=0, help_text="Counts the holders.")
    until = models.DateTimeField(help_text="Taken until this; free after it.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["host", "number"], name="host_slot_is_numbered_once")]

    def __str__(self) -> str:
        return f"{self.host} {self.number}"
