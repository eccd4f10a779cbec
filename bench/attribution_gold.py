"""Our own set for attribution: passages in mark-up, read into rows with offsets.

    python bench/attribution_gold.py dev|held [FILE ...] > rows.jsonl

A passage begins with "== id" and what forms it holds. In its text `[1:words]` is content of attribution 1
and `{1:words}` its speaker; pieces with one number belong together, `{1,2:words}` speaks both, and marks
nest. As in PolNeAR a content holds its quotation marks and the parts of an interrupted quotation are one.
"""

import json
import re
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "data" / "attribution"
PARTS = ("dev", "held")
_MARK = re.compile(r"([\[{])(\d+(?:,\d+)*):|([\]}])")
_PAIRS = {"]": "[", "}": "{"}

Row = dict[str, Any]  # id, forms, text, attributions: [{content: [[start, end], ...], speaker: ...}]


def part_of(name: str) -> str:
    """Return "dev" (may be looked at while rules are written) or "held" (figures only), by the id's hash."""
    return PARTS[zlib.crc32(name.encode()) % 2]


def read(path: Path) -> Iterator[Row]:
    """Yield the rows of a file in mark-up. Raises ValueError where a mark is not closed or has no other."""
    for block in re.split(r"(?m)^== ", path.read_text("utf-8"))[1:]:
        heading, _, body = block.partition("\n")
        name, *forms = heading.split()
        text, contents, speakers = unmarked(body.strip())
        if contents.keys() != speakers.keys():
            raise ValueError(
                f"{name}: numbers without content or speaker: {contents.keys() ^ speakers.keys()}"
            )
        attributions = [
            {"content": contents[number], "speaker": speakers[number]} for number in sorted(contents)
        ]
        yield {"id": name, "forms": forms, "text": text, "attributions": attributions}


def unmarked(marked: str) -> tuple[str, dict[int, list[list[int]]], dict[int, list[list[int]]]]:
    """Return the text without its marks, and the spans of contents and of speakers by number."""
    plain: list[str] = []
    size = at = 0
    spans: dict[str, dict[int, list[list[int]]]] = {"[": {}, "{": {}}
    opened: list[tuple[str, list[int], int]] = []
    for mark in _MARK.finditer(marked):
        plain.append(marked[at : mark.start()])
        size += len(plain[-1])
        at = mark.end()
        if mark[1]:
            opened.append((mark[1], [int(number) for number in mark[2].split(",")], size))
            continue
        if not opened or opened[-1][0] != _PAIRS[mark[3]] or opened[-1][2] == size:
            raise ValueError(f"{mark[3]} closes nothing: {marked[max(0, mark.start() - 40) : mark.end()]!r}")
        kind, numbers, start = opened.pop()
        for number in numbers:
            spans[kind].setdefault(number, []).append([start, size])
    if opened:
        raise ValueError(f"never closed: {opened}")
    return "".join([*plain, marked[at:]]), spans["["], spans["{"]


def rows(part: str, paths: list[Path] | None = None) -> list[Row]:
    """Return the passages of "dev" or "held"."""
    given = paths or sorted(FOLDER.glob("*.txt"))
    return [row for path in given for row in read(path) if part_of(row["id"]) == part]


if __name__ == "__main__":
    for row in rows(sys.argv[1], [Path(path) for path in sys.argv[2:]]):
        print(json.dumps(row, ensure_ascii=False))
