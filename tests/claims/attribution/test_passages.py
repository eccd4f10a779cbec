import json
from pathlib import Path

import pytest

from claims.attribution import Attribution, Span, attribute
from claims.detection.sentences import split
from tests.claims.attribution.passages import PASSAGES

SHARED = Path(__file__).resolve().parents[4] / "shared"
SEEDS = sorted((SHARED / "seeds").glob("*.txt"))
HANDMADE = SHARED / "data" / "attribution-handmade" / "dev.jsonl"


def overlap(one: Span, other: Span) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def covering(found: list[Attribution], words: Span, speech: str) -> list[Attribution]:
    needed = 0.6 * (words[1] - words[0])
    return [a for a in found if a.speech == speech and any(overlap(s, words) >= needed for s in a.content)]


@pytest.mark.parametrize(("text", "expected"), PASSAGES)
def test_every_word_of_a_news_passage_finds_its_speaker(text, expected):
    found = attribute(text, split(text))

    for words, speakers, speech in expected:
        at = text.index(words)
        names = {
            a.speaker.name.casefold() for a in covering(found, (at, at + len(words)), speech) if a.speaker
        }
        assert names & set(speakers.casefold().split("|")), (words, names)


@pytest.mark.skipif(not HANDMADE.exists(), reason="the hand-made set is not beside the repository")
def test_hand_made_attributions_are_found_with_their_speakers():
    right = wanted = 0
    for line in HANDMADE.read_text().splitlines():
        item = json.loads(line)
        found = attribute(item["text"], split(item["text"]))
        for gold in item["attributions"]:
            wanted += 1
            size = sum(end - start for start, end in gold["content"])
            right += any(
                sum(overlap(s, tuple(g)) for s in a.content for g in gold["content"]) >= size / 2
                and a.speaker is not None
                and a.speaker.span is not None
                and any(overlap(a.speaker.span, tuple(g)) for g in gold["speaker"])
                for a in found
            )

    assert right / wanted >= 0.9


@pytest.mark.skipif(not SEEDS, reason="the sample article is not beside the repository")
class TestTheSampleArticle:
    @pytest.fixture
    def text(self):
        return SEEDS[0].read_text()

    @pytest.fixture
    def found(self, text):
        return attribute(text, split(text))

    @pytest.mark.parametrize(
        ("words", "name", "role", "organisation"),
        [
            ("deep concern over the swift", "Dmitry Peskov", "spokesperson for President Vladimir Putin", ""),
            ("a deliberate distraction", "Dmitry Peskov", "spokesperson for President Vladimir Putin", ""),
            ("striking similarities", "Vladimir Putin", "President", ""),
            ("radical Islamists", "security services", "", ""),
            ("Ukraine of any involvement", "US and EU", "", ""),
            ("if Ukraine were indeed", "Maria Zakharova", "spokeswoman", "Russian foreign ministry"),
            ("a stance might be aimed", "Maria Zakharova", "spokeswoman", "Russian foreign ministry"),
        ],
    )
    def test_its_speakers_are_known_with_their_offices(self, text, found, words, name, role, organisation):
        at = text.index(words)

        speakers = {a.speaker for a in covering(found, (at, at + len(words)), "reported")}

        assert {(s.name, s.role, s.organisation) for s in speakers} == {(name, role, organisation)}

    def test_only_the_words_in_quotation_marks_are_direct(self, text, found):
        direct = [a for a in found if a.speech == "direct"]

        assert [text[start:end] for a in direct for start, end in a.content] == ["extremely hard to believe"]
        assert direct[0].speaker.name == "Maria Zakharova"
