"""To-dos: the open ones first, with what can be done and buttons to close them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from claims.models import Claim
from factcheck.admin import Button
from factcheck.models import User
from reviews import actions
from reviews.admin.base import DeskAdmin, calling, form_of, text
from reviews.models import Assignment, FactCheck, Reviewer, ToDo
from reviews.serializers.to_dos import names_in, worded

# Where an option is done: the page it leads to, and the button there where there is one.
_PLACES = {
    "hand_out": ("fact_check", "hand-out"),
    "ask_again": ("fact_check", "hand-out"),
    "close_round": ("fact_check", "close-round"),
    "hold": ("fact_check", ""),
    "reopen": ("fact_check", "reopen"),
    "add_language": ("fact_check", "hand-out"),
    "new_people": ("fact_check", ""),
    "extend": ("assignment", "extend"),
    "hand_over": ("assignment", "hand-over"),
    "release": ("assignment", "release"),
    "file": ("assignment", "file"),
    "raise_capacity": ("reviewer", "edit"),
    "raise_weekly_capacity": ("reviewer", "edit"),
    "lower_capacity": ("reviewer", "edit"),
    "lift_opt_out": ("reviewer", ""),
    "set_absence": ("reviewer", "absence"),
    "end_absence": ("reviewer", "absence"),
    "compare": ("claim", ""),
    "reword": ("claim", ""),
}
_MODELS = {"fact_check": FactCheck, "assignment": Assignment, "reviewer": Reviewer, "claim": Claim}


def _linked(to_do: ToDo, option: Mapping[str, Any]) -> SafeString | str:
    """The label of an option, leading to where it is done."""
    noun, verb = _PLACES.get(option["code"], ("", ""))
    if noun not in option:
        return str(option["label"])
    page = admin.site._registry[_MODELS[noun]].opts
    route = f"admin:{page.app_label}_{page.model_name}_{'button' if verb else 'change'}"
    key = to_do.claim_id if noun == "claim" else option[noun]  # the claims room goes by row numbers
    address = reverse(route, args=[key, *([verb] if verb else [])])
    return format_html('<a href="{}">{}</a>', address, option["label"])


class Standing(admin.SimpleListFilter):
    """The open ones, unless the address says otherwise."""

    title = "standing"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("all", "all"), ("closed", "closed")]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        yield {**first, "display": "open"}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "all":
            return queryset
        return queryset.filter(closed_at__isnull=self.value() != "closed")


@admin.register(ToDo)
class ToDos(DeskAdmin):
    list_display = ("what", "about", "due_at", "created_at", "standing")
    list_select_related = ("reviewer__user", "fact_check__claim", "claim", "owner")
    list_filter = (Standing, "kind")
    ordering = ("-created_at", "-uuid")
    hidden = DeskAdmin.hidden | {"key", "text", "options"}
    readonly_fields = ("what", "what_can_be_done")

    class Media:
        css = {"all": ["desk/to_dos.css"]}

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What is the matter and what can be done come first; how it ended, once it has."""
        first = [name for name in self.readonly_fields if isinstance(name, str)]
        ended = {"closed_at", "see_closed_by", "dismissed", "reason"}
        left_out = {*first, *(ended if obj is not None and obj.closed_at is None else ())}
        return [*first, *(name for name in super().get_fields(request, obj) if name not in left_out)]

    @admin.display(description="what")
    def what(self, to_do: ToDo) -> str:
        return to_do.told

    @admin.display(description="about")
    def about(self, to_do: ToDo) -> Any:
        return str(to_do.claim or (to_do.fact_check.claim if to_do.fact_check else "")) or "-"

    @admin.display(description="standing")
    def standing(self, to_do: ToDo) -> str:
        if to_do.closed_at is None:
            return "yours" if to_do.owner else "open"
        if to_do.closed_by_id is None:
            return "passed by itself"
        return "dismissed" if to_do.dismissed else "done"

    @admin.display(description="what can be done")
    def what_can_be_done(self, to_do: ToDo) -> SafeString | str:
        lines = worded(to_do.options, names_in(to_do.options))
        if not lines:
            return "-"
        return format_html(
            "<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((_linked(to_do, o),) for o in lines))
        )

    def actions_of(self, obj: ToDo, user: User) -> Sequence[Button]:
        known = {"to_do_id": obj.uuid}
        if obj.closed_at is None:
            why = form_of({"reason": text(most=500)})
            return [
                Button("done", "Done", calling(actions.done, **known)),
                Button("dismiss", "Dismiss", calling(actions.dismiss, **known), form=why),
            ]
        if obj.closed_by_id is None:
            return ()
        return [Button("take-back", "Open again", calling(actions.take_back, **known))]
