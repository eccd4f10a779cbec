"""What every admin class of the desk stands on: rows to look at, and buttons that call actions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import Group
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import cached_property

from factcheck import clock, versions
from factcheck.errors import Refusal
from factcheck.models import User
from factcheck.roles import DESK, Role

ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
MOST_COUNTED = 10_000

admin.site.unregister(Group)  # what a person may do is a role; there are no groups
admin.site.site_header = admin.site.site_title = "factcheck"
admin.site.index_title = "The desk"


@dataclass(frozen=True, slots=True)
class Button:
    """One verb on one row. Pressing it asks for what `form` asks and a confirmation, then runs the action.

    `run` is called as run(by=User, at=datetime, **form's values); what it raises
    as a Refusal is shown to the person, and what it returns if that is text.
    """

    verb: str  # its place in the address, such as hand-over
    label: str
    run: Callable[..., Any]
    form: type[forms.Form] | None = None
    question: str = ""
    initial: Mapping[str, Any] = field(default_factory=dict)


class Reason(forms.Form):
    """The commonest form: why."""

    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


class CappedPaginator(Paginator):  # type: ignore[type-arg]
    """Counts to 10,000 and no further: a COUNT over a million rows is slower than the page."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return rows.order_by()[:MOST_COUNTED].count() if isinstance(rows, QuerySet) else len(rows)


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows that the admin shows and never edits. Verbs are buttons: see `actions_of`.

    `viewers` are the roles that may look, `hidden` the columns never shown. Lists
    and pages hold what the manager's `visible_to` gives, where it has one.
    """

    viewers: ClassVar[frozenset[Role]] = DESK
    hidden: ClassVar[frozenset[str]] = frozenset()
    actions = None
    list_per_page = 50
    show_full_result_count = False
    paginator = CappedPaginator
    change_form_template = "admin/desk/change_form.html"
    button_template = "admin/desk/button.html"

    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["desk/admin.css"]}

    def actions_of(self, obj: Any, user: User) -> Sequence[Button]:
        """Return the buttons of a row for this person. The action refuses; a button is only an offer."""
        return ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows.visible_to(request.user) if hasattr(rows, "visible_to") else rows

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Only the filters on the page: Django would let ?reviews__isnull=0 ask about rows kept from view."""
        offered: Any = self.get_list_filter(request) if request else self.list_filter
        fields = tuple(f"{name}__" for name in offered if isinstance(name, str))
        names = {getattr(f, "parameter_name", f) for f in offered}
        return lookup in names or lookup.startswith(fields)

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        if self.fields or self.fieldsets:
            return super().get_fields(request, obj)
        return [f.name for f in self.opts.concrete_fields if f.name not in self.hidden]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        return [*{*self.get_fields(request, obj), *self.readonly_fields}]

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        user = request.user
        return isinstance(user, User) and user.is_active and bool(user.roles & self.viewers)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_button"
        press = self.admin_site.admin_view(self.press)
        return [path("<path:object_id>/do/<slug:verb>/", press, name=name), *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        obj = kwargs.get("obj")
        if obj is not None and isinstance(request.user, User):
            context["buttons"] = [
                (button.label, self._address("button", obj, button.verb))
                for button in self.actions_of(obj, request.user)
            ]
        return super().render_change_form(request, context, *args, **kwargs)

    def press(self, request: HttpRequest, object_id: str, verb: str) -> HttpResponseBase:
        """Ask (GET) or run (POST) a button. Raises Http404 for rows that may not be seen."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None or not self.has_view_permission(request, obj) or not isinstance(request.user, User):
            raise Http404
        button = next((b for b in self.actions_of(obj, request.user) if b.verb == verb), None)
        if button is None:
            messages.error(request, "This is not possible any more, or not for you.")
            return HttpResponseRedirect(self._address("change", obj))
        given = request.POST if request.method == "POST" else None
        form = (button.form or forms.Form)(given, initial=dict(button.initial))
        if given is not None and form.is_valid() and self._run(request, obj, button, form):
            # Where the row may not be seen any more, Django's change view leads on to the index.
            return HttpResponseRedirect(self._address("change", obj))
        return self._asked(request, obj, button, form)

    def _run(self, request: HttpRequest, obj: Any, button: Button, form: forms.Form) -> bool:
        """Call the action; return whether it was done, else the form says why not."""
        seen = request.POST.get("seen", "")
        if hasattr(obj, "chain_seq") and seen.isdecimal() and len(seen) < 10:
            versions.expect(obj.uuid, frozenset({int(seen)}))
        try:
            told = button.run(by=request.user, at=clock.now(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            return False
        finally:
            versions.forget()
        messages.success(request, f"{button.label}: done.")
        if isinstance(told, str):
            messages.info(request, told)
        return True

    def _asked(self, request: HttpRequest, obj: Any, button: Button, form: forms.Form) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": button.label,
            "opts": self.opts,
            "original": obj,
            "button": button,
            "form": form,
            "seen": getattr(obj, "chain_seq", ""),
            "back": self._address("change", obj),
        }
        return TemplateResponse(request, self.button_template, context)

    def _address(self, name: str, obj: Any, *more: str) -> str:
        route = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{name}"
        return reverse(route, args=[obj.pk, *more])
