"""A published fact-check as schema.org/ClaimReview, for search engines and other desks.

Sources: schema.org/ClaimReview; Google Search Central, "Fact Check (ClaimReview) structured data".
"""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from reviews.publication.values import Change, Check, Desk, Label, Place, Source, Speaker

Json = dict[str, Any]

# Inside <script> the parser looks for tags whatever the JSON says; old scripts end lines at the last two.
_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def claim_review(check: Check, desk: Desk) -> Json:
    """Return the one ClaimReview of a page.

    A label without numbers stays without: only `alternateName` is always there.
    What is unknown is left out, never null or empty.
    """
    return _known(
        {
            "@context": "https://schema.org",
            "@type": "ClaimReview",
            "@id": f"{check.url}#claim-review",
            "url": check.url,
            "claimReviewed": check.claim,
            "headline": check.title,
            "inLanguage": check.language,
            "datePublished": check.published_at.isoformat(timespec="seconds"),
            "dateModified": check.changed_at.isoformat(timespec="seconds"),
            "author": _organisation(desk),
            "itemReviewed": _claim(check),
            "reviewRating": _rating(check.label, check.summary),
            "correction": [_correction(change) for change in check.changes],
            "citation": [_citation(source) for source in check.sources if source.url],
        }
    )


def script_safe(markup: Json) -> str:
    """Return JSON that can stand inside a <script> element: no text in it can end the element."""
    return json.dumps(markup, ensure_ascii=False).translate(_ESCAPES)


def _known(fields: Json) -> Json:
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def _organisation(desk: Desk) -> Json:
    return {
        "@type": "Organization",
        "@id": f"{desk.url}#organisation",
        "name": desk.name,
        "url": desk.url,
        "correctionsPolicy": desk.corrections_url,
    }


def _claim(check: Check) -> Json:
    works = list(_works(check.places))
    return _known(
        {
            "@type": "Claim",
            "@id": f"{check.url}#claim",
            "author": _author(check.speaker) if check.speaker else None,
            "datePublished": _day(next((p.on for p in check.places if p.on), None)),
            "firstAppearance": works[0] if works else None,
            "appearance": works[1:],
        }
    )


def _author(speaker: Speaker) -> Json:
    if not speaker.is_person:
        return {"@type": "Organization", "name": speaker.name}
    affiliation = {"@type": "Organization", "name": speaker.organisation} if speaker.organisation else None
    return _known(
        {"@type": "Person", "name": speaker.name, "jobTitle": speaker.role, "affiliation": affiliation}
    )


def _works(places: Iterable[Place]) -> Iterable[Json]:
    """Yield each address once; a claim may stand in one article several times."""
    seen = set()
    for place in places:
        if place.url and place.url not in seen:
            seen.add(place.url)
            yield _known(
                {
                    "@type": "NewsArticle" if place.medium == "article" else "CreativeWork",
                    "url": place.url,
                    "headline": place.title,
                    "datePublished": _day(place.on),
                    "publisher": {"@type": "Organization", "name": place.outlet} if place.outlet else None,
                }
            )


def _rating(label: Label, explanation: str) -> Json:
    return _known(
        {
            "@type": "Rating",
            "alternateName": label.name,
            **_numbers(label),
            "description": label.definition,
            "ratingExplanation": explanation,
        }
    )


def _numbers(label: Label) -> Json:
    """Return value, worst and best, or nothing at all: a number means nothing without its scale."""
    if label.value is None or label.worst is None or label.best is None:
        return {}
    if not 1 <= label.worst < label.best or not label.worst <= label.value <= label.best:
        return {}
    return {"ratingValue": label.value, "worstRating": label.worst, "bestRating": label.best}


def _correction(change: Change) -> Json:
    return {
        "@type": "CorrectionComment",
        "name": change.kind.capitalize(),
        "datePublished": change.at.isoformat(timespec="seconds"),
        "text": change.note,
    }


def _citation(source: Source) -> Json:
    publisher = {"@type": "Organization", "name": source.publisher} if source.publisher else None
    return _known({"@type": "CreativeWork", "name": source.title, "url": source.url, "publisher": publisher})


def _day(on: date | None) -> str:
    return on.isoformat() if on else ""
