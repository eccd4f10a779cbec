"""How well copies are told from other reports: precision and recall of signatures and bands.

    python bench/likeness.py --data DIR [--texts 200] [--seed 1]

DIR holds `ground-truth.json` of the article extraction benchmark; the texts of
`seeds/articles` come on top. From each text copies are made as syndication makes
them, and other reports on the same event: a foreign text that takes over up to a
quarter of its words, as agencies' quotes and background are. Every copy and
report is looked up among all originals by its bands, as the desk does, and
compared. The last line is JSON.
"""

import argparse
import json
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from claims.detection.sentences import split
from claims.ingestion.reading import read
from claims.likeness import ALIKE, bands, likeness, signature

Paragraphs = list[str]
_NOT_ORIGINAL = ("river-flood-copy", ".v2.")
_FURNITURE = (
    "Subscribe to our newsletter to get the most important stories of the day in your inbox every morning. "
    "You can cancel at any time.",
    "This article was first published by the agency and is republished here under licence. Corrections are "
    "listed at the end of the page.",
    "Read more: our coverage of the region, and what readers asked us this week. Follow us for updates "
    "throughout the day.",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the article extraction benchmark")
    parser.add_argument("--texts", type=int, default=200, help="at most so many (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the random edits (default: %(default)s)")
    options = parser.parse_args()
    drawn = random.Random(options.seed)
    originals = [_paragraphs(text) for text in _texts(options.data)][: options.texts]
    index, kept = _index(originals)
    found: dict[str, list[bool]] = defaultdict(list)
    for place, name, copy in _copies(originals, drawn):
        found[name].append(_first_of(copy, index, kept) == place)
    thirds = [(n, _share(t, 3)) for n, t in enumerate(originals) if signature("\n\n".join(_share(t, 3)))]
    third = [_first_of(text, index, kept) == place for place, text in thirds]
    wrong: dict[str, list[bool]] = defaultdict(list)
    for place, name, report in _reports(originals, drawn):
        wrong[name].append(_first_of(report, index, kept, but=place) is not None)
    print(f"beyond what is promised: cut to a third {sum(third):8} of {len(third)} found")
    _report(found, wrong, _cost(originals))


def _texts(data: Path) -> Iterator[str]:
    for path in sorted((ROOT / "seeds/articles").iterdir()):
        if path.suffix in (".html", ".txt") and not any(part in path.name for part in _NOT_ORIGINAL):
            yield read(path.read_bytes()).text
    for entry in json.loads((data / "ground-truth.json").read_text("utf-8")).values():
        yield entry["articleBody"]


def _paragraphs(text: str) -> Paragraphs:
    """Lines of at most three sentences: edits move and drop whole ones."""
    paragraphs = []
    for line in text.splitlines():
        sentences = [s.text for s in split(line)]
        paragraphs += [" ".join(sentences[n : n + 3]) for n in range(0, len(sentences), 3)]
    return paragraphs


def _index(originals: list[Paragraphs]) -> tuple[dict[int, list[int]], list[bytes]]:
    index: dict[int, list[int]] = defaultdict(list)
    kept = [signature("\n\n".join(paragraphs)) for paragraphs in originals]
    for place, known in enumerate(kept):
        for key in bands(known):
            index[key].append(place)
    return index, kept


def _first_of(
    text: Paragraphs, index: dict[int, list[int]], kept: list[bytes], *, but: int = -1
) -> int | None:
    """The original that the text passes for, by bands and then by the signature."""
    mine = signature("\n\n".join(text))
    shared = Counter(place for key in bands(mine) for place in index.get(key, ()) if place != but)
    best = max(((likeness(mine, kept[place]), -place) for place, _ in shared.most_common(20)), default=(0, 0))
    return -best[1] if best[0] >= ALIKE else None


def _copies(originals: list[Paragraphs], drawn: random.Random) -> Iterator[tuple[int, str, Paragraphs]]:
    edits = _edits(drawn)
    for place, text in enumerate(originals):
        if not signature("\n\n".join(_half(text))):
            continue  # a half below 50 words is compared by its hash alone
        own = originals[(place + 17) % len(originals)]
        for name, edit in edits.items():
            yield place, name, edit(text, own)


def _edits(drawn: random.Random) -> dict[str, Callable[[Paragraphs, Paragraphs], Paragraphs]]:
    """What happens to agency copy on its way, from a dateline to all at once."""

    def furnished(text: Paragraphs) -> Paragraphs:
        text = list(text)
        for words in drawn.sample(_FURNITURE, 2):
            text.insert(drawn.randrange(len(text) + 1), words)
        return text

    def dropped(text: Paragraphs) -> Paragraphs:
        gone = set(drawn.sample(range(len(text)), len(text) // 5))
        return [words for place, words in enumerate(text) if place not in gone]

    def added(text: Paragraphs, own: Paragraphs) -> Paragraphs:
        return _with(text, _up_to(own, sum(map(_length, text)) // 5, drawn), drawn)

    return {
        "the same": lambda text, own: text,
        "dateline and credit": lambda text, own: _credited(_dated(text)),
        "furniture of the page": lambda text, own: furnished(text),
        "a fifth dropped": lambda text, own: dropped(text),
        "a fifth added": added,
        "a word in forty edited": lambda text, own: _edited(text),
        "cut to half": lambda text, own: _half(text),
        "half, edited": lambda text, own: _edited(_half(text)),
        "half, dateline, credit": lambda text, own: _credited(_dated(_half(text))),
        "half, furniture": lambda text, own: furnished(_half(text)),
        "edited, dropped, added, credit": lambda text, own: _credited(added(dropped(_edited(text)), own)),
    }


def _reports(originals: list[Paragraphs], drawn: random.Random) -> Iterator[tuple[int, str, Paragraphs]]:
    """Other texts, as they are and with words of the original's; `place` is theirs, not to be found."""
    for place, text in enumerate(originals):
        yield place, "another article", text
        for share in (10, 15, 20, 25):
            event = originals[(place + 29) % len(originals)]
            taken = _up_to(event, sum(map(_length, text)) * share // (100 - share), drawn)
            yield place, f"{share} % of its words shared", _with(text, taken, drawn)


def _up_to(text: Paragraphs, words: int, drawn: random.Random) -> Paragraphs:
    """Sentences in a row from somewhere in the text, of at most so many words."""
    sentences = [s.text for paragraph in text for s in split(paragraph)]
    taken: Paragraphs = []
    for sentence in sentences[drawn.randrange(len(sentences)) :]:
        words -= _length(sentence)
        if words < 0:
            break
        taken.append(sentence)
    return taken


def _with(text: Paragraphs, more: Paragraphs, drawn: random.Random) -> Paragraphs:
    place = drawn.randrange(len(text) + 1)
    return [*text[:place], *more, *text[place:]]


def _length(words: str) -> int:
    return len(words.split())


def _dated(text: Paragraphs) -> Paragraphs:
    return ["LONDON, March 3 (Agency) — " + text[0], *text[1:]]


def _credited(text: Paragraphs) -> Paragraphs:
    return [*text, "Reporting by A. Writer in London and B. Writer in Paris; editing by C. Editor. © Agency."]


def _edited(text: Paragraphs) -> Paragraphs:
    words = [paragraph.split() for paragraph in text]
    for paragraph in words:
        paragraph[10::40] = ["reportedly"] * len(paragraph[10::40])
    return [" ".join(paragraph) for paragraph in words]


def _half(text: Paragraphs) -> Paragraphs:
    return _share(text, 2)


def _share(text: Paragraphs, parts: int) -> Paragraphs:
    """The paragraphs of the first half, third, and so on, of the words."""
    left, begun = sum(map(_length, text)) / parts, []
    for paragraph in text:
        if left <= 0:
            break
        begun.append(paragraph)
        left -= _length(paragraph)
    return begun


def _cost(originals: list[Paragraphs]) -> float:
    texts = ["\n\n".join(text) for text in originals]
    begun = time.process_time()
    for text in texts:
        bands(signature(text))
    return (time.process_time() - begun) * 1000 / len(texts)


def _report(found: dict[str, list[bool]], wrong: dict[str, list[bool]], cost: float) -> None:
    for name, hits in found.items():
        print(f"copy: {name:32} {sum(hits):4} of {len(hits)} found")
    for name, misses in wrong.items():
        print(f"no copy: {name:29} {sum(misses):4} of {len(misses)} taken for one")
    right, false = (sum(map(sum, kind.values())) for kind in (found, wrong))
    result = {
        "precision": round(right / (right + false), 4),
        "recall": round(right / sum(map(len, found.values())), 4),
        "copies": sum(map(len, found.values())),
        "others": sum(map(len, wrong.values())),
        "signature_cpu_ms": round(cost, 2),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
