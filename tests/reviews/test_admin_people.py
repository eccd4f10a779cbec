"""Setting up reviewers, giving work by hand and seeing to to-dos, by the buttons of the admin."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django import forms

from factcheck import clock
from reviews.actions.escalation import escalate
from reviews.admin.profile_forms import HoursField, LanguagesField, TopicsField, in_words
from reviews.admin.to_dos import _PLACES
from reviews.models import Assignment, ConflictOfInterest, Reviewer, ToDo
from tests.factories import AT, OutletFactory, TopicFactory, UserFactory
from tests.reviews.factories import in_research, opened, panel, reviewer
from tests.reviews.test_admin import browser, done, listing, offered, page, press

pytestmark = pytest.mark.django_db

PROFILE = {
    "time_zone": "Europe/Berlin",
    "working_hours": "Mon-Thu 09:00-17:00\nFri 09:00-12:00",
    "opted_out": ["sport"],
    "capacity": "3",
    "weekly_capacity": "",
    "seniority": "70",
    "employer": "paper",
    "languages": "en native\nde working",
    "topics": "energy 4",
}
HOURS = [*([day, "09:00", "17:00"] for day in range(1, 5)), [5, "09:00", "12:00"]]


@pytest.fixture(autouse=True)
def known() -> None:
    TopicFactory(slug="energy"), TopicFactory(slug="sport"), OutletFactory(slug="paper")


def facts(profile: Reviewer) -> dict[str, Any]:
    return {
        "hours": (profile.time_zone, profile.working_hours),
        "figures": (profile.capacity, profile.weekly_capacity, profile.seniority),
        "employer": profile.employer and profile.employer.slug,
        "languages": dict(profile.languages.values_list("language", "level")),
        "topics": set(profile.topics.values_list("topic__slug", "skill", "opted_out")),
    }


SET = {
    "hours": ("Europe/Berlin", HOURS),
    "figures": (3, None, 70),
    "employer": "paper",
    "languages": {"en": "native", "de": "working"},
    "topics": {("energy", 4, False), ("sport", None, True)},
}


def test_an_editor_gives_a_person_a_profile_on_the_persons_page():
    editor, user, reader = UserFactory(editor=True), UserFactory(), UserFactory(reader=True)
    assert (offered(editor, user), offered(editor, reader)) == (["profile"], [])

    done(editor, user, "profile", **PROFILE)

    assert facts(Reviewer.objects.get(user=user)) == SET
    assert offered(editor, user) == []


def test_an_editor_changes_a_profile_and_its_form_begins_with_what_is_there():
    editor, profile = UserFactory(editor=True), reviewer()

    done(editor, profile, "edit", **PROFILE)

    assert facts(profile) == SET
    form = browser(editor).get(page(profile).replace("/change/", "/do/edit/")).content.decode()
    for line in ("Mon-Thu 09:00-17:00\nFri 09:00-12:00", "de working\nen native", "energy 4"):
        assert line in form
    shown = browser(editor).get(page(profile)).content.decode()
    assert "Fri 09:00-12:00" in shown
    assert "4 as declared" in shown


def test_a_person_changes_only_what_is_his_to_say():
    profile = reviewer(capacity=9)
    own = {name: PROFILE[name] for name in ("time_zone", "working_hours", "opted_out")}

    form = browser(profile.user).get(page(profile).replace("/change/", "/do/edit/")).content.decode()
    done(profile.user, profile, "edit", **own, capacity="1")

    assert "capacity" not in form
    assert facts(profile)["hours"] == SET["hours"]
    assert profile.capacity == 9


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"working_hours": "nine to five"}, "Days and times, such as"),
        ({"working_hours": "Mon-Foo 09:00-17:00"}, "Days and times, such as"),
        ({"working_hours": "Mon 17:00-09:00"}, "Hours end after they begin"),
        ({"time_zone": "Berlin"}, "There is no time zone"),
        ({"languages": "english"}, "A language and how well"),
        ({"languages": "en fluently"}, "One knows a language as one of"),
        ({"topics": "energy much"}, "slug and a skill"),
        ({"topics": "energy 9"}, "A skill is a number from 1 to 5"),
        ({"topics": "volcanoes 3"}, "The desk knows no topic"),
    ],
)
def test_a_mistake_in_a_form_is_named_and_changes_nothing(given: dict[str, str], says: str):
    profile = reviewer()

    told = press(UserFactory(editor=True), profile, "edit", **PROFILE | given)

    assert says in told
    profile.refresh_from_db()
    assert profile.chain_seq == 1


def test_absences_and_conflicts_are_set_by_button():
    profile = reviewer()

    done(profile.user, profile, "absence", begins="2026-07-01 00:00", until="2026-07-14 00:00")
    done(profile.user, profile, "declare-conflict", kind="organisation", value="Harbour Trust")

    assert profile.absent_from == datetime(2026, 7, 1, tzinfo=UTC)
    assert str(ConflictOfInterest.objects.get()) == "Harbour Trust"


def test_an_editor_sets_a_limit_aside_by_button_and_a_reviewer_has_no_such_box():
    case = opened()
    to = reviewer(languages={"ml": "native"})
    held = in_research()

    barred = press(case.editor, case.fact_check, "hand-out", to=str(to.uuid))
    asked = {"overrides": ["language"], "override_reason": "Nobody else."}
    done(case.editor, case.fact_check, "hand-out", to=str(to.uuid), **asked)
    form = browser(held.researcher).get(page(held.seat).replace("/change/", "/do/hand-over/"))

    assert "This person cannot take the seat: language." in barred
    seat = Assignment.objects.get(reviewer=to)
    assert (seat.overrides, seat.override_reason) == (["language"], "Nobody else.")
    assert "Nobody else." in browser(case.editor).get(page(seat)).content.decode()
    assert "Nobody else." not in browser(held.researcher).get(page(seat)).content.decode()
    assert "overrides" not in form.content.decode()


def test_an_editor_gives_more_time_by_button():
    case = in_research()
    later = clock.now().replace(microsecond=0) + timedelta(days=30)

    done(case.editor, case.seat, "extend", due_at=f"{later:%Y-%m-%d %H:%M:%S}")

    assert case.seat.due_at == later


def test_to_dos_show_the_open_ones_with_what_can_be_done_and_are_closed_by_button():
    case, late = in_research(), panel()
    escalate(at=AT + timedelta(hours=72))
    word = ToDo.objects.get(owner=None, assignment=case.seat)
    editor = case.editor

    shown = browser(editor).get(page(word)).content.decode()
    panel_word = browser(editor).get(page(ToDo.objects.get(fact_check=late.fact_check))).content.decode()
    done(editor, word, "dismiss", reason="She is nearly there.")

    assert f"The work of {case.researcher} as researcher was due" in shown
    assert f"/admin/reviews/assignment/{case.seat.uuid}/do/extend/" in shown
    assert f"/admin/reviews/factcheck/{late.uuid}/do/close-round/" in panel_word
    lists = [
        browser(editor).get(listing(ToDo) + query).content.decode() for query in ("", "?standing=closed")
    ]
    assert [str(word.uuid) in told for told in lists] == [False, True]
    assert "dismissed" in lists[1]
    assert {"done", "dismiss", "take-back"} & set(offered(editor, word)) == {"take-back"}
    done(editor, word, "take-back")
    done(editor, word, "done")
    assert (word.closed_by, word.dismissed) == (editor, False)


def test_what_passed_by_itself_is_nobodys_to_take_back():
    editor = UserFactory(editor=True)
    word = ToDo.objects.create(kind="overload", key="x", text="Much.", created_at=AT, closed_at=AT)

    assert offered(editor, word) == []
    assert "passed by itself" in browser(editor).get(f"{listing(ToDo)}?standing=all").content.decode()


def test_every_option_of_a_to_do_leads_somewhere():
    case = in_research()
    ids = {
        "fact_check": case.uuid,
        "assignment": case.seat.uuid,
        "reviewer": case.researcher.reviewer.uuid,
        "claim": case.fact_check.claim.uuid,
    }
    codes = list(_PLACES)
    word = ToDo.objects.create(
        kind="overdue",
        key="x",
        text="{name} is late.",
        options=[
            {"code": code, "label": f"({code})", **{k: str(v) for k, v in ids.items()}} for code in codes
        ],
        claim=case.fact_check.claim,
        created_at=AT,
    )
    client = browser(case.editor)

    shown = client.get(page(word)).content.decode()

    for code in codes:
        (address,) = [part.rpartition('href="')[2] for part in shown.split(f'">({code})</a>')[:-1]]
        assert client.get(address).status_code in (200, 302), (
            code
        )  # a button that is not possible now leads back


def test_hours_and_lists_read_as_they_are_written():
    for text, rows in (
        ("Mon-Fri 09:00-17:00", [[day, "09:00", "17:00"] for day in range(1, 6)]),
        ("Sat – Mon 10:00–12:00", [[6, "10:00", "12:00"], [7, "10:00", "12:00"], [1, "10:00", "12:00"]]),
        ("Wed 09:00-12:00\n\nWed 13:00-24:00", [[3, "09:00", "12:00"], [3, "13:00", "24:00"]]),
        ("", []),
    ):
        assert HoursField().clean(text) == rows
        again = HoursField().clean("\n".join(in_words(rows)))
        assert sorted(again) == sorted(rows)
    assert LanguagesField().clean("en native\n pt-BR  working ") == {"en": "native", "pt-BR": "working"}
    assert TopicsField().clean("energy 4") == {"energy": 4}
    assert HoursField().prepare_value("as typed") == "as typed"
    with pytest.raises(forms.ValidationError):
        TopicsField().clean("energy")
