"""Our own set for attribution: passages in mark-up, read into rows with offsets.

    python bench/attribution_gold.py dev|held [FILE ...] > rows.jsonl

A passage begins with "== id" and what forms it holds. In its text `[1:words]` is content of attribution 1
and `{1:words}` its speaker; pieces with one number belong together, `{1,2:words}` speaks both, and marks
nest. As in PolNeAR a content holds its quotation marks and the parts of an interrupted quotation are one.

In a whole article `[v1:words]` is a claim in its own voice, `[f1:words]` furniture, `[s1:words]` the setting
of a scene, `[n1:words]` what may stand on the list or not, and a line below it, "-- 1 name | role |
organisation |", makes attribution 1 a claim that must be found with this speaker. "full" in the heading says
that every claim is marked.
"""

import json
import re
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "data" / "attribution"
WHOLE = ("articles", "articles/held")
PARTS = ("dev", "held", *WHOLE)
_MARK = re.compile(r"([\[{])([vfsn]?\d+(?:,\d+)*):|([\]}])")
_PAIRS = {"]": "[", "}": "{"}

Spanned = list[int]  # [start, end]
Row = dict[str, Any]  # id, forms, text, attributions: [{content: [[start, end], ...], speaker: ...}]


def part_of(name: str) -> str:
    """Return "dev" (may be looked at while rules are written) or "held" (figures only), by the id's hash."""
    return PARTS[zlib.crc32(name.encode()) % 2]


def read(path: Path) -> Iterator[Row]:
    """Yield the rows of a file in mark-up. Raises ValueError where a mark is not closed or has no other."""
    for block in re.split(r"(?m)^== ", path.read_text("utf-8"))[1:]:
        heading, _, body = block.partition("\n")
        name, *forms = heading.split()
        marked, *facts = re.split(r"(?m)^-- ", body)
        text, contents, speakers = unmarked(marked.strip())
        said = {number for number in contents if number.isdigit()}
        if said != speakers.keys():
            raise ValueError(f"{name}: numbers without content or speaker: {said ^ speakers.keys()}")
        yield {
            "id": name,
            "forms": forms,
            "text": text,
            "attributions": [{"content": contents[n], "speaker": speakers[n]} for n in sorted(said, key=int)],
            "claims": list(_claims(text, contents, facts)),
            "furniture": [contents[n] for n in contents if n[0] == "f"],
            "scenes": [contents[n] for n in contents if n[0] == "s"],
            "neutral": [contents[n] for n in contents if n[0] == "n"],
        }


def _claims(text: str, contents: dict[str, list[Spanned]], facts: list[str]) -> Iterator[Row]:
    """Yield an article's claims: those its facts list with their speaker, and those in its own voice."""
    for fact in facts:
        number, _, described = fact.strip().partition(" ")
        speaker, role, organisation = (part.strip() for part in described.split("|")[:3])
        start = contents[number][0][0]
        speech = "direct" if text[start] in '"“«„‘' else "reported"
        yield {
            "span": contents[number],
            "speaker": speaker,
            "role": role,
            "organisation": organisation,
            "speech": speech,
        }
    for number in contents:
        if number[0] == "v":
            yield {"span": contents[number], "speaker": "", "role": "", "organisation": "", "speech": "none"}


def unmarked(marked: str) -> tuple[str, dict[str, list[Spanned]], dict[str, list[Spanned]]]:
    """Return the text without its marks, and the spans of contents and of speakers by number."""
    plain: list[str] = []
    size = at = 0
    spans: dict[str, dict[str, list[Spanned]]] = {"[": {}, "{": {}}
    opened: list[tuple[str, list[str], int]] = []
    for mark in _MARK.finditer(marked):
        plain.append(marked[at : mark.start()])
        size += len(plain[-1])
        at = mark.end()
        if mark[1]:
            opened.append((mark[1], mark[2].split(","), size))
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
    """Return the passages of "dev" or "held", or the whole articles of "articles" or "articles/held"."""
    whole = part in WHOLE
    folder = FOLDER / part if whole else FOLDER
    read_all = [row for path in paths or sorted(folder.glob("*.txt")) for row in read(path)]
    return [row for row in read_all if whole or part_of(row["id"]) == part]


if __name__ == "__main__":
    for row in rows(sys.argv[1], [Path(path) for path in sys.argv[2:]]):
        print(json.dumps(row, ensure_ascii=False))
