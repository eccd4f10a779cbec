"""How well compound claims are told from single ones, and how well they are taken apart.

    python bench/splitting.py [--part dev|held|all] [--worst N]

Reads our own wordings in bench/data/splitting: a line for the wording, "= part" for each part, an empty
line between them, "[de]" before a wording that is not English. Half of them (by a hash of the words) is
held back: errors are shown of the dev part only. `compound` is whether a wording is to be split at all;
`exact` asks for all parts word for word. The last line is one JSON object.
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

from claims.detection.splitting import split

DATA = ROOT / "bench/data/splitting"


@dataclass(frozen=True)
class Row:
    wording: str
    language: str
    parts: list[str]

    @property
    def held(self) -> bool:
        return zlib.crc32(self.wording.encode()) % 2 == 1


def rows() -> Iterator[Row]:
    for path in sorted(DATA.glob("*.txt")):
        for block in path.read_text("utf-8").strip().split("\n\n"):
            first, *rest = block.split("\n")
            language, wording = re.fullmatch(r"(?:\[(\w+)\] )?(.+)", first).groups()  # type: ignore[union-attr]
            yield Row(wording, language or "en", [line.removeprefix("= ") for line in rest])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--part", choices=("dev", "held", "all"), default="all")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="show N errors of the dev part")
    given = parser.parse_args()
    chosen = [row for row in rows() if given.part == "all" or row.held == (given.part == "held")]
    split("The roof leaked and the wall fell.")
    started = time.process_time()
    found = [split(row.wording, language=row.language) for row in chosen]
    spent = time.process_time() - started
    wrong = [(row, got) for row, got in zip(chosen, found, strict=True) if got != row.parts and not row.held]
    for row, got in wrong[: given.worst]:
        print(f"{row.wording}\n  gold {row.parts}\n  got  {got}")
    print(
        json.dumps(
            {"part": given.part, **figures(chosen, found), "wordings_per_cpu_s": round(len(chosen) / spent)}
        )
    )


def figures(chosen: list[Row], found: list[list[str]]) -> dict[str, object]:
    pairs = list(zip(chosen, found, strict=True))
    both = sum(bool(row.parts) and bool(got) for row, got in pairs)
    exact = sum(bool(row.parts) and row.parts == got for row, got in pairs)
    of_gold, of_found = sum(bool(row.parts) for row in chosen), sum(bool(got) for got in found)
    return {
        "wordings": len(chosen),
        "compound": scores(both, of_found, of_gold),
        "exact": scores(exact, of_found, of_gold),
    }


def scores(right: int, found: int, gold: int) -> dict[str, float]:
    precision, recall = right / (found or 1), right / (gold or 1)
    both = precision + recall
    return {
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "f1": round(2 * precision * recall / both, 3) if both else 0.0,
    }


if __name__ == "__main__":
    main()
