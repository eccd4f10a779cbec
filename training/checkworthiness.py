"""Train the check-worthiness model that ships: `make words-model`, or

    python -m training.checkworthiness --data DIR [--out FILE]

DIR holds ClaimBuster's train.jsonl.gz and dev.jsonl.gz ({id, text, label}). Logistic regression on
hashed words, letters and cues, each weighted by how unevenly it falls on the two classes (Wang and
Manning, "Baselines and Bigrams", ACL 2012). Probabilities are calibrated (Platt, 1999) on what a model says
of the debates of a year that was kept from it, each year in turn; the threshold is chosen on these and on
dev. Nothing else is read, and nothing here is random: the same data gives the same file.
"""

import argparse
import gzip
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from claims.detection import worthiness
from claims.detection.cues import found
from claims.detection.ngrams import BITS, cue_features, letter_features, masked, word_features
from training.calibration import Unseen, f1_by_year, logistic, mean_f1, odds_to_probability, threshold_for
from training.debates import years_of
from training.measures import average_precision, best_f1, calibration_error, f1_at, roc_auc

SIZE = 1 << BITS
BLOCKS = ("words", "letters", "cues")
L2 = 3e-5
ITERATIONS = 250
FEWEST = 2  # statements that a feature must occur in
FINEST = 255  # steps of a stored scale; weights have half as many each way
UNEVEN = 0.5  # how much of a feature's weight is its unevenness, the rest its rarity


