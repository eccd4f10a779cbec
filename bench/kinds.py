"""How well facts, numbers, quotes, allegations, predictions and opinions are told apart.

    python bench/kinds.py [--part dev|held|all] [--worst N]

Reads our own sentences in bench/data/kinds.txt ("kind: sentence", "[de]" before one that is not English;
"none" for questions and furniture, which must give no statement). The kind is that of what was said, not
of the saying: "she wrote that the dam is safe" is a fact, "she promised homes" a quote. Half of them (by a
hash of the words) is held back: errors are shown of the dev part only. `context` is whether opinions and
predictions are kept off the list, the rest on it. The last line is one JSON object.
"""

import argparse
import json
import re
import sys
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from claims.detection import CONTEXT, find

DATA = ROOT / "bench/data/kinds.txt"


@dataclass(frozen=True)
class Row:
    kind: str
    sentence: str
    language: str

    @property
    def held(self) -> bool:
        return zlib.crc32(self.sentence.encode()) % 2 == 1


def rows() -> Iterator[Row]:
    for line in DATA.read_text("utf-8").strip().split("\n"):
        language, kind, sentence = re.fullmatch(r"(?:\[(\w+)\] )?(\w+): (.+)", line).groups()  # type: ignore[union-attr]
        yield Row(kind, sentence, language or "en")


def kind(row: Row) -> str:
    """The kind of the longest statement found in the sentence, "none" if there is none."""
    found = find(row.sentence, language=row.language)
    return max(found, key=lambda statement: statement.end - statement.start).kind if found else "none"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--part", choices=("dev", "held", "all"), default="all")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="show N errors of the dev part")
    given = parser.parse_args()
    chosen = [row for row in rows() if given.part == "all" or row.held == (given.part == "held")]
    kind(chosen[0])
    started = time.process_time()
    pairs = [(row, kind(row)) for row in chosen]
    spent = time.process_time() - started
    wrong = [(row, got) for row, got in pairs if got != row.kind and not row.held]
    for row, got in wrong[: given.worst]:
        print(f"{row.kind}, not {got}: {row.sentence}")
    print(
        json.dumps({"part": given.part, **figures(pairs), "sentences_per_cpu_s": round(len(pairs) / spent)})
    )


def figures(pairs: list[tuple[Row, str]]) -> dict[str, object]:
    names = sorted({row.kind for row, _ in pairs})
    right = sum(row.kind == got for row, got in pairs)
    apart = sum((row.kind in CONTEXT) == (got in CONTEXT) for row, got in pairs)
    return {
        "sentences": len(pairs),
        "accuracy": round(right / len(pairs), 3),
        "context": round(apart / len(pairs), 3),
        "f1": {name: f1(name, pairs) for name in names},
    }


def f1(name: str, pairs: list[tuple[Row, str]]) -> float:
    right = sum(row.kind == got == name for row, got in pairs)
    named = sum((row.kind == name) + (got == name) for row, got in pairs)
    return round(2 * right / named, 3) if named else 0.0


if __name__ == "__main__":
    main()
