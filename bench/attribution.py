"""How often attribution finds who said what, and how fast.

    python bench/attribution.py --data FILE [--worst N]

FILE holds {id, text, attributions: [{content: [[start, end], ...], speaker: [[start, end], ...]}]} a line,
plain or gzipped. Without --data our own set is measured (bench/data/attribution), its dev part, or with
--part held the part that no rule was written on (--worst refuses to show its errors).

A predicted attribution is right if its content matches a gold content (Jaccard of letters and digits at
least 0.5) and its speaker the gold speaker (the same, or lies inside it), one to one. "direct" are contents
mostly inside quotation marks, gold and predicted alike; `direct_4` leaves out shorter gold ones than four
words. The last line is one JSON object.
"""

import argparse
import gzip
import json
import re
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

import attribution_gold

from claims.attribution import Attribution, Span, attribute
from claims.detection.sentences import split

LEAST = 0.5  # overlap
FEW = 4  # words
_QUOTED = re.compile(
    r'"[^"\n]*(?:"|$)|“[^”\n]*(?:”|$)|«[^»\n]*(?:»|$)|„[^“”\n]*(?:[“”]|$)'
    r"|(?<!\w)[‘'](?=[^\W\d_])[^\n]*?[\w.,!?…][’'](?!\w)",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Item:
    """One attribution, gold or predicted: the places of its letters and digits, and its speaker's spans."""

    content: frozenset[int]
    speaker: frozenset[int]
    direct: bool
    words: int
    spans: tuple[Span, ...]
    named: tuple[Span, ...]

    def right(self, gold: "Item") -> bool:
        return jaccard(self.content, gold.content) >= LEAST and (
            self.speaker <= gold.speaker or jaccard(self.speaker, gold.speaker) >= LEAST
        )


def jaccard(one: frozenset[int], other: frozenset[int]) -> float:
    return len(one & other) / (len(one | other) or 1)


def item(text: str, content: list[Span], speaker: list[Span], quoted: frozenset[int]) -> Item:
    places = letters(text, content)
    words = sum(len(text[start:end].split()) for start, end in content)
    direct = 2 * len(places & quoted) > len(places)
    return Item(places, letters(text, speaker), direct, words, tuple(content), tuple(speaker))


def letters(text: str, spans: list[Span]) -> frozenset[int]:
    return frozenset(at for start, end in spans for at in range(start, end) if text[at].isalnum())


# --- our conventions turned into PolNeAR's, by rules that know nothing of the gold ---------------------


@dataclass
class Draft:
    content: list[Span]
    speaker: Span
    name: str


def normalised(text: str, found: list[Attribution]) -> list[Draft]:
    """Return predictions as an annotator of whole utterances would mark them.

    - A quotation that goes on without a word about its speaker belongs to the utterance before it; one that
      stands farther off has its speaker where his name stood last. A quotation of nobody is no prediction.
    - Words quoted inside a clause of the same mention of a speaker are a part of that clause.
    - Pieces on both sides of one mention ("A, she said, B") are one utterance; "adding that" begins another.
    """
    drafts: list[Draft] = []
    last: dict[str, Draft] = {}
    for attribution in found:
        speaker = attribution.speaker
        if speaker is None:
            continue
        known = last.get(speaker.name)
        goes_on = known and only_marks(text, known.content[-1][1], attribution.content[0][0])
        if speaker.span is None and known and goes_on:
            known.content.extend(attribution.content)
            continue
        place = speaker.span or named_last(text, speaker.name, attribution.content[0][0])
        if place is None:
            continue
        draft = Draft(list(attribution.content), place, speaker.name)
        if not folded(text, draft, drafts):
            drafts.append(draft)
            last[speaker.name] = draft
    return drafts


def folded(text: str, draft: Draft, earlier: list[Draft]) -> bool:
    """Tell whether a draft was taken up by an earlier one of the same mention."""
    for other in reversed(earlier[-8:]):
        if other.speaker != draft.speaker:
            continue
        inside = letters(text, draft.content) <= letters(text, other.content)
        around = other.content[-1][1] <= draft.speaker[0] and draft.speaker[1] <= draft.content[0][0]
        between = text[draft.speaker[1] : draft.content[0][0]]
        if inside:
            return True
        if around and not re.search(r"ing\b", between):
            other.content.extend(draft.content)
            return True
    return False


def named_last(text: str, name: str, before: int) -> Span | None:
    """Return the last place before an offset where a name, or its last word, stands."""
    for form in (name, name.split()[-1]):
        at = text.casefold().rfind(form.casefold(), 0, before)
        if at >= 0:
            return at, at + len(form)
    return None


def only_marks(text: str, start: int, end: int) -> bool:
    return start <= end and not any(character.isalnum() for character in text[start:end])


# --- measuring -------------------------------------------------------------------------------------------


def matched(predicted: list[Item], gold: list[Item]) -> dict[int, int]:
    """Return for each right prediction the gold item it matches, one to one, the best overlap first."""
    pairs = sorted(
        (-jaccard(p.content, g.content), i, j)
        for i, p in enumerate(predicted)
        for j, g in enumerate(gold)
        if p.right(g)
    )
    taken: dict[int, int] = {}
    for _, i, j in pairs:
        if i not in taken and j not in taken.values():
            taken[i] = j
    return taken


class Tally:
    def __init__(self) -> None:
        self.right_predicted = self.predicted = self.right_gold = self.gold = 0

    def add(self, predicted: list[bool], gold: list[bool]) -> None:
        self.predicted += len(predicted)
        self.right_predicted += sum(predicted)
        self.gold += len(gold)
        self.right_gold += sum(gold)

    def figures(self) -> dict[str, float]:
        precision = self.right_predicted / (self.predicted or 1)
        recall = self.right_gold / (self.gold or 1)
        both = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return {
            "precision": round(precision, 4),
            "recall": round(recall, 4),
            "f1": round(both, 4),
            "gold": self.gold,
            "predicted": self.predicted,
        }


class Bench:
    def __init__(self) -> None:
        self.tallies = {"direct": Tally(), "direct_4": Tally(), "all": Tally()}
        self.words = 0
        self.spent = 0.0
        self.errors: list[str] = []

    def read(self, row: dict[str, Any]) -> None:
        text = row["text"]
        started = time.process_time()
        found = attribute(text, split(text))
        self.spent += time.process_time() - started
        self.words += len(text.split())
        quoted = frozenset(at for match in _QUOTED.finditer(text) for at in range(*match.span()))
        gold = [
            item(text, [(a, b) for a, b in g["content"]], [(a, b) for a, b in g["speaker"]], quoted)
            for g in row["attributions"]
            if g["speaker"]
        ]
        predicted = [item(text, d.content, [d.speaker], quoted) for d in normalised(text, found)]
        self._count(predicted, gold, matched(predicted, gold))
        self._remember(row, predicted, gold, matched(predicted, gold))

    def _count(self, predicted: list[Item], gold: list[Item], taken: dict[int, int]) -> None:
        hit = set(taken.values())
        short = [j for j, g in enumerate(gold) if g.words < FEW]
        for name, tally in self.tallies.items():
            kept = [i for i, p in enumerate(predicted) if name == "all" or p.direct]
            wanted = [j for j, g in enumerate(gold) if name == "all" or g.direct]
            if name == "direct_4":
                kept = [i for i in kept if predicted[i].words >= FEW and taken.get(i) not in short]
                wanted = [j for j in wanted if j not in short]
            tally.add([i in taken for i in kept], [j in hit for j in wanted])

    def _remember(
        self, row: dict[str, Any], predicted: list[Item], gold: list[Item], taken: dict[int, int]
    ) -> None:
        text = row["text"]
        missed = [g for j, g in enumerate(gold) if j not in taken.values()]
        wrong = [p for i, p in enumerate(predicted) if i not in taken]
        for sign, items in (("-", missed), ("+", wrong)):
            for each in items:
                said = " … ".join(text[a:b] for a, b in each.spans)
                who = " / ".join(text[a:b] for a, b in each.named)
                kind = "direct" if each.direct else "told"
                self.errors.append(f"{row['id']} {sign} {kind:6} {who!r}: {said!r}")


def rows_of(path: Path) -> list[dict[str, Any]]:
    body = path.read_bytes()
    text = (gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body).decode("utf-8")
    return [json.loads(line) for line in text.split("\n") if line.strip()]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, help="JSON lines, plain or gzipped")
    parser.add_argument("--part", choices=attribution_gold.PARTS, default="dev")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="show N errors: - missed, + wrong")
    given = parser.parse_args()
    if given.data and not given.data.is_file():
        parser.error(f"there is no file {given.data}")
    if given.worst and not given.data and "held" in given.part:
        parser.error("The held part's errors stay unseen.")
    rows = rows_of(given.data) if given.data else attribution_gold.rows(given.part)
    bench = Bench()
    attribute("Hale said it rained.", split("Hale said it rained."))  # what is read once is read before
    for row in rows:
        bench.read(row)
    print("\n".join(bench.errors[: given.worst]), end="\n" if given.worst else "")
    figures: dict[str, Any] = {name: tally.figures() for name, tally in bench.tallies.items()}
    speed = round(bench.words / max(bench.spent, 1e-9))
    print(json.dumps({"texts": len(rows)} | figures | {"words_per_cpu_s": speed}))


if __name__ == "__main__":
    main()
