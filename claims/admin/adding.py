"""Admin pages with a form for a new row, which calls the room's action as the buttons do."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path

from factcheck import clock
from factcheck.admin import ReadOnlyAdmin
from factcheck.errors import Refusal
from factcheck.models import User


class AddingAdmin(ReadOnlyAdmin):
    """Rows that editors add. `add` is the action; what it raises as a Refusal is shown to the person."""

    add_label: ClassVar[str]
    add_form: ClassVar[type[forms.Form]]
    change_list_template = "admin/claims/triage/change_list.html"

    def add(self, **given: Any) -> Any:
        """Call the action with the form's values, `by` and `at`; return the new row."""
        raise NotImplementedError

    def beside(self) -> Sequence[tuple[str, str]]:
        """What is shown below the form: names and words."""
        return ()

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_new"
        return [path("new/", self.admin_site.admin_view(self.new), name=name), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        offered = {"add_label": self.add_label} if _is_editor(request) else {}
        return super().changelist_view(request, {**(extra_context or {}), **offered})

    def new(self, request: HttpRequest) -> HttpResponseBase:
        """Ask for a new row (GET), or add it (POST)."""
        if not _is_editor(request):
            raise PermissionDenied
        form = self.get_add_form()(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                row = self.add(**form.cleaned_data, by=request.user, at=clock.now())
            except Refusal as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            else:
                messages.success(request, f"{self.add_label}: done.")
                return HttpResponseRedirect(self._address("change", row))
        return self.page(request, "new", self.add_label, form=form, beside=self.beside())

    def get_add_form(self) -> type[forms.Form]:
        """Return the form for a new row."""
        return self.add_form

    def page(self, request: HttpRequest, name: str, title: str, **context: Any) -> TemplateResponse:
        """Answer with a page of triage."""
        whole = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "media": self.media,
            **context,
        }
        return TemplateResponse(request, f"admin/claims/triage/{name}.html", whole)


def _is_editor(request: HttpRequest) -> bool:
    return isinstance(request.user, User) and request.user.is_active and request.user.is_editor
