"""How well an article's text is told from the rest of its page, and how fast.

    python bench/extraction.py --data DIR [--worst N]

DIR holds ground-truth.json ({id: {articleBody, url}}) and html/<id>.html.gz. The measure is that of the
data's source (scrapinghub/article-extraction-benchmark, evaluate.py): runs of four words, each page of equal
weight. A page that is refused counts as an empty text. The last line is one JSON object: `precision`,
`recall`, `f1`, `pages_per_cpu_s`. Without --data it reads the sample articles, for speed alone.
"""

import argparse
import gzip
import json
import re
import statistics
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from claims.ingestion.reading import Unreadable, read_html

RUN = 4
_WORD = re.compile(r"\w+")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, help="the folder of the data set")
    parser.add_argument("--worst", type=int, default=0, help="show so many pages with the lowest F1")
    given = parser.parse_args()
    truth = json.loads((given.data / "ground-truth.json").read_text("utf-8")) if given.data else {}
    pages = _pages(given.data, truth) if given.data else _samples()
    _text(next(iter(pages.values())), "")  # language profiles are loaded once, at the first page
    started = time.process_time()
    found = {name: _text(body, truth.get(name, {}).get("url", "")) for name, body in pages.items()}
    spent = time.process_time() - started
    told: dict[str, object] = {"pages": len(pages)}
    if truth:
        scores = {name: _compared(truth[name].get("articleBody", ""), found[name]) for name in truth}
        told |= _overall(list(scores.values()))
        for name in sorted(scores, key=lambda n: sum(scores[n]))[: given.worst]:
            precision, recall = scores[name]
            print(f"{precision:.3f} {recall:.3f} {name} {truth[name].get('url', '')}")
    print(json.dumps(told | {"pages_per_cpu_s": round(len(pages) / spent, 1)}))


def _pages(data: Path, truth: dict[str, dict[str, str]]) -> dict[str, bytes]:
    return {name: gzip.decompress((data / "html" / f"{name}.html.gz").read_bytes()) for name in truth}


def _samples() -> dict[str, bytes]:
    return {path.stem: path.read_bytes() for path in sorted(ROOT.glob("seeds/articles/*.html"))}


def _text(body: bytes, url: str) -> str:
    try:
        return read_html(body, url=url).text
    except Unreadable:
        return ""


def _compared(true: str, found: str) -> tuple[float, float]:
    """Precision and recall of one page; a page with nothing to find and nothing found is right."""
    wanted, given = _runs(true), _runs(found)
    right = (wanted & given).total()
    if wanted == given:
        return 1.0, 1.0
    return right / given.total() if given else 0.0, right / wanted.total() if wanted else 0.0


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    last = max(1, len(words) - RUN + 1)
    return Counter(tuple(words[at : at + RUN]) for at in range(last) if words)


def _overall(scores: list[tuple[float, float]]) -> dict[str, float]:
    precision = statistics.mean(precision for precision, _ in scores)
    recall = statistics.mean(recall for _, recall in scores)
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


if __name__ == "__main__":
    main()
