"""What the admin of this room adds: rows are addressed by uuids.

A gap in row numbers would tell of a sealed filing.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.contrib.admin.utils import quote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, Model, QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html

from factcheck.admin import Button, ReadOnlyAdmin
from factcheck.errors import Refusal
from factcheck.lifecycle import Lifecycle
from factcheck.models import User
from factcheck.roles import Role
from reviews.models import FactCheck, Reviewer
from reviews.routing import OVERRIDABLE, Reason, words


class _ByKey(ChangeList):
    def url_for_result(self, result: Model) -> str:
        admin: Any = self.model_admin
        address: str = admin._address("change", result)
        return address


class DeskAdmin(ReadOnlyAdmin):
    """Rows found by `key`, the path of a uuid; relations as links of the same kind."""

    key: ClassVar[str] = "uuid"
    hidden = frozenset({"id", "chain_seq", "chain_hash"})

    def __init__(self, model: type[Model], admin_site: Any) -> None:
        super().__init__(model, admin_site)
        for field in self.opts.concrete_fields:
            if isinstance(field, ForeignKey):
                setattr(self, f"see_{field.name}", self._link_to(field))

    def _link_to(self, field: "ForeignKey[Any, Any]") -> Callable[[Any], Any]:
        def link(obj: Any) -> Any:
            other = getattr(obj, field.name)
            return "-" if other is None else self._linked(other)

        link.short_description = field.verbose_name  # type: ignore[attr-defined]
        return link

    def _linked(self, other: Model) -> Any:
        admin: Any = self.admin_site._registry.get(type(other))
        try:
            address = admin._address("change", other)
        except (AttributeError, NoReverseMatch):
            return str(other)
        return format_html('<a href="{}">{}</a>', address, other)

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        shown = (f for f in self.opts.concrete_fields if f.name not in self.hidden)
        return [f"see_{f.name}" if isinstance(f, ForeignKey) else f.name for f in shown] + [
            name for name in self.readonly_fields if isinstance(name, str)
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        return self.get_fields(request, obj)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return _ByKey

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        rows: QuerySet[Any] = self.get_queryset(request)
        try:
            return rows.filter(**{self.key: object_id}).first()
        except (ValidationError, ValueError):
            return None

    def key_of(self, obj: Any) -> str:
        """Return what stands for the row in addresses."""
        for name in self.key.split("__"):
            obj = getattr(obj, name)
        return str(obj)

    def _address(self, name: str, obj: Any, *more: str) -> str:
        route = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{name}"
        return reverse(route, args=[quote(self.key_of(obj)), *more])


def possible(lifecycle: Lifecycle, verb: str, *, status: str, roles: frozenset[Role], was: str = "") -> bool:
    """Whether the table has this move for these roles now. The action has the last word."""
    try:
        lifecycle.after(verb, status=status, roles=roles, was=was or None)
    except Refusal:
        return False
    return True


def calling(action: Callable[..., Any], **known: Any) -> Callable[..., Any]:
    """Return the action with what the row knows filled in."""
    return partial(action, **known)


def handing(action: Callable[..., Any], **known: Any) -> Callable[..., Any]:
    """Return the action, given the reviewer whom `ToReviewer` chose."""
    return lambda *, to, **asked: action(to=to.uuid, **known, **asked)


class ToReviewer(forms.Form):
    to = forms.ModelChoiceField(
        queryset=Reviewer.objects.select_related("user").order_by("user__username"), to_field_name="uuid"
    )


class ToReviewerOverLimits(ToReviewer):
    """For editors: limits are set aside by name, with a reason that is kept."""

    overrides = forms.MultipleChoiceField(
        # By hand, who refused before is asked again without more ado.
        choices=[(limit, words.reason(limit)) for limit in sorted(OVERRIDABLE - {Reason.REFUSED})],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Set aside that this person",
        help_text="Needed only where such a limit bars this person. Independence is never set aside.",
    )
    override_reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2}), max_length=500, required=False, label="Why it is set aside"
    )


def judgement_fields(fact_check: FactCheck) -> dict[str, forms.Field]:
    """The ratings of the scale, or words."""
    ratings = fact_check.scale.ratings.order_by("position")
    choices = [("", "in words:"), *[(r.slug, r.label) for r in ratings]]
    return {
        "rating": forms.ChoiceField(choices=choices, required=False),
        "words": forms.CharField(max_length=300, required=False),
        "reasoning": text(rows=8, most=20_000),
    }


def form_of(fields: Mapping[str, forms.Field]) -> type[forms.Form]:
    """Return a form made for one row, such as one that offers the ratings of its scale."""
    return type("AskedForm", (forms.Form,), dict(fields))


def text(label: str = "", *, rows: int = 4, required: bool = True, most: int = 5000) -> forms.CharField:
    """A field of several lines."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(widget=widget, required=required, max_length=most, label=label or None)


__all__ = [
    "Button",
    "DeskAdmin",
    "ToReviewer",
    "ToReviewerOverLimits",
    "User",
    "calling",
    "form_of",
    "handing",
    "judgement_fields",
    "possible",
    "text",
]
