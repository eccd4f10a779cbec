"""Routing's settings in the admin: entered, compared with plots, put in force."""

import re
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from factcheck.models import User
from reviews import actions
from reviews.admin import plots
from reviews.admin.plots import Pair
from reviews.models import Assignment, RoutingSettings
from reviews.routing import Weights
from reviews.routing.words import PARTS
from tests.factories import AT, TopicFactory, UserFactory
from tests.reviews.factories import opened, reviewer

URL = "/admin/reviews/routingsettings/"
SVG = re.compile(r'<svg class="plot".*?</svg>', re.DOTALL)


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("factcheck.clock.now", lambda: AT + timedelta(days=2))


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def desk() -> Client:
    return browser(UserFactory(editor=True))


def worked() -> list[Assignment]:
    """Two decisions that went to the expert, and one that waits."""
    TopicFactory(slug="cargo")
    reviewer(topics={"cargo": 5}, capacity=2)
    files = [opened(offers=True).fact_check for _ in range(3)]
    for number, file in enumerate(files[:2]):
        actions.route(fact_check_id=file.uuid, at=AT + timedelta(hours=number))
    return list(Assignment.objects.order_by("id"))


def entered(**weights: int) -> RoutingSettings:
    return actions.add_routing_settings(weights=weights, note="Even load", by=None, at=AT)


def page(client: Client, path: str = "", **query: Any) -> str:
    answer = client.get(f"{URL}{path}", query)
    assert answer.status_code == 200, answer
    return str(answer.content.decode())


@pytest.mark.django_db
def test_a_version_is_entered_from_what_is_in_force_and_led_to_its_comparison(desk: Client):
    assert 'value="400"' in page(desk, "enter/")
    given = dict.fromkeys(Weights.__dataclass_fields__, 100)

    answer = desk.post(f"{URL}enter/", given | {"load": 900, "note": "Even load"})

    version = RoutingSettings.objects.get()
    assert (version.weights["load"], version.note, version.active) == (900, "Even load", False)
    assert answer["Location"] == f"{URL}compare/?b=1&weeks=4"
    assert "version 1: Even load" in page(desk, "compare/")


@pytest.mark.django_db
def test_weights_that_make_no_sense_are_shown_at_their_field(desk: Client):
    given = dict.fromkeys(Weights.__dataclass_fields__, 100) | {"load": 10_001}

    answer = desk.post(f"{URL}enter/", given)

    assert (answer.status_code, RoutingSettings.objects.count()) == (200, 0)
    assert "less than or equal to 10000" in answer.content.decode()


@pytest.mark.django_db
def test_a_version_is_put_in_force_with_a_reason(desk: Client):
    version = entered(load=900)
    shown = page(desk, f"{version.uuid}/change/")
    assert all(what in shown for what in ("do/activate", "900", "work held now, of the capacity"))

    desk.post(f"{URL}{version.uuid}/do/activate/", {"reason": "Uneven weeks.", "seen": "1"})

    version.refresh_from_db()
    assert (version.active, version.reason) == (True, "Uneven weeks.")
    assert "do/activate" not in page(desk, f"{version.uuid}/change/")


@pytest.mark.django_db
def test_a_comparison_shows_figures_plots_decisions_and_what_would_be_offered_now(desk: Client):
    offers = worked()
    entered(expertise=0, load=900)

    shown = page(desk, "compare/", a="", b="1", weeks="2")

    drawn = SVG.findall(shown)
    assert len(drawn) == 4
    for svg in drawn:
        told = ET.fromstring(svg)
        assert told.attrib["role"] == "img"
        assert told.find("title").text
        assert "under A" in told.find("desc").text
        assert len({part.attrib["id"] for part in told if "id" in part.attrib}) == 2
    assert "style=" not in "".join(drawn)
    assert "<script" not in "".join(drawn)
    assert "</span> A: the defaults, in force <span" in shown
    assert "of 2 decisions come out differently." in shown
    links = [f'<a href="/admin/reviews/factcheck/{offer.fact_check.uuid}/change/">' for offer in offers]
    assert any(link in shown for link in links)
    assert "1 seat would be offered, 0 would wait" in shown
    assert Assignment.objects.count() == len(offers)


@pytest.mark.django_db
def test_a_desk_without_history_has_nothing_to_draw(desk: Client):
    shown = page(desk, "compare/", a="", b="", weeks="4")

    assert "There was nothing to route in these weeks." in shown
    assert SVG.findall(shown) == []
    assert "No seat waits for an offer." in shown


@pytest.mark.django_db
@pytest.mark.parametrize("query", [{"b": "7"}, {"weeks": "99"}, {"weeks": "x"}])
def test_what_cannot_be_compared_is_said_at_its_field(desk: Client, query: dict[str, str]):
    shown = page(desk, "compare/", **query)

    assert "errorlist" in shown
    assert "In figures" not in shown


@pytest.mark.django_db
def test_nobody_but_editors_opens_it():
    client = browser(reviewer().user)

    for path in ("", "compare/", "enter/"):
        assert client.get(f"{URL}{path}").status_code == 403
    assert client.post(f"{URL}enter/", {"load": 1}).status_code == 403
    assert RoutingSettings.objects.count() == 0


PAIRS = [Pair("Ada Hall", 4, 2), Pair("Bo <b> " + "x" * 40, 0, 3.5)]


@pytest.mark.parametrize("draw", [plots.rows, plots.columns, plots.lines])
def test_every_figure_is_drawn_and_told_and_no_name_is_markup(draw: Any):
    svg = draw("load", "Seats", PAIRS, unit="seats")

    drawn = ET.fromstring(svg)
    assert drawn.find("desc").text.startswith("Ada Hall: 4 under A, 2 under B seats. Bo <b>")
    sides = [part.attrib["class"] for part in drawn.iter() if part.attrib.get("class") in ("a", "b")]
    assert sides.count("a") == sides.count("b") >= 2


def test_bars_are_as_long_as_their_figures_and_stay_inside():
    drawn = ET.fromstring(plots.rows("load", "Seats", PAIRS, unit="seats"))

    bars = [float(bar.attrib["width"]) for bar in drawn.iter("rect")]
    assert bars[0] == 2 * bars[1] == max(bars)
    assert bars[2] == 0
    right = float(drawn.attrib["viewBox"].split()[2])
    assert all(float(b.attrib["x"]) + float(b.attrib["width"]) <= right for b in drawn.iter("rect"))


def test_a_long_axis_names_only_some_weeks():
    pairs = [Pair(f"week {n}", 0.5, 0.25) for n in range(26)]

    drawn = ET.fromstring(plots.lines("weeks", "Weeks", pairs, unit="Gini"))

    named = [part.text for part in drawn.iter("text") if (part.text or "").startswith("week")]
    assert len(named) < 10
    assert len(list(drawn.iter("circle"))) == 52


def test_a_plot_of_nothing_says_so():
    assert "Nothing to show." in plots.columns("waits", "Waits", [], unit="seats")


def test_the_parts_on_the_page_are_those_of_the_weights():
    assert set(Weights.__dataclass_fields__) <= set(PARTS)
