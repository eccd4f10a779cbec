"""Pages by position, not by number: the tenth thousand costs what the first costs."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import BooleanField, Func, Model, Q, QuerySet, Value
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck.api import cursors
from factcheck.api.errors import BadCursor, Malformed
from factcheck.api.whole_tables import first_rows, is_whole

DEFAULT_SIZE = 50
MAX_SIZE = 100


class Keyset(BasePagination):
    """Reads `keyset` from the view: names with "-" for descending, a total order that ends in a unique one.

    The names are columns of the model or annotations, never NULL. One statement
    a page, and no COUNT.
    """

    def __init__(self) -> None:
        self.next_url: str | None = None

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        """Return the rows of the page as tuples of `view.columns` (see DeskViewSet). Raises Malformed."""
        keyset: Sequence[str] = view.keyset
        names = [name.removeprefix("-") for name in keyset]
        size = page_size(request)
        order = f"{queryset.model._meta.label_lower}:{','.join(keyset)}"
        if cursor := request.query_params.get("cursor"):
            queryset = queryset.filter(
                beyond(queryset, keyset, self._position(cursor, order, queryset, names))
            )
        columns = list(view.columns)
        hidden = [name for name in names if name not in columns]
        rows = self._rows(queryset, keyset, [*columns, *hidden], size + 1)
        if len(rows) > size:
            del rows[size:]
            position = [rows[-1][(columns + hidden).index(name)] for name in names]
            self.next_url = self._url(request, cursors.seal(position, order=order))
        return rows

    def _rows(
        self, queryset: Any, order: Sequence[str], columns: Sequence[str], limit: int
    ) -> list[Sequence[Any]]:
        if is_whole(queryset):
            return first_rows(queryset, order=order, columns=columns, limit=limit)
        return list(queryset.order_by(*order).values_list(*columns)[:limit])

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"next": self.next_url, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return {
            "type": "object",
            "required": ["next", "results"],
            "properties": {
                "next": {
                    "type": ["string", "null"],
                    "format": "uri",
                    "description": "The next page; null on the last one.",
                },
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [
            {
                "name": "cursor",
                "in": "query",
                "description": "Where the page starts, as given in `next`.",
                "schema": {"type": "string"},
            },
            {
                "name": "page_size",
                "in": "query",
                "description": "How many results a page holds.",
                "schema": {"type": "integer", "minimum": 1, "maximum": MAX_SIZE, "default": DEFAULT_SIZE},
            },
        ]

    def _position(self, cursor: str, order: str, queryset: QuerySet[Any], names: Sequence[str]) -> list[Any]:
        try:
            position = cursors.unseal(cursor, order=order)
        except ValueError:
            raise BadCursor(field="cursor") from None
        return [_field(queryset, name).to_python(value) for name, value in zip(names, position, strict=True)]

    def _url(self, request: Request, cursor: str) -> str:
        given = [(name, value) for name, values in request.query_params.lists() for value in values]
        query = urlencode([(name, value) for name, value in given if name != "cursor"] + [("cursor", cursor)])
        return f"{request.scheme}://{request.get_host()}{request.path}?{query}"


def page_size(request: Request) -> int:
    """Return the page size that was asked for. Raises Malformed outside 1..100."""
    text = request.query_params.get("page_size", str(DEFAULT_SIZE))
    if not (text.isascii() and text.isdecimal() and len(text) <= 4 and 1 <= int(text) <= MAX_SIZE):
        raise Malformed(f"page_size must be a number from 1 to {MAX_SIZE}.", "invalid", field="page_size")
    return int(text)


class _RowBeyond(Func):
    """(a, b) > (x, y): one range of the index, where OR would read and drop all ties of `a`."""

    output_field = BooleanField()

    def __init__(self, *both: Any, sign: str) -> None:
        super().__init__(*both, sign=sign)

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        parts: list[str] = []
        params: list[Any] = []
        for source in self.get_source_expressions():
            sql, given = compiler.compile(source)
            parts.append(sql)
            params.extend(given)
        half = len(parts) // 2
        return f"({', '.join(parts[:half])}) {self.extra['sign']} ({', '.join(parts[half:])})", params


def beyond(queryset: QuerySet[Any], keyset: Sequence[str], position: Sequence[Any]) -> Any:
    """Return the condition for rows that come after the position in this order."""
    names = [name.removeprefix("-") for name in keyset]
    falling = [name.startswith("-") for name in keyset]
    if len(set(falling)) == 1 and len(names) > 1:
        values = [
            Value(value, output_field=_field(queryset, name))
            for name, value in zip(names, position, strict=True)
        ]
        return _RowBeyond(*names, *values, sign="<" if falling[0] else ">")
    return _mixed(names, falling, position)


def _mixed(names: Sequence[str], falling: Sequence[bool], position: Sequence[Any]) -> Q:
    found, same = Q(pk__in=[]), Q()
    for name, down, value in zip(names, falling, position, strict=True):
        found |= same & Q(**{f"{name}__{'lt' if down else 'gt'}": value})
        same &= Q(**{name: value})
    # Said once more about the first column alone, so that an index on it bounds the scan.
    return Q(**{f"{names[0]}__{'lte' if falling[0] else 'gte'}": position[0]}) & found


def _field(queryset: QuerySet[Any], name: str) -> Any:
    annotation = queryset.query.annotations.get(name)
    if annotation is not None:
        return annotation.output_field
    model: type[Model] = queryset.model
    return model._meta.pk if name == "pk" else model._meta.get_field(name)
