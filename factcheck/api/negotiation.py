"""Which media type to answer in, decided at once for the common cases."""

from collections.abc import Iterable
from typing import Any

from rest_framework.negotiation import DefaultContentNegotiation


class Negotiation(DefaultContentNegotiation):
    """DRF's negotiation, without its parsing where the client takes anything or names our first type."""

    def select_renderer(
        self, request: Any, renderers: Iterable[Any], format_suffix: str | None = None
    ) -> Any:
        """Return (renderer, media type). Raises NotAcceptable."""
        accept = request.META.get("HTTP_ACCEPT", "*/*")
        offered = list(renderers)
        asks_by_name = len(offered) > 1 and "format" in request.GET
        if accept in ("*/*", offered[0].media_type) and not asks_by_name:
            return offered[0], offered[0].media_type
        return super().select_renderer(request, offered, format_suffix)
