"""Request bodies. Imports no rest_framework.views: DRF loads this module while it loads that one."""

from collections.abc import Mapping
from typing import IO, Any

from rest_framework.parsers import BaseParser

from factcheck.api import json
from factcheck.api.errors import Malformed, TooLarge


class Json(BaseParser):
    """A JSON object of at most 1 MB, 64 levels and 10,000 values."""

    media_type = "application/json"
    max_bytes = json.MAX_BYTES
    max_nodes = json.MAX_NODES

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Return the object. Raises TooLarge, Malformed."""
        # Read one byte past the limit: a declared length is only a claim.
        body = stream.read(self.max_bytes + 1)
        if len(body) > self.max_bytes:
            raise TooLarge(f"The body is larger than {self.max_bytes} bytes.")
        try:
            value = json.loads(body, max_nodes=self.max_nodes)
        except json.BadJson as error:
            raise Malformed(error.message, error.code) from None
        if not isinstance(value, dict):
            raise Malformed("The body must be a JSON object.", "not_an_object")
        return value


class BulkJson(Json):
    """The same for calls that carry up to 1,000 items."""

    max_bytes = 8 * 1024 * 1024
    max_nodes = 100_000
