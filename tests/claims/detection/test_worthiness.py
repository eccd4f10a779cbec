"""A score is a calibrated probability with reasons that add up, and no name moves it."""

import math
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.detection import cues
from claims.detection.ngrams import bucket, masked
from claims.detection.worthiness import MODEL, score, threshold
from training.measures import average_precision, best_f1, f1_at, roc_auc

few = settings(max_examples=50)


@few
@given(
    text=st.text(max_size=120), language=st.sampled_from(["en", "de", "", "zh-Hans"]), claimed=st.booleans()
)
def test_the_parts_add_up_to_the_log_odds_of_the_score(text: str, language: str, claimed: bool) -> None:
    value, parts, _ = score(text, language=language, claimed=claimed)

    assert 0 < value < 1
    assert math.isclose(math.log(value / (1 - value)), sum(part.weight for part in parts), abs_tol=1e-6)
    assert len({part.name for part in parts}) == len(parts)
    assert all(part.label for part in parts)


@few
@given(
    name=st.sampled_from(["Ann Doe", "Ronald Reagan", "Hillary Clinton", "Zoë O'Quinn"]),
    party=st.sampled_from(["Republicans", "Democrats", "Greens"]),
)
def test_who_and_which_party_moves_nothing(name: str, party: str) -> None:
    sentence = "{} said that the {} voted for 40 new taxes in 2019, and {} cut them again."

    assert score(sentence.format(name, party, name)) == score(
        sentence.format("Bob Roe", "Republicans", "Bob Roe")
    )
    assert score(f"{name} raised taxes twice.") == score("Bob Roe raised taxes twice.")


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (
            "Unemployment fell from 9.8 percent to 5 percent in four years.",
            "I love this town and its people.",
        ),
        ("He voted against the bill 14 times.", "Let me tell you something about that."),
        ("Crime has doubled since 2015.", "We must do better, and we will."),
        ("The city spent $40 million on the stadium.", "Thank you all for coming tonight."),
    ],
)
def test_what_can_be_checked_comes_before_what_cannot(better: str, worse: str) -> None:
    assert score(better).value >= threshold() > score(worse).value


def test_the_model_is_named_by_language() -> None:
    text = "Die Mieten stiegen 2019 um 12 Prozent."

    assert score(text, language="en").model == MODEL
    assert score(text, language="de").model == cues.MODEL


def test_what_debates_hardly_show_keeps_a_newsrooms_weight() -> None:
    text = "Nine people were killed in the fire."

    parts = {part.name: part.weight for part in score(text, claimed=True).parts}

    assert parts["casualties"] == cues.WEIGHTS["casualties"][0]
    assert parts["claimed"] == cues.WEIGHTS["claimed"][0]


def test_names_and_figures_are_masked() -> None:
    assert masked("Ann Marie Doe’s 1,234 boats, the GOP and I’m 5.5 tall") == [
        "Xx", "00000", "boats", "the", "Xx", "and", "i'm", "0.0", "tall",
    ]  # fmt: skip


def test_a_feature_has_the_same_place_everywhere() -> None:
    assert [bucket("q number"), bucket("cmun"), bucket("«ж»")] == [117004, 7790, 87144]


@few
@given(
    st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=2, max_size=30).filter(
        lambda rows: len({label for label, _ in rows}) == 2
    )
)
def test_the_measures_agree_with_their_definitions(rows: list[tuple[bool, float]]) -> None:
    labels = np.array([float(label) for label, _ in rows])
    scores = np.array([value for _, value in rows])
    pairs = [(p, n) for p in scores[labels == 1] for n in scores[labels == 0]]

    wins = sum(1.0 if p > n else 0.5 if p == n else 0.0 for p, n in pairs)

    assert math.isclose(roc_auc(labels, scores), wins / len(pairs))
    assert 0 < average_precision(labels, scores) <= 1
    assert best_f1(labels, scores)[0] >= max(f1_at(labels, scores, t) for t in scores) - 1e-9


@pytest.mark.slow
def test_the_model_is_read_without_a_pickle_and_without_a_framework() -> None:
    code = (
        "import sys; from claims.detection.worthiness import score; score('Ten tonnes.');"
        "print([m for m in ('torch', 'sklearn', 'scipy', 'onnxruntime') if m in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
