"""Which media type to answer in, decided at once for the common cases."""

from collections.abc import Iterable
from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.negotiation import DefaultContentNegotiation


class Negotiation(DefaultContentNegotiation):
    """DRF's negotiation, without its parsing where the client takes anything or names our first type."""

    def select_renderer(
        self, request: Any, renderers: Iterable[Any], format_suffix: str | None = None
    ) -> Any:
        """Return (renderer, media type); `?format=` goes before Accept where there is a choice.

        Raises NotAcceptable, ValidationError for a format that there is not.
        """
        accept = request.META.get("HTTP_ACCEPT", "*/*")
        offered = list(renderers)
        if len(offered) > 1 and "format" in request.GET:
            return self._named(request.GET["format"], offered)
        if accept in ("*/*", offered[0].media_type):
            return offered[0], offered[0].media_type
        return super().select_renderer(request, offered, format_suffix)

    def _named(self, name: str, offered: list[Any]) -> Any:
        for renderer in offered:
            if renderer.format == name:
                return renderer, renderer.media_type
        known = ", ".join(renderer.format for renderer in offered)
        raise ValidationError({"format": [f"There is no such format here; known are {known}."]})
