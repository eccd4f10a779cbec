"""How alike two texts are, by their signatures."""

import hashlib
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.ingestion.reading import read
from claims.likeness import ALIKE, FEWEST, bands, likeness, signature

SENTENCES = [
    f"In the year {n} the port of Wexmouth handled {n * 37} tonnes at {n % 9} piers." for n in range(60)
]
TEXT = "\n\n".join(SENTENCES)


def test_a_signature_is_the_same_on_every_machine_for_ever():
    """Stored signatures are compared with new ones: who changes this needs a new VERSION and a migration."""
    kept = signature(TEXT)

    assert (len(kept), kept[0]) == (517, 1)
    assert (
        hashlib.sha256(kept).hexdigest() == "6a4d2eae7223391e71faae5a1346784910aac8ae11ce201f0664b421cb73c538"
    )
    assert bands(kept)[:2] == [-8707114005678097433, -8256801321539371776]


def test_case_marks_and_blanks_do_not_matter():
    other = TEXT.upper().replace(" ", "\u00a0 ").replace("\n\n", "\n").replace(".", " …")

    assert signature(other) == signature(TEXT)


def test_a_short_text_has_none():
    words = ["word"] * FEWEST

    assert signature(" ".join(words[1:])) == b""
    assert signature(" ".join(words)) != b""
    assert (likeness(b"", b""), bands(b"")) == (0.0, [])


def test_languages_without_blanks_are_compared_letter_by_letter():
    text = (
        "港口去年处理了四百二十万吨货物。议会星期一开会讨论了港口的未来和新的码头建设计划。" * 2
        + "昨天下雨了。"
    )

    assert likeness(signature(text), signature(text.replace("昨天下雨了", "今天没有雨"))) > 0.7


@pytest.mark.parametrize("version", [0, 2, 255])
def test_another_version_is_never_compared(version):
    other = bytes([version]) + signature(TEXT)[1:]

    assert (likeness(other, other), bands(other)) == (0.0, [])


def test_half_of_a_text_is_alike_and_another_text_is_not():
    half = "\n\n".join(SENTENCES[:30])
    other = " ".join(f"On day {n} it rained {n * 7} millimetres in the {n} hills." for n in range(60))

    assert likeness(signature(TEXT), signature(half)) == pytest.approx(0.5, abs=0.15)
    assert set(bands(signature(TEXT))) & set(bands(signature(half)))
    assert likeness(signature(TEXT), signature(other)) < ALIKE


@settings(max_examples=30)
@given(kept=st.integers(10, 60))
def test_likeness_follows_the_share_of_words_in_common(kept):
    part = signature("\n\n".join(SENTENCES[:kept]))

    assert likeness(signature(TEXT), part) == likeness(part, signature(TEXT))
    assert likeness(signature(TEXT), part) == pytest.approx(kept / 60, abs=0.2)


@settings(max_examples=50)
@given(text=st.text(min_size=90, max_size=300))
def test_any_text_has_a_signature_or_none(text):
    kept = signature(text)

    assert len(kept) in (0, 517)
    assert len(set(bands(kept))) in (0, 24)
    assert all(-(2**63) <= key < 2**63 for key in bands(kept))
    assert likeness(kept, kept) == (1.0 if kept else 0.0)


def test_the_copy_among_sample_articles_is_found_and_nothing_else():
    names = ("river-flood", "river-flood-copy", "dredging-budget", "crime-figures")
    pages = [Path(f"seeds/articles/{name}.html").read_bytes() for name in names]
    kept = dict(zip(names, (signature(read(page).text) for page in pages), strict=True))

    alike = {pair for pair in combinations(names, 2) if likeness(*(kept[name] for name in pair)) >= ALIKE}

    assert alike == {("river-flood", "river-flood-copy")}
