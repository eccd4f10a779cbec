"""The schema and the page that shows it."""

from functools import lru_cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.request import Request
from rest_framework.response import Response


@lru_cache(maxsize=1)
def whole_schema() -> dict[str, Any]:
    """Return the schema of all endpoints, made once per process: it takes a second and is public."""
    schema: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return schema


class Schema(SpectacularAPIView):
    """OpenAPI 3.1, as YAML or JSON."""

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(whole_schema())


class Docs(SpectacularSwaggerSplitView):
    """The readable page. Its script comes from an address of its own, so that the strict CSP holds."""

    template_name = "api/docs.html"
