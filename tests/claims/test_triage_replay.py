"""The last weeks ordered again under two sets of rules: what moves, why, and what people had made of it."""

import json
from datetime import timedelta
from uuid import UUID, uuid5

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from claims import actions
from claims.actions.triage_replay import dry_run, replay
from claims.models import Claim
from claims.triage import AS_SHIPPED, Weights, rules_of
from claims.triage.replay import Past, compare
from factcheck import clock
from factcheck.models import Event
from tests.factories import AT, ClaimFactory, UserFactory

few = settings(max_examples=30, deadline=None)
past = st.builds(
    Past,
    uuid=st.uuids(),
    wording=st.sampled_from(["Crime fell.", "40 people were killed.", "The choir sang.", "Taxes rose."]),
    kind=st.sampled_from(["fact", "number", "opinion"]),
    score=st.floats(0, 1),
    spread=st.integers(0, 50),
    demand=st.integers(0, 50),
    age=st.none() | st.timedeltas(timedelta(0), timedelta(days=30)),
    outcome=st.sampled_from(["", "accepted", "declined"]),
)
claims = st.lists(past, max_size=30, unique_by=lambda one: one.uuid)


@few
@given(claims=claims)
def test_the_same_rules_move_nothing(claims):
    found = compare(claims, AS_SHIPPED, rules_of())

    assert not any(found.counts.values())
    assert {top.overlap for top in found.tops} == {1.0}
    assert found.a == found.b


@few
@given(claims=claims, harm=st.integers(0, 100), worth=st.integers(0, 100), strong=st.floats(0, 1))
def test_what_moves_one_way_moves_back_the_other(claims, harm, worth, strong):
    other = AS_SHIPPED.weighed_by(Weights(harm=harm, worth=worth, checkable=strong))

    there, back = compare(claims, AS_SHIPPED, other), compare(claims, other, AS_SHIPPED)

    swapped = {"up": "down", "down": "up", "appear": "vanish", "vanish": "appear"}
    assert there.counts == {name: back.counts[swapped[name]] for name in swapped}
    assert (there.a, there.b) == (back.b, back.a)
    assert there.a.listed + sum(there.a.gates.values()) == len(claims)
    assert {m.past.uuid for m in there.appear} == {m.past.uuid for m in back.vanish}


def said(number: int, wording: str, **fields) -> Past:
    known = {"kind": "number", "score": 0.5, "spread": 1, "demand": 0, "age": None}
    return Past(uuid=uuid5(UUID(int=0), str(number)), wording=wording, **known | fields)


def test_the_first_k_tell_what_people_made_of_them():
    choir = [said(n, "The choir sang.", score=0.9, outcome="declined") for n in range(10)]
    deaths = [said(n + 10, "40 people were killed.", score=0.1, outcome="accepted") for n in range(10)]
    open_ = [said(20, "Nothing was decided.", score=0.09)]

    found = compare(
        [*choir, *deaths, *open_],
        AS_SHIPPED.weighed_by(Weights(harm=0)),
        AS_SHIPPED.weighed_by(Weights(worth=0)),
        most=3,
    )

    top = found.tops[0]
    assert (top.k, top.overlap) == (10, 0.0)
    assert (top.a_accepted, top.a_precision, top.b_accepted, top.b_precision) == (0, 0.0, 10, 1.0)
    assert (found.a.accepted_median, found.b.accepted_median) == (15.5, 5.5)
    assert found.counts == {"up": 10, "down": 10, "appear": 0, "vanish": 0}
    assert len(found.up) == 3
    assert {part.name for part in found.up[0].b.parts} >= {"harm x spread", "check-worthiness"}


@pytest.mark.django_db
def test_the_weeks_are_read_as_they_were_and_nothing_is_written():
    for status in ("accepted", "settled", "declined", "detected"):
        ClaimFactory(status=status)
    pinned = ClaimFactory()
    actions.pin(claim_id=pinned.uuid, pinned=True, by=UserFactory(editor=True), at=AT)
    before, events = list(Claim.objects.order_by("id").values()), Event.objects.count()

    found = replay(Weights(), Weights(worth=0), at=AT + timedelta(days=10), days=14)

    comparison = found.comparison
    assert (comparison.claims, comparison.accepted, comparison.declined, found.left_out) == (5, 2, 1, 0)
    assert {part.weight for m in comparison.down for part in m.a.parts if part.name == "freshness"} <= {8.0}
    assert (list(Claim.objects.order_by("id").values()), Event.objects.count()) == (before, events)
    assert replay(Weights(), Weights(), at=AT + timedelta(days=20), days=1).comparison.claims == 0
    assert replay(Weights(), Weights(), at=AT, most=2).left_out == 3
    now = dry_run(Weights(), Weights(), at=AT, most=1)
    assert (now.comparison.claims, now.left_out) == (1, 1)


def run(*arguments: str, capsys) -> str:
    call_command("triage_replay", *arguments)
    return capsys.readouterr().out


@pytest.mark.django_db
def test_the_command_shows_what_would_change(tmp_path, capsys, monkeypatch):
    ClaimFactory(wording="40 people were killed.", score=0.3)
    ClaimFactory(wording="The choir [sang] 9 songs.", score=0.9)
    ClaimFactory(status="accepted")
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(days=1))
    file = tmp_path / "weights.json"
    file.write_text('{"harm": 100, "least_reach": 2}')

    page = run("--weights", str(file), "--days", "7", capsys=capsys)
    whole = json.loads(run("--weights", str(file), "--json", capsys=capsys))

    assert "3 claims since 23 February 2026" in page
    assert "The choir [sang] 9 songs." in page
    assert "1 -> too_little_reach" in page
    assert "kept off: too little reach" in page
    assert whole["comparison"]["b"]["weights"]["harm"] == 100
    assert whole["now"]["counts"]["vanish"] == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "word"),
    [
        ('{"hram": 1}', "weights.hram"),
        ('{"harm": 1000}', "weights.harm"),
        ('{"full_spread": 2.5}', "weights.full_spread"),
        ("[]", "one JSON object"),
        ("{", "cannot be read"),
    ],
)
def test_a_bad_file_is_refused_with_the_field(tmp_path, text, word):
    file = tmp_path / "weights.json"
    file.write_text(text)

    with pytest.raises(CommandError, match=word):
        call_command("triage_replay", "--weights", str(file))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "arguments",
    [
        ("--weights", "/nowhere.json"),
        ("--version", "3"),
        ("--version", "1", "--days", "0"),
        ("--version", "1", "--most", "0"),
    ],
)
def test_what_cannot_be_compared_is_refused(arguments):
    with pytest.raises(CommandError):
        call_command("triage_replay", *arguments)
