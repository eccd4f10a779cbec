"""Answers that are data and can be had in words: JSON, or plain text where the caller asks for it."""

from collections.abc import Callable, Mapping
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from factcheck.api.renderers import Json, Text
from factcheck.api.views import verb

FORMAT = OpenApiParameter(
    "format",
    type=str,
    enum=[Json.format, Text.format],
    location=OpenApiParameter.QUERY,
    description="`text` for words instead of JSON; the same as `Accept: text/plain`.",
)


def in_words(serializer: type[Serializer[Any]], **options: Any) -> Callable[[Any], Any]:
    """Mark a view method as a GET that answers `serializer` as JSON, or its `text` as plain text."""

    def mark(method: Any) -> Any:
        responses = {
            (200, Json.media_type): serializer,
            (200, Text.media_type): OpenApiTypes.STR,
        }
        forms: dict[str, Any] = {
            "renderer_classes": [Json, Text],
            "query_parameters": frozenset({FORMAT.name}),
        }
        marked = verb(methods=("get",), responses=responses, **forms, **options)(method)
        return extend_schema(parameters=[FORMAT])(marked)

    return mark


def said(serializer: type[Serializer[Any]], told: Mapping[str, Any], request: Request) -> Response:
    """Answer in the form that the caller asked for."""
    if isinstance(request.accepted_renderer, Text):
        return Response(told["text"])
    return Response(serializer(told).data)
