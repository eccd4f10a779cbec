"""What an editor gets from whole articles: claims with speaker, role and house, and no furniture.

    python bench/articles.py [--worst N]

Reads the marked articles of bench/data/attribution/articles. A claim is found if one statement covers at
least half of its letters and every statement's quote is the article's text at its offsets; speaker, role
and house are counted among those found. The last line is one JSON object.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

import attribution_gold  # noqa: E402 - a bench runs from anywhere
from attribution import letters  # noqa: E402

from claims.detection.finding import find  # noqa: E402
from claims.detection.statement import Statement  # noqa: E402

HALF = 0.5


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

    def _claim(self, name: str, text: str, claim: dict[str, Any], found: list[Statement]) -> None:
        self.seen["claims"] += 1
        statement = best(text, claim["span"], found, speaker=claim["speaker"])
        words = text[claim["span"][0][0] : claim["span"][-1][1]]
        if statement is None:
            self.errors.append(f"{name} not found: {words!r}")
            return
        self.seen["found"] += 1
        who = statement.speaker
        for part, value in (("speaker", "name"), ("role", "role"), ("organisation", "organisation")):
            given = getattr(who, value) if who else ""
            right = given.casefold() == claim[part].casefold()
            self.seen[part] += right
            if not right:
                self.errors.append(f"{name} {part} {given!r}, not {claim[part]!r}: {words!r}")


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
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="show N errors")
    given = parser.parse_args()
    count = Count()
    rows = attribution_gold.rows("articles")
    for row in rows:
        count.read(row)
    print("\n".join(count.errors[: given.worst]), end="\n" if given.worst else "")
    print(json.dumps({"articles": len(rows)} | dict(count.seen)))


if __name__ == "__main__":
    main()
