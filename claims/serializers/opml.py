"""The desk's feeds as an OPML file."""

from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from claims.ingestion import opml
from claims.ingestion.opml import Outline
from claims.models import Feed


def opml_of(feeds: QuerySet[Feed], *, at: datetime) -> bytes:
    """Return these feeds as an OPML file, in folders by outlet."""
    rows = feeds.select_related("outlet").order_by("outlet__name", "outlet_id", "id")
    listed = (
        (
            feed.outlet.name,
            Outline(feed.url, feed.title, f"https://{feed.outlet.domain}/" if feed.outlet.domain else ""),
        )
        for feed in rows
    )
    return opml.write(listed, title=f"Feeds of {settings.DESK_NAME}", at=at)
