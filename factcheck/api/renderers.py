"""Answers as JSON, or in words. DRF loads this module early: it imports no rest_framework.views."""

from collections.abc import Mapping
from typing import Any

from rest_framework.renderers import BaseRenderer

from factcheck.api.json import dumps


class Json(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None  # JSON is UTF-8 and has no charset parameter (RFC 8259)

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """Return the bytes; none for an answer without content."""
        return b"" if data is None else dumps(data)


class Text(BaseRenderer):
    """For answers that are also told in words: `Accept: text/plain`, or `?format=text`."""

    media_type = "text/plain"
    format = "text"
    charset = "utf-8"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """Return the words as bytes, ending in a newline; `data` is the text."""
        return f"{data}\n".encode()
