"""What endpoints are made of: a view parses, calls one action, answers."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http.response import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from factcheck import versions
from factcheck.api import idempotency
from factcheck.api.conditional import etag_of, is_known
from factcheck.api.errors import Malformed
from factcheck.api.filters import Filter, narrow, search_words
from factcheck.models import User

PAGE_PARAMETERS = frozenset({"cursor", "page_size"})


class Resource(GenericViewSet[Any]):
    """A noun of the API, looked up by uuid among what the caller may see. Has no verbs of its own.

    A POST that carries an Idempotency-Key runs in one transaction with its key.
    """

    model: ClassVar[type[Model]]
    http_method_names = ["get", "head", "post", "put", "patch", "delete"]
    lookup_field = "uuid"
    lookup_value_converter = "uuid"
    query_parameters: ClassVar[frozenset[str]] = frozenset()  # allowed besides those of a list

    def get_queryset(self) -> QuerySet[Any]:
        """Return what the caller may see: the model's `visible_to`."""
        return self.model._default_manager.visible_to(self.request.user)  # type: ignore[attr-defined, no-any-return]

    @property
    def user(self) -> User:
        """The caller, for verbs that need to know who acts. Raises NotAuthenticated (401)."""
        if not isinstance(self.request.user, User):
            raise NotAuthenticated
        return self.request.user

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self._refuse_unknown_parameters(request)
        key = idempotency.key_of(request)
        if key is not None and (handler := getattr(self, "post", None)):
            self.post: Callable[..., HttpResponseBase] = partial(self._once, key, handler)

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().dispatch(request, *args, **kwargs)
        finally:
            versions.forget()

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        # What one reader may see is not for another's cache, and is asked for again each time.
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    def answer(self, uuid: UUID, *, status: int = 200) -> Response:
        """Answer with the row as the caller sees it now, and its ETag; 204 if he sees it no longer."""
        row = self.get_queryset().filter(uuid=uuid).first()
        if row is None:
            return Response(status=204)
        return self.shown(row, status=status)

    def shown(self, row: Any, *, status: int = 200) -> Response:
        """Answer with a row that came out of `get_queryset`, and its ETag where it has versions."""
        headers = {"ETag": etag_of(row)} if hasattr(row, "chain_seq") else None
        return Response(self.get_serializer(row).data, status=status, headers=headers)

    def allowed_parameters(self) -> frozenset[str]:
        """The query parameters that this request may carry."""
        return self.query_parameters

    def _refuse_unknown_parameters(self, request: Request) -> None:
        given, allowed = request.query_params, self.allowed_parameters()
        for name, values in given.lists():
            if name not in allowed:
                known = f"known are {', '.join(sorted(allowed))}" if allowed else "it takes none"
                raise Malformed(
                    f"There is no such parameter here; {known}.", "unknown_parameter", field=name[:100]
                )
            if any("\x00" in value for value in values):
                raise Malformed("A parameter holds a NUL character.", "invalid", field=name)

    def _once(
        self, key: str, handler: Callable[..., Any], request: Request, *args: Any, **kwargs: Any
    ) -> Any:
        return idempotency.once(request, key, partial(handler, request, *args, **kwargs))


class Rows(Resource):
    """Lists as rows of columns, a page at a time, in one statement.

    `list_fields` maps what the answer calls a value to the column it comes from
    ({"claimant": "claimant__uuid"}), or is a tuple where the names are the same.
    `keyset` is the order (factcheck.api.pagination), `filters` the allow-list.
    A view that can search defines `search(rows, text)`.
    """

    list_fields: ClassVar[Mapping[str, str] | Sequence[str]]
    keyset: ClassVar[Sequence[str]] = ("-id",)
    filters: ClassVar[Mapping[str, Filter]] = {}
    search: ClassVar[Callable[..., QuerySet[Any]] | None] = None

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        rows = self.get_list_queryset()
        params = request.query_params
        if params:
            rows = narrow(rows, {n: params.getlist(n) for n in params if n in self.filters}, self.filters)
            if self.search is not None and (text := search_words(params.get("search", ""))):
                rows = self.search(rows, text)
        page = self.paginator.paginate_queryset(rows, request, view=self)  # type: ignore[union-attr]
        return self.get_paginated_response([self.row(values) for values in page])  # type: ignore[union-attr]

    def get_list_queryset(self) -> QuerySet[Any]:
        """Return what is listed; for lists that need other annotations than the detail."""
        return self.get_queryset()

    def row(self, values: Sequence[Any]) -> dict[str, Any]:
        """Return one result of the list from its columns."""
        return dict(zip(self.names, values, strict=False))  # columns only needed for the cursor come last

    @cached_property
    def names(self) -> Sequence[str]:
        return tuple(self.list_fields)

    @cached_property
    def columns(self) -> Sequence[str]:
        fields = self.list_fields
        return tuple(fields.values()) if isinstance(fields, Mapping) else tuple(fields)

    def allowed_parameters(self) -> frozenset[str]:
        if self.action != "list":
            return super().allowed_parameters()
        searching = {"search"} if self.search is not None else set()
        return super().allowed_parameters() | PAGE_PARAMETERS | self.filters.keys() | searching


class One(Resource):
    """One row by its uuid, with its version as ETag."""

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        row = self.get_object()
        if hasattr(row, "chain_seq") and is_known(request, row):
            return Response(status=304, headers={"ETag": etag_of(row)})
        return self.shown(row)


class DeskViewSet(Rows, One):
    """A noun that is listed and read; verbs are methods marked with `verb`."""


def verb(
    *,
    request: Any = None,
    responses: Any = None,
    detail: bool = True,
    methods: Sequence[Any] = ("post",),
    description: str | None = None,
    **options: Any,
) -> Callable[[Any], Any]:
    """Mark a view method as a move on a row: POST .../{uuid}/hand-over/ for `hand_over`.

    `request` is its input serializer (None: no body), `responses` a serializer or
    a map of status to serializer; without it, the view's own serializer.
    """

    def mark(method: Any) -> Any:
        path = options.pop("url_path", method.__name__.replace("_", "-"))
        marked = action(detail=detail, methods=list(methods), url_path=path, **options)(method)
        documented: dict[str, Any] = {"request": request}
        if responses is not None:
            documented["responses"] = responses
        return extend_schema(**documented, description=description)(marked)

    return mark
