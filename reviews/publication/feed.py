"""The log of changes as a feed. Source: RFC 4287 (Atom)."""

import re
from typing import Final

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks

from reviews.publication.lists import Logged
from reviews.publication.values import Desk

# XML 1.0 has no place for them, however they came into a text.
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def corrections_feed(rows: tuple[Logged, ...], desk: Desk) -> str:
    """Return public changes as an Atom feed: what changed and why, with the label before and after."""
    feed = Atom1Feed(
        title=f"Corrections · {desk.name}",
        link=desk.corrections_url,
        description="Every correction, clarification, update and retraction.",
        feed_url=f"{desk.corrections_url}feed.xml",
        author_name=desk.name,
    )
    for row in rows:
        change = row.change
        feed.add_item(
            title=_CONTROLS.sub(" ", f"{change.kind.capitalize()}: {row.title}"),
            link=desk.url.rstrip("/") + row.path,
            description=_CONTROLS.sub(" ", _said(row)),
            unique_id=f"urn:uuid:{row.uuid}",
            pubdate=change.at,
            updateddate=change.at,
        )
    return feed.writeString("utf-8")


def _said(row: Logged) -> str:
    """The text as HTML, which is what the summary of Django's Atom feeds is taken for."""
    change = row.change
    labels = f"\n\nRating before: {change.label_before}. Rating now: {change.label_after}."
    return linebreaks(change.note + (labels if change.label_before else ""), autoescape=True)
