"""Train the check-worthiness model that ships: `make model`, or

    python -m training.checkworthiness --data DIR [--out FILE]

DIR holds ClaimBuster's train.jsonl.gz and dev.jsonl.gz ({id, text, label}). Logistic regression on
hashed words, letters and cues, each weighted by how unevenly it falls on the two classes (Wang and
Manning, "Baselines and Bigrams", ACL 2012). Probabilities are calibrated on predictions for blocks of
debates that the model had not seen (Platt, 1999); the threshold is chosen on dev. Nothing else is read,
and nothing here is random: the same data gives the same file.
"""

import argparse
import gzip
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from claims.detection.cues import found
from claims.detection.ngrams import BITS, cue_features, letter_features, masked, word_features
from training.measures import average_precision, best_f1, f1_at, roc_auc

SIZE = 1 << BITS
BLOCKS = ("words", "letters", "cues")
FOLDS = 5
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
    train, dev = (_rows(given.data / f"{part}.jsonl.gz") for part in ("train", "dev"))
    tables, labels = _tables(train), np.array([row["label"] for row in train], float)
    scale, weights, base = fit(tables, labels)
    slope, shift = _calibration(tables, labels)
    weights, base = weights * slope, base * slope + shift
    finest = np.abs(weights).max() / (FINEST // 2)
    weights = np.rint(weights / finest) * finest
    logits = _margins(_tables(dev), scale, weights, base, len(dev))
    dev_labels = np.array([row["label"] for row in dev], float)
    threshold = _threshold(dev_labels, logits)
    np.savez_compressed(
        given.out,
        scale=scale.astype(np.uint8),
        weights=np.rint(weights / finest).astype(np.int8),
        finest=np.float32(finest),
        base=np.float32(base),
        threshold=np.float32(threshold),
    )
    _tell(given.out, dev_labels, logits, threshold)


def fit(tables: dict[str, Table], labels: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """Return the features' scales, their weights, and where every statement starts."""
    scale = _scale(tables, labels)
    whole = _joined(tables, scale, len(labels))
    weights, base = _descend(whole, labels)
    return scale, weights, base


def _rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


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


def _calibration(tables: dict[str, Table], labels: np.ndarray) -> tuple[float, float]:
    """Slope and shift that turn margins into log-odds, from whole blocks of debates left out in turn."""
    margins = np.zeros(len(labels))
    for out in np.array_split(np.arange(len(labels)), FOLDS):
        kept = np.setdiff1d(np.arange(len(labels)), out)
        model = fit({name: table.of(kept) for name, table in tables.items()}, labels[kept])
        margins[out] = _margins({name: table.of(out) for name, table in tables.items()}, *model, len(out))
    slope, shift = 1.0, 0.0
    for _ in range(50):  # Newton's method on two numbers
        p = 1 / (1 + np.exp(-(slope * margins + shift)))
        error, spread = p - labels, p * (1 - p)
        gradient = np.array([(error * margins).sum(), error.sum()])
        matrix = np.array(
            [
                [(spread * margins**2).sum(), (spread * margins).sum()],
                [(spread * margins).sum(), spread.sum()],
            ]
        )
        slope, shift = np.array([slope, shift]) - np.linalg.solve(matrix, gradient)
    return float(slope), float(shift)


def _threshold(labels: np.ndarray, logits: np.ndarray) -> float:
    """The lowest probability whose F1 on dev is within half a point of the best.

    Between neighbours on that plateau the lower one is taken: another debate, or a newspaper, holds more
    that is worth checking than the debates the model learnt from, and a higher one would miss it.
    """
    probabilities = 1 / (1 + np.exp(-logits))
    best, _ = best_f1(labels, probabilities)
    steps = np.arange(0.1, 0.9, 0.005)
    return float(next(t for t in steps if f1_at(labels, probabilities, t) >= best - 0.005))


def _tell(path: Path, labels: np.ndarray, logits: np.ndarray, threshold: float) -> None:
    probabilities = 1 / (1 + np.exp(-logits))
    told = {
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "bytes": path.stat().st_size,
        "threshold": round(threshold, 4),
        "dev": {
            "ap": round(average_precision(labels, logits), 4),
            "roc_auc": round(roc_auc(labels, logits), 4),
            "f1": round(f1_at(labels, probabilities, threshold), 4),
            "best_f1": round(best_f1(labels, probabilities)[0], 4),
            "mean_probability": round(float(probabilities.mean()), 4),
            "share_positive": round(float(labels.mean()), 4),
        },
    }
    print(json.dumps(told, indent=1))  # noqa: T201 - a command


if __name__ == "__main__":
    main()
