"""An admin of a table of the room above, as that room would write it."""

from typing import Any

from django.contrib.admin import AdminSite
from django.urls import path

from claims.models import Outlet
from factcheck import versions
from factcheck.admin import Button, ReadOnlyAdmin, Reason
from factcheck.errors import Conflict
from factcheck.models import User

pressed: list[dict[str, Any]] = []


def close(**given: Any) -> None:
    versions.check(Outlet.objects.get(slug="a"))
    pressed.append(given)


def settle(**given: Any) -> None:
    raise Conflict("Not while it is open.")


class Outlets(ReadOnlyAdmin):
    list_display = ("name", "slug")
    ordering = ("id",)

    def actions_of(self, obj: Outlet, user: User) -> list[Button]:
        closing = Button("close", "Close", close, form=Reason, initial={"reason": "As before."})
        return [closing, Button("settle", "Settle", settle)]


site = AdminSite()
site.register(Outlet, Outlets)
urlpatterns = [path("admin/", site.urls)]
