"""The labels the desk gives, as the reader is told of them."""

from dataclasses import dataclass

from django.db.models import Max, Prefetch

from reviews.models import Rating, Scale


@dataclass(frozen=True, slots=True)
class Meaning:
    """One label: what it means, and what has to be shown before it may be given."""

    label: str
    definition: str
    burden_of_proof: str


@dataclass(frozen=True, slots=True)
class Labels:
    """One scale in its version in force, its labels in their order."""

    name: str
    version: int
    description: str
    meanings: tuple[Meaning, ...]


def scales_in_force() -> tuple[Labels, ...]:
    """Return the latest version of each scale, the desk's default first. Three statements."""
    newest = Scale.objects.values("slug").annotate(latest=Max("version")).values_list("slug", "latest")
    latest = dict(newest)
    ordered = Prefetch("ratings", Rating.objects.order_by("position"))
    rows = Scale.objects.prefetch_related(ordered).order_by("-is_default", "name", "slug")
    return tuple(_labels(scale) for scale in rows if latest[scale.slug] == scale.version)


def _labels(scale: Scale) -> Labels:
    ratings = (Meaning(r.label, r.definition, r.burden_of_proof) for r in scale.ratings.all())
    return Labels(scale.name, scale.version, scale.description, tuple(ratings))
