"""How well statements are ranked by check-worthiness, and how fast.

    python bench/checkworthiness.py --data FILE [--extra semantic]

FILE holds {text, label} a line (label 1: worth a check), plain or gzipped, as ../shared/data/claimbuster
has it. The last line is one JSON object: `ap`, `f1` (at the shipped threshold), `roc_auc`,
`calibration_error`, `sentences_per_cpu_s`. Without --data it measures speed alone, on sentences of the
sample articles. The default model is measured, or with --extra semantic the better one in SEMANTIC_MODEL
(default: models/check-worthiness in DATA_DIR). The file is only read: no threshold is taken from it.
"""

import argparse
import gzip
import json
import sys
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from claims.detection import semantic
from claims.detection.sentences import split
from claims.detection.worthiness import current_model, score, threshold
from config import env
from training.measures import average_precision, calibration_error, f1_at, roc_auc


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, help="JSON lines, plain or gzipped")
    parser.add_argument("--extra", choices=["semantic"], help="measure the better model")
    given = parser.parse_args()
    if given.data and not given.data.is_file():
        parser.error(f"there is no file {given.data}")
    if given.extra:
        _use_better_model(env.read().semantic_model)
    rows = _rows(given.data) if given.data else _samples()
    score("Ten tonnes arrived in 2019.")  # the weights are read once, at the first call
    started = time.process_time()
    values = np.array([score(text).value for text, _ in rows])
    spent = time.process_time() - started
    told: dict[str, object] = {
        "model": current_model(),
        "sentences": len(rows),
        "threshold": round(threshold(), 4),
    }
    if given.data:
        labels = np.array([label for _, label in rows], float)
        told |= {
            "ap": round(average_precision(labels, values), 4),
            "f1": round(f1_at(labels, values, threshold()), 4),
            "roc_auc": round(roc_auc(labels, values), 4),
            "calibration_error": round(calibration_error(labels, values), 4),
        }
    print(json.dumps(told | {"sentences_per_cpu_s": round(len(rows) / spent)}))


def _use_better_model(folder: Path) -> None:
    """Load it, or end with one line that says what is missing."""
    try:
        semantic.read(folder)
    except semantic.Unusable as reason:
        raise SystemExit(f"The better model cannot be measured: {reason}.") from None
    semantic.use(folder)


def _rows(path: Path) -> list[tuple[str, int]]:
    body = path.read_bytes()
    text = (gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body).decode("utf-8")
    read = [json.loads(line) for line in text.split("\n") if line.strip()]
    return [(row["text"], int(row["label"])) for row in read]


def _samples() -> list[tuple[str, int]]:
    texts = sorted(ROOT.glob("seeds/articles/*.txt"))
    return [(sentence.text, 0) for path in texts for sentence in split(path.read_text("utf-8"))]


if __name__ == "__main__":
    main()
