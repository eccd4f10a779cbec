"""What was found in an article, as JSON and as lines for a person."""

from collections.abc import Iterator
from typing import Any

from claims.models import Appearance, Snapshot


def as_json(snapshot: Snapshot, *, everything: bool) -> dict[str, Any]:
    """Return the article and its claims, highest priority first.

    Claims that a gate keeps from the desk's list (opinions, predictions and the
    like) are left out unless `everything`. Offsets are code points into the text;
    `parts` are the reasons of the number that their `of` names.
    """
    article = snapshot.article
    published = snapshot.published_at
    return {
        "article": {
            "title": snapshot.title,
            "outlet": article.outlet.name if article.outlet else "",
            "byline": snapshot.byline,
            "published_at": published.isoformat().replace("+00:00", "Z") if published else None,
            "published_zone": snapshot.published_zone,
            "language": snapshot.language,
            "url": article.url,
            "text": snapshot.text,
        },
        "claims": [_claim(place) for place in _places(snapshot) if everything or not place.claim.gate],
    }


def _places(snapshot: Snapshot) -> list[Appearance]:
    """The first place of each claim in this text, by priority."""
    rows = snapshot.appearances.select_related("claim", "claimant").order_by("start", "id")
    first: dict[int, Appearance] = {}
    for row in rows:
        first.setdefault(row.claim_id, row)
    return sorted(first.values(), key=lambda row: -row.claim.priority)


def _claim(place: Appearance) -> dict[str, Any]:
    claim = place.claim
    claimant = place.claimant and {
        "name": place.claimant.name,
        "role": place.claimant_role,
        "organisation": place.claimant_organisation,
    }
    return {
        "text": claim.wording,
        "quote": place.quote,
        "start": place.start,
        "end": place.end,
        "quoted_parts": place.quoted_parts,
        "claimant": claimant,
        "speech": place.speech,
        "kind": claim.kind,
        "score": claim.score,
        "priority": claim.priority,
        "parts": [
            *({"of": "score", **part} for part in claim.score_parts),
            *({"of": "priority", **part} for part in claim.priority_parts),
        ],
    }


def as_lines(found: dict[str, Any]) -> Iterator[str]:
    """Yield the same for reading on a terminal."""
    article = found["article"]
    written = f"{article['published_at']} ({article['published_zone'] or 'zone unknown'})"
    known = (
        article["outlet"],
        article["byline"],
        written if article["published_at"] else "date unknown",
        article["language"],
        article["url"],
    )
    yield article["title"] or "(no title)"
    yield " · ".join(filter(None, known))
    if not found["claims"]:
        yield "No claim for the list."
    for number, claim in enumerate(found["claims"], start=1):
        yield ""
        yield f"{number:>3}. {claim['text']}"
        yield f"     {claim['kind']}, priority {claim['priority']:.2f}, check-worthiness {claim['score']:.2f}"
        yield f"     {_who(claim)}: “{' '.join(claim['quote'].split())}”"
        yield f"     why: {_why(claim)}"


def _who(claim: dict[str, Any]) -> str:
    claimant = claim["claimant"]
    if claimant is None:
        return "the article's own voice"
    said_as = ", ".join(filter(None, (claimant["role"], claimant["organisation"])))
    who = f"{claimant['name']} ({said_as})" if said_as else claimant["name"]
    return f"{who}, {claim['speech']} speech"


def _why(claim: dict[str, Any]) -> str:
    parts = [part for part in claim["parts"] if part["weight"]]
    return "; ".join(f"{part['label']} {part['weight']:+.2f}" for part in parts)
