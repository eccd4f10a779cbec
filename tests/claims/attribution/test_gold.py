"""Our own set for attribution is exact: marks pair, parts differ, nothing of the mark-up stays in a text."""

import re
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[3] / "bench"
sys.path.append(str(BENCH))

import attribution as bench  # noqa: E402
import attribution_gold as gold  # noqa: E402

from claims.attribution import Attribution, Speaker  # noqa: E402

ROWS = {part: gold.rows(part) for part in gold.PARTS}


def test_the_set_is_large_enough_and_half_of_it_is_kept_aside():
    dev, held = len(ROWS["dev"]), len(ROWS["held"])

    assert dev + held >= 100
    assert 0.4 <= held / (dev + held) <= 0.6
    names = [row["id"] for rows in ROWS.values() for row in rows]
    assert len(names) == len(set(names))


def test_no_mark_is_left_in_a_text_and_every_span_holds_words():
    for row in (row for rows in ROWS.values() for row in rows):
        assert not re.search(r"[\[{]\w*\d+:|[\]}]|^--", row["text"]), row["id"]
        for attribution in row["attributions"]:
            for start, end in (*attribution["content"], *attribution["speaker"]):
                words = row["text"][start:end]
                assert words == words.strip(), (row["id"], words)
                assert any(character.isalnum() for character in words), row["id"]


def test_whole_articles_are_marked_and_some_of_them_kept_aside():
    known, held = (ROWS[part] for part in gold.WHOLE)

    assert len(known) + len(held) >= 12
    assert len(held) >= 4
    assert all(row["claims"] for row in (*known, *held))
    assert all(row["scenes"] for row in (*known, *held) if "full" in row["forms"])


def test_every_claim_of_an_article_has_words_and_a_speech():
    claims = [claim for part in gold.WHOLE for row in ROWS[part] for claim in row["claims"]]

    assert len(claims) >= 100
    assert {claim["speech"] for claim in claims} == {"direct", "reported", "none"}
    assert all((claim["speech"] == "none") == (claim["speaker"] == "") for claim in claims)


@pytest.mark.parametrize("marked", ["[1:a", "a]", "{1:a]", "[1:]"])
def test_marks_that_do_not_pair_are_refused(marked):
    with pytest.raises(ValueError, match=r"closes nothing|never closed"):
        gold.unmarked(marked)


def test_marks_nest_and_share_speakers():
    text, contents, speakers = gold.unmarked(
        "{1,2:Ann} said [1:{3:Bo} had told her [3:it] rained], [2:twice]."
    )

    assert text == "Ann said Bo had told her it rained, twice."
    assert contents == {"3": [[25, 27]], "1": [[9, 34]], "2": [[36, 41]]}
    assert speakers == {"1": [[0, 3]], "2": [[0, 3]], "3": [[9, 11]]}


def test_predictions_are_turned_into_whole_utterances():
    text = "Taxes rose, Ann said, “for a year”. “Or two.” She left."
    ann = Speaker("Ann", "", "", (12, 15))
    found = [
        Attribution(((0, 10),), ann, "reported"),
        Attribution(((23, 33),), ann, "direct"),
        Attribution(((37, 44),), Speaker("Ann", "", "", None), "direct"),
        Attribution(((0, 5),), None, "direct"),
    ]

    (draft,) = bench.normalised(text, found)

    assert [text[start:end] for start, end in draft.content] == ["Taxes rose", "for a year", "Or two."]


def test_a_prediction_is_right_only_with_words_and_speaker():
    text = "“It is all over,” Ann Hale said. Bo left."
    quoted = frozenset(range(17))
    wanted = bench.item(text, [(0, 17)], [(18, 26)], quoted)

    assert wanted.direct
    assert bench.item(text, [(1, 16)], [(22, 26)], quoted).right(wanted)
    assert not bench.item(text, [(1, 16)], [(33, 35)], quoted).right(wanted)
    assert not bench.item(text, [(1, 6)], [(18, 26)], quoted).right(wanted)
    assert bench.matched([wanted, wanted], [wanted]) == {0: 0}
