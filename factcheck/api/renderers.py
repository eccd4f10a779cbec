"""Answers as JSON. Imports no rest_framework.views: DRF loads this module while it loads that one."""

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
