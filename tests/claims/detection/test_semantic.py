"""The better model adds to the default and never stands in its way."""

import math
from collections.abc import Iterator
from pathlib import Path

import pytest

from claims.detection import cues, ngrams, semantic, worthiness
from claims.detection.worthiness import Worth, current_model, score, score_many, threshold
from tests.claims.detection import tiny_model

TEXTS = ["Rents rose by half again.", "Thank you all for coming.", "He voted against the bill 14 times."]


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    semantic.use(None)


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    pytest.importorskip("onnxruntime", reason="the [semantic] extra is not installed")
    pytest.importorskip("tokenizers", reason="the [semantic] extra is not installed")
    return tiny_model.write(tmp_path / "model")


def test_the_model_says_a_part_of_the_score(tiny: Path) -> None:
    plain = score(TEXTS[0])
    semantic.use(tiny)

    worth = score(TEXTS[0])

    weights = {part.name: part.weight for part in worth.parts}
    assert worth.model == current_model("en") == "semantic-test"
    assert threshold() == 0.3
    assert math.isclose(weights["meaning"], 0.5 * (1 + 3 + 4 + 5 + 6 + 0) / 6, rel_tol=1e-6)
    assert math.isclose(weights["base"], 0.4 * plain.parts[0].weight - 1.0)
    assert math.isclose(math.log(worth.value / (1 - worth.value)), sum(weights.values()), abs_tol=1e-6)


def test_what_the_newsroom_weighs_by_hand_keeps_its_weight(tiny: Path) -> None:
    semantic.use(tiny)

    parts = {part.name: part.weight for part in score("Nine people were killed.", claimed=True).parts}

    assert parts["casualties"] == cues.WEIGHTS["casualties"][0]
    assert parts["claimed"] == cues.WEIGHTS["claimed"][0]


@pytest.mark.parametrize("better", [False, True])
def test_many_texts_score_as_one_by_one(tiny: Path, better: bool) -> None:
    semantic.use(tiny if better else None)
    claimed = [False, True, False]

    together = score_many(TEXTS, claimed=claimed)

    assert together == [score(text, claimed=said) for text, said in zip(TEXTS, claimed, strict=True)]
    assert score_many(TEXTS, claimed=True) == score_many(TEXTS, claimed=[True] * 3)
    assert score_many([]) == []


def test_who_it_is_moves_nothing_with_the_better_model_either(tiny: Path) -> None:
    semantic.use(tiny)

    assert score("Ann Doe and the Greens raised rents by half.") == score(
        "Bob Roe and the Republicans raised rents by half."
    )


def test_other_languages_are_read_by_cues(tiny: Path) -> None:
    semantic.use(tiny)

    worth = score("Die Mieten stiegen um 12 Prozent.", language="de")

    assert worth.model == current_model("de") == cues.MODEL


def test_of_very_many_the_first_by_words_are_read_for_their_meaning(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worthiness, "_MOST", 1)
    semantic.use(tiny)

    models = [worth.model for worth in score_many(TEXTS)]

    assert models == [ngrams.MODEL, ngrams.MODEL, "semantic-test"]


def test_without_a_model_the_default_reads_and_says_so(tmp_path: Path) -> None:
    before = score_many(TEXTS)
    semantic.use(tmp_path / "nothing")

    assert score_many(TEXTS) == before
    assert current_model() == ngrams.MODEL
    assert semantic.folder() is None
    well, told = semantic.standing()
    assert well
    assert "the default model reads" in told


def test_without_the_extra_the_default_reads_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / semantic.CARD).write_text("{}")
    monkeypatch.setattr(semantic, "find_spec", lambda _: None)
    semantic.use(tmp_path)

    assert score(TEXTS[0]).model == ngrams.MODEL
    assert semantic.standing() == (
        True,
        "the default model reads: the [semantic] extra is not installed (onnxruntime, tokenizers)",
    )


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (lambda place: (place / semantic.ENCODER).write_bytes(b"other"), "not the file"),
        (lambda place: (place / semantic.TOKENIZER).unlink(), "not the file"),
        (lambda place: (place / semantic.CARD).write_text("{"), "cannot be read"),
        (lambda place: (place / semantic.CARD).write_text('{"model": 1}'), "cannot be read"),
        (lambda place: tiny_model.write(place, words_model="words-0"), "belongs to words-0"),
    ],
)
def test_an_altered_model_is_not_used(
    tiny: Path, broken: object, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    before = score(TEXTS[0])
    broken(tiny)  # type: ignore[operator]
    semantic.use(tiny)

    assert score(TEXTS[0]) == before
    assert reason in caplog.text
    assert not semantic.standing()[0]
    assert reason in semantic.standing()[1]


def test_a_good_model_is_named(tiny: Path) -> None:
    semantic.use(tiny)

    assert semantic.standing() == (True, "semantic-test reads")
    assert semantic.folder() == tiny


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Ann Marie Doe’s rents rose", "[MASK] rents rose"),
        ("The GOP, in 2019, cut 5.5%.", "The [MASK], in 2019, cut 5.5%."),
        ("x" * 3000, "x" * 2000),
        ("", ""),
    ],
)
def test_the_encoder_reads_no_names(text: str, read: str) -> None:
    assert semantic.as_read(text) == read


def test_a_worth_is_a_plain_value() -> None:
    assert isinstance(score(TEXTS[0]), Worth)
