"""What search engines and other desks expect of a ClaimReview, as a JSON Schema.

Written from schema.org/ClaimReview and Google Search Central's "Fact Check
(ClaimReview) structured data". Unknown fields are refused: a slip in a name fails.
"""

from typing import Any

_WORDS = {"type": "string", "minLength": 1}
_URL = {"type": "string", "pattern": "^https?://[^/]"}
_DAY = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}
_MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+]00:00$"}


def _node(kind: str | list[str], required: list[str], **fields: Any) -> dict[str, Any]:
    types = [kind] if isinstance(kind, str) else kind
    return {
        "type": "object",
        "required": ["@type", *required],
        "properties": {"@type": {"enum": types}, "@id": _URL, **fields},
        "additionalProperties": False,
    }


_NAMED = _node("Organization", ["name"], name=_WORDS)
_WORK = _node(
    ["NewsArticle", "CreativeWork"], ["url"], url=_URL, headline=_WORDS, datePublished=_DAY, publisher=_NAMED
)
_RATING = _node(
    "Rating",
    ["alternateName"],
    alternateName=_WORDS,
    description=_WORDS,
    ratingExplanation=_WORDS,
    ratingValue={"type": "integer"},
    worstRating={"type": "integer", "minimum": 1},
    bestRating={"type": "integer", "minimum": 2},
) | {
    "dependentRequired": {
        "ratingValue": ["worstRating", "bestRating"],
        "worstRating": ["ratingValue"],
        "bestRating": ["ratingValue"],
    }
}
_AUTHOR = {
    "oneOf": [_node("Person", ["name"], name=_WORDS, jobTitle=_WORDS, affiliation=_NAMED), _NAMED],
}

CLAIM_REVIEW = _node(
    "ClaimReview",
    ["@context", "url", "claimReviewed", "reviewRating", "author", "itemReviewed", "datePublished"],
    **{"@context": {"const": "https://schema.org"}},
    url=_URL,
    claimReviewed=_WORDS,
    headline=_WORDS,
    inLanguage=_WORDS,
    datePublished=_MOMENT,
    dateModified=_MOMENT,
    author=_node(
        "Organization", ["name", "url", "correctionsPolicy"], name=_WORDS, url=_URL, correctionsPolicy=_URL
    ),
    itemReviewed=_node(
        "Claim",
        [],
        author=_AUTHOR,
        datePublished=_DAY,
        firstAppearance=_WORK,
        appearance={"type": "array", "minItems": 1, "items": _WORK},
    ),
    reviewRating=_RATING,
    correction={
        "type": "array",
        "minItems": 1,
        "items": _node(
            "CorrectionComment",
            ["name", "text", "datePublished"],
            name={"enum": ["Correction", "Clarification", "Update", "Retraction"]},
            text=_WORDS,
            datePublished=_MOMENT,
        ),
    },
    citation={
        "type": "array",
        "minItems": 1,
        "items": _node("CreativeWork", ["name", "url"], name=_WORDS, url=_URL, publisher=_NAMED),
    },
)
