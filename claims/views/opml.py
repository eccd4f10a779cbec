"""OPML over HTTP: as a file that is sent, as a form with one, as the whole body."""

from collections.abc import Mapping
from typing import IO, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer

from claims.serializers.feeds import LARGEST_OPML
from factcheck.api.errors import TooLarge


class OpmlFile(BaseRenderer):
    """Answers with the bytes of an OPML file."""

    media_type = "text/x-opml"
    format = "opml"
    charset = "utf-8"
    render_style = "binary"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """Return the file as it is."""
        return bytes(data)


class OpmlText(BaseParser):
    """An OPML file as the whole body: it is read as if a form had held it as `file`."""

    media_type = "text/x-opml"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Return the file under its field's name. Raises TooLarge."""
        # One byte past the limit: a declared length is only a claim.
        body = stream.read(LARGEST_OPML + 1)
        if len(body) > LARGEST_OPML:
            raise TooLarge("The file is larger than 4 MB.")
        return {"file": SimpleUploadedFile("feeds.opml", body)}


class OpmlXml(OpmlText):
    media_type = "application/xml"


class OpmlTextXml(OpmlText):
    media_type = "text/xml"