@dataclass(frozen=True)
class Table:
    """Features of one block as three arrays of one length: row, bucket, value."""

    row: np.ndarray
    bucket: np.ndarray
    value: np.ndarray

    def of(self, rows: np.ndarray) -> "Table":
        """The given rows only, numbered anew."""
        number = np.full(self.row.max(initial=0) + 1, -1)
        number[rows[rows < len(number)]] = np.flatnonzero(rows < len(number))
        kept = number[self.row] >= 0
        return Table(number[self.row[kept]], self.bucket[kept], self.value[kept])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("claims/detection/checkworthiness.npz"))
    given = parser.parse_args()
    train, dev = (read_rows(given.data / f"{part}.jsonl.gz") for part in ("train", "dev"))
    tables, labels = _tables(train), labels_of(train)
    years = years_of(row["id"] for row in train)
    margins = _held_out(tables, labels, years)
    slope, shift = logistic(np.column_stack([margins, np.ones(len(labels))]), labels)
    unseen = Unseen(labels, years, odds_to_probability(slope * margins + shift))
    scale, weights, base = fit(tables, labels)
    weights, base = weights * slope, base * slope + shift
    finest = np.abs(weights).max() / (FINEST // 2)
    kept = np.rint(weights / finest) * finest
    odds = _margins(_tables(dev), scale, kept, base, len(dev))
    seen = Unseen(labels_of(dev), years_of(row["id"] for row in dev), odds_to_probability(odds))
    threshold = threshold_for(unseen, seen)
    np.savez_compressed(
        given.out,
        scale=scale.astype(np.uint8),
        weights=np.rint(weights / finest).astype(np.int8),
        finest=np.float32(finest),
        base=np.float32(base),
        threshold=np.float32(threshold),
    )
    told = {
        "sha256": hashlib.sha256(given.out.read_bytes()).hexdigest(),
        "bytes": given.out.stat().st_size,
        "threshold": round(threshold, 4),
        "unseen_years": figures(unseen, threshold),
        "dev": figures(seen, threshold),
    }
    print(json.dumps(told, indent=1))  # noqa: T201 - a command


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Return the lines {id, text, label} of a gzipped file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def labels_of(rows: list[dict[str, Any]]) -> np.ndarray:
    return np.array([row["label"] for row in rows], float)


def margins_without(rows: list[dict[str, Any]], labels: np.ndarray, out: np.ndarray) -> np.ndarray:
    """Margins of the rows `out`, from a model that has seen all the others."""
    tables, kept = _tables(rows), np.setdiff1d(np.arange(len(rows)), out)
    model = fit({name: table.of(kept) for name, table in tables.items()}, labels[kept])
    return _margins({name: table.of(out) for name, table in tables.items()}, *model, len(out))


def shipped_odds(rows: list[dict[str, Any]]) -> np.ndarray:
    """Log-odds for every row, from the model that ships."""
    values = np.array([worthiness.score(row["text"]).value for row in rows])
    odds: np.ndarray = np.log(values / (1 - values))
    return odds


def figures(unseen: Unseen, threshold: float) -> dict[str, Any]:
    """Return how good the probabilities are, as a file of figures tells it."""
    labels, probabilities = unseen.labels, unseen.probabilities
    told = {
        "ap": average_precision(labels, probabilities),
        "roc_auc": roc_auc(labels, probabilities),
        "f1": f1_at(labels, probabilities, threshold),
        "best_f1": best_f1(labels, probabilities)[0],
        "mean_f1_of_years": mean_f1(unseen, threshold),
        "calibration_error": calibration_error(labels, probabilities),
        "mean_probability": float(probabilities.mean()),
        "share_positive": float(labels.mean()),
    }
    by_year = f1_by_year(unseen, threshold)
    return _rounded(told) | {"f1_by_year": _rounded(by_year)}


def _rounded(measured: dict[Any, float]) -> dict[Any, float]:
    return {name: round(value, 4) for name, value in measured.items()}


def fit(tables: dict[str, Table], labels: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """Return the features' scales, their weights, and where every statement starts."""
    scale = _scale(tables, labels)
    whole = _joined(tables, scale, len(labels))
    weights, base = _descend(whole, labels)
    return scale, weights, base


def _tables(rows: list[dict[str, Any]]) -> dict[str, Table]:
    parts: dict[str, list[tuple[int, int, float]]] = {block: [] for block in BLOCKS}
    for number, row in enumerate(rows):
        tokens = masked(row["text"])
        features = (word_features(tokens), letter_features(tokens), cue_features(found(row["text"])))
        for block, listed in zip(BLOCKS, features, strict=True):
            parts[block] += [(number, bucket, value) for bucket, value in listed]
    return {
        block: Table(*(np.array(column) for column in zip(*listed, strict=True)))
        for block, listed in parts.items()
    }


def _scale(tables: dict[str, Table], labels: np.ndarray) -> np.ndarray:
    scale = np.zeros(SIZE)
    for table in tables.values():
        seen = np.bincount(table.bucket, minlength=SIZE)
        worth = np.bincount(table.bucket, labels[table.row], SIZE)
        rarity = np.log((1 + len(labels)) / (1 + seen)) + 1
        for_it, against = worth + 1, seen - worth + 1
        uneven = np.abs(np.log((for_it / for_it.sum()) / (against / against.sum())))
        here = seen >= FEWEST
        scale[here] = (rarity * (1 - UNEVEN + UNEVEN * uneven))[here]
    # In the steps in which they are stored, so that training sees what scoring will.
    steps: np.ndarray = np.rint(scale / scale.max() * FINEST)
    return steps


def _joined(tables: dict[str, Table], scale: np.ndarray, rows: int) -> Table:
    """All blocks in one, each row of each block of length one."""
    parts = []
    for table in tables.values():
        value = table.value * scale[table.bucket]
        length = np.sqrt(np.bincount(table.row, value * value, rows))
        parts.append((table.row, table.bucket, value / np.maximum(length, 1e-9)[table.row]))
    return Table(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _descend(table: Table, labels: np.ndarray) -> tuple[np.ndarray, float]:
    """Minimise the regularised log-loss by Nesterov's accelerated gradient."""
    rows = len(labels)
    weights = ahead = np.zeros(SIZE)
    base = ahead_base = 0.0
    speed = 1.0
    step = 2 / (np.bincount(table.row, table.value**2, rows).max() / 4 + L2)
    for _ in range(ITERATIONS):
        margin = np.bincount(table.row, table.value * ahead[table.bucket], rows) + ahead_base
        error = 1 / (1 + np.exp(-margin)) - labels
        slope = np.bincount(table.bucket, table.value * error[table.row], SIZE) / rows + L2 * ahead
        new, new_base = ahead - step * slope, ahead_base - step * error.mean()
        faster = (1 + (1 + 4 * speed**2) ** 0.5) / 2
        ahead = new + (speed - 1) / faster * (new - weights)
        ahead_base = new_base + (speed - 1) / faster * (new_base - base)
        weights, base, speed = new, new_base, faster
    return weights, float(base)


def _margins(
    tables: dict[str, Table], scale: np.ndarray, weights: np.ndarray, base: float, rows: int
) -> np.ndarray:
    whole = _joined(tables, scale, rows)
    return np.bincount(whole.row, whole.value * weights[whole.bucket], rows) + base


def _held_out(tables: dict[str, Table], labels: np.ndarray, years: np.ndarray) -> np.ndarray:
    """Margins for every row, each year's from a model that has not seen it."""
    margins = np.zeros(len(labels))
    for year in np.unique(years):
        out, kept = np.flatnonzero(years == year), np.flatnonzero(years != year)
        model = fit({name: table.of(kept) for name, table in tables.items()}, labels[kept])
        margins[out] = _margins({name: table.of(out) for name, table in tables.items()}, *model, len(out))
    return margins


if __name__ == "__main__":
    main()
