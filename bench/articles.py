"""What an editor gets from whole articles: claims with speaker, role and house, and no furniture.

    python bench/articles.py [--part articles|articles/held] [--worst N]

Reads the marked articles of bench/data/attribution; those of articles/held are for figures, their errors
stay unseen. A claim is found if one statement covers at least half of its letters, `exact` if all of them;
speaker, role and house are counted among those found. `listed` are the statements that the gates of triage
let through, in articles whose claims are all marked; `listed_right` those of them that hold a claim. `top`
are the first three of each article's list, `top_scenes` those that only set a scene. The last line is one
JSON object.
"""

import argparse
import json
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

import attribution_gold
from attribution import letters

from claims.detection.finding import find
from claims.detection.statement import Statement
from claims.triage import triage

HALF = 0.5
TOP = 3


class Count:
    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self.errors: list[str] = []

    def read(self, row: dict[str, Any]) -> None:
        text = row["text"]
        found = find(text)
        assert all(text[s.start : s.end] == s.quote for s in found), row["id"]
        for claim in row["claims"]:
            self._claim(row["id"], text, claim, found)
        for span in row["furniture"]:
            kept = best(text, span, found)
            self.seen["furniture"] += 1
            self.seen["furniture_kept"] += kept is not None
            if kept is not None:
                self.errors.append(f"{row['id']} furniture: {kept.quote!r}")
        self._list(row, on_the_list(found))

    def _claim(self, name: str, text: str, claim: dict[str, Any], found: list[Statement]) -> None:
        self.seen["claims"] += 1
        statement = best(text, claim["span"], found, speaker=claim["speaker"])
        words = text[claim["span"][0][0] : claim["span"][-1][1]]
        if statement is None:
            self.errors.append(f"{name} not found: {words!r}")
            return
        self.seen["found"] += 1
        inside = letters(text, [(statement.start, statement.end)])
        self.seen["exact"] += letters(text, claim["span"][:1]) <= inside
        who = statement.speaker
        for part, value in (("speaker", "name"), ("role", "role"), ("organisation", "organisation")):
            given = getattr(who, value) if who else ""
            right = given.casefold() == claim[part].casefold()
            self.seen[part] += right
            if not right:
                self.errors.append(f"{name} {part} {given!r}, not {claim[part]!r}: {words!r}")

    def _list(self, row: dict[str, Any], listed: list[Statement]) -> None:
        scenes = [span for mark in row["scenes"] for span in mark]
        first = listed[:TOP]
        idle = [s for s in first if touches(s, scenes)]
        self.seen["top"] += len(first)
        self.seen["top_scenes"] += len(idle)
        self.seen["top_clean"] += not idle
        self.errors += [f"{row['id']} scene on top: {s.quote!r}" for s in idle]
        if "full" not in row["forms"]:
            return
        wanted = [span for claim in row["claims"] for span in claim["span"]]
        either = [span for mark in row["neutral"] for span in mark]
        for statement in listed:
            right = touches(statement, wanted)
            if right or not touches(statement, either):
                self.seen["listed"] += 1
                self.seen["listed_right"] += right
                if not right:
                    self.errors.append(f"{row['id']} listed {statement.score:.2f}: {statement.quote!r}")


def on_the_list(found: list[Statement]) -> list[Statement]:
    """Return the statements no gate holds back, as a desk without topics sees them the day they appear."""
    judged = [
        (
            triage(
                kind=s.kind,
                score=s.score,
                wording=s.wording,
                spread=1,
                age=timedelta(),
                demand=0,
                pinned=False,
            ),
            s,
        )
        for s in found
    ]
    return [s for t, s in sorted(judged, key=lambda pair: -pair[0].priority) if not t.gate]


def touches(statement: Statement, spans: list[list[int]]) -> bool:
    return any(a < statement.end and statement.start < b for a, b in spans)


def best(text: str, spans: list[list[int]], found: list[Statement], *, speaker: str = "") -> Statement | None:
    """Return the statement that covers at least half of the letters, the speaker's own one first."""
    wanted = letters(text, [(a, b) for a, b in spans])
    covering = [s for s in found if len(letters(text, [(s.start, s.end)]) & wanted) >= HALF * len(wanted)]
    own = (s for s in covering if s.speaker and s.speaker.name.casefold() == speaker.casefold())
    return next(own, covering[0] if covering else None)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--part", choices=attribution_gold.WHOLE, default=attribution_gold.WHOLE[0])
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="show N errors")
    given = parser.parse_args()
    if given.worst and given.part != attribution_gold.WHOLE[0]:
        parser.error("The held articles' errors stay unseen.")
    count = Count()
    rows = attribution_gold.rows(given.part)
    for row in rows:
        count.read(row)
    print("\n".join(count.errors[: given.worst]), end="\n" if given.worst else "")
    print(json.dumps({"articles": len(rows)} | {name: count.seen[name] for name in sorted(count.seen)}))


if __name__ == "__main__":
    main()
