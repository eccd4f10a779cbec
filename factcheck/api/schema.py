"""The API described: OpenAPI 3.1, out of the views themselves."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework.permissions import SAFE_METHODS

from factcheck.api.errors import MEDIA_TYPE, title
from factcheck.api.permissions import Anyone
from factcheck.api.views import One, Resource, Rows

PROBLEM = {
    "type": "object",
    "description": "What went wrong (RFC 9457). Branch on `code`; it never changes.",
    "required": ["type", "title", "status", "detail", "code", "errors"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "code", "message"],
                "properties": {name: {"type": "string"} for name in ("field", "code", "message")},
            },
        },
        "details": {"type": "object", "additionalProperties": True},
    },
}
ALWAYS = (400, 401, 403, 404, 406, 429, 503)
ON_CHANGES = (409, 412, 413, 415, 422, 428)


class DeskSchema(AutoSchema):
    """AutoSchema that knows lists of rows, problem documents, keys and versions."""

    def get_response_serializers(self) -> Any:
        """Return the response; for a list of rows, a schema made from its columns."""
        if isinstance(self.view, Rows) and self.view.action == "list":
            return {200: OpenApiResponse(response=self._row())}
        return super().get_response_serializers()

    def get_override_parameters(self) -> list[Any]:
        """Return the parameters that our own conventions add."""
        found = list(super().get_override_parameters())
        if not isinstance(self.view, Resource):
            return found
        if isinstance(self.view, Rows) and self.view.action == "list":
            found += self._filters(self.view)
        if self.method == "POST" and not self._public():
            found.append(
                _header("Idempotency-Key", "Send again with the same key: same effect, same answer, 24 h.")
            )
        if self.method in ("PATCH", "PUT", "DELETE"):
            found.append(_header("If-Match", "The ETag of the version that was changed.", required=True))
        if isinstance(self.view, One) and self.view.action == "retrieve":
            found.append(
                _header("If-None-Match", "The ETag that the caller has; 304 if it is still current.")
            )
        return found

    def get_auth(self) -> list[dict[str, Any]]:
        """Return the security requirements; an empty one where no key is needed."""
        return [*super().get_auth(), {}] if self._public() else super().get_auth()

    def _public(self) -> bool:
        return any(isinstance(permission, Anyone) for permission in self.view.get_permissions())

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        if isinstance(self.view, One) and self.view.action == "retrieve":
            etag = {"description": "The version; send it back as If-Match.", "schema": {"type": "string"}}
            bodies["200"].setdefault("headers", {})["ETag"] = etag
            bodies.setdefault("304", {"description": "Still the version that If-None-Match names."})
        ref = self._problem()
        for status in ALWAYS + (() if self.method in SAFE_METHODS else ON_CHANGES):
            bodies.setdefault(
                str(status), {"description": title(status), "content": {MEDIA_TYPE: {"schema": ref}}}
            )
        return dict(sorted(bodies.items()))

    def _problem(self) -> dict[str, Any]:
        component = ResolvedComponent(  # type: ignore[no-untyped-call]
            name="Problem", type=ResolvedComponent.SCHEMA, schema=PROBLEM, object="factcheck.Problem"
        )
        self.registry.register_on_missing(component)
        ref: dict[str, Any] = component.ref
        return ref

    def _filters(self, view: Rows) -> list[OpenApiParameter]:
        found = [
            OpenApiParameter(name, type=dict(filter_.schema), location=OpenApiParameter.QUERY)
            for name, filter_ in view.filters.items()
        ]
        if view.search is not None:
            found.append(OpenApiParameter("search", type={"type": "string", "maxLength": 200}))
        return found

    def _row(self) -> dict[str, Any]:
        view: Any = self.view
        fields = (
            view.list_fields if isinstance(view.list_fields, Mapping) else {n: n for n in view.list_fields}
        )
        stated = getattr(view, "list_schema", {})
        columns = {
            name: stated.get(name) or self._column(view.model, column) for name, column in fields.items()
        }
        columns |= {name: schema for name, schema in stated.items() if name not in columns}
        return {"type": "object", "required": list(columns), "properties": columns}

    def _column(self, model: type[Model], path: str) -> dict[str, Any]:
        """The schema of a column, through relations; {} (anything) for an annotation."""
        nullable, step = False, None
        for name in path.split("__"):
            try:
                step = model._meta.get_field(name)
            except FieldDoesNotExist:
                return {}
            nullable = nullable or getattr(step, "null", True)
            model = getattr(step, "related_model", None) or model
        if step is None or step.is_relation:
            return {}
        schema = dict(self._map_model_field(step, "response"))  # type: ignore[no-untyped-call]
        schema = {k: v for k, v in schema.items() if k in ("type", "format", "enum", "items", "$ref")}
        if step.get_internal_type() == "JSONField" or not schema:
            return {}
        return {"oneOf": [schema, {"type": "null"}]} if nullable else schema


def _header(name: str, description: str, *, required: bool = False) -> OpenApiParameter:
    return OpenApiParameter(
        name, type=str, location=OpenApiParameter.HEADER, description=description, required=required
    )


class ApiKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the schema names API keys. drf-spectacular finds extensions by their definition."""

    target_class = "factcheck.api.authentication.ApiKeyAuthentication"
    name = "apiKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A key of a person or client, made with `manage.py create_key`.",
        }


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "factcheck.api.authentication.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}
