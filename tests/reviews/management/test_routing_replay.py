"""`manage.py routing_replay` says how other weights would have done, as a page and as JSON."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from reviews import actions
from reviews.models import Assignment
from tests.factories import AT, TopicFactory
from tests.reviews.factories import opened, reviewer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("factcheck.clock.now", lambda: AT + timedelta(days=2))


def said(*words: str, **options: Any) -> str:
    out = StringIO()
    call_command("routing_replay", *words, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Two decisions and a seat that waits; the path of weights that go by load alone."""
    TopicFactory(slug="cargo")
    reviewer(topics={"cargo": 5}, capacity=2)
    for hours in range(2):
        actions.route(fact_check_id=opened(offers=True).uuid, at=AT + timedelta(hours=hours))
    opened(offers=True)
    weights = tmp_path / "load.json"
    weights.write_text(json.dumps({"expertise": 0, "load": 900}), "utf-8")
    return weights


def test_it_compares_weights_in_a_file_with_what_is_in_force(desk: Path):
    found = json.loads(said("--weights", str(desk), "--weeks", "2", "--json"))

    comparison, now = found["comparison"], found["now"]
    assert (comparison["decisions"], comparison["b"]["weights"]["load"]) == (2, 900)
    assert len(comparison["b"]["weeks"]) == 2
    assert (now["offers"], Assignment.objects.count()) == (1, 2)


def test_it_compares_two_versions_and_says_it_in_words(desk: Path):
    for weights in ({"load": 0}, {"expertise": 0, "load": 900}):
        actions.add_routing_settings(weights=weights, by=None, at=AT)

    page = said("--version", "2", "--against", "1")

    assert "2 decisions since" in page
    assert "decisions come out differently" in page
    assert "share of the work (Gini)" in page
    assert "If B went live now: seats offered 1, left waiting 0" in page
    assert page == said("--version", "2", "--against", "1")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--version", "9"], "no version 9"),
        (["--weights", "/nowhere.json"], "cannot be read as JSON"),
        (["--version", "1", "--weeks", "0"], "--weeks goes from 1"),
        (["--version", "1", "--most", "0"], "--most goes from 1"),
        (["--version", "1", "--weights", "x"], "not allowed with"),
        ([], "one of the arguments"),
    ],
)
def test_what_it_cannot_do_it_says_in_a_line(words: list[str], message: str):
    with pytest.raises(CommandError, match=message):
        said(*words)


@pytest.mark.parametrize(
    ("text", "message"), [("[]", "one JSON object"), ('{"charm": 1}', "no part “charm”")]
)
def test_weights_that_make_no_sense_are_refused(tmp_path: Path, text: str, message: str):
    path = tmp_path / "weights.json"
    path.write_text(text, "utf-8")

    with pytest.raises(CommandError, match=message):
        said("--weights", str(path))
