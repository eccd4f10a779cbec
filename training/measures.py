"""How good a ranking or a decision is: the measures of the benches and of training."""

import numpy as np


def average_precision(labels: np.ndarray, scores: np.ndarray) -> float:
    """The mean precision at the ranks of the positives; ties keep the order given. NaN without positives."""
    ranked = labels[np.argsort(-scores, kind="stable")]
    precision = np.cumsum(ranked) / np.arange(1, len(ranked) + 1)
    return float((precision * ranked).sum() / ranked.sum()) if ranked.any() else float("nan")


def roc_auc(labels: np.ndarray, scores: np.ndarray) -> float:
    """The chance that a positive scores above a negative, ties counting half. NaN if one class is empty."""
    _, place, count = np.unique(scores, return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - (count - 1) / 2)[place]
    positives = labels.sum()
    negatives = len(labels) - positives
    if not positives or not negatives:
        return float("nan")
    return float((rank[labels == 1].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def f1_at(labels: np.ndarray, probabilities: np.ndarray, threshold: float) -> float:
    """The F1 of saying yes from `threshold` on."""
    said = probabilities >= threshold
    right = (said & (labels == 1)).sum()
    return float(2 * right / (said.sum() + labels.sum())) if right else 0.0


def best_f1(labels: np.ndarray, probabilities: np.ndarray) -> tuple[float, float]:
    """The best F1 over all thresholds, and that threshold."""
    order = np.argsort(-probabilities, kind="stable")
    right = np.cumsum(labels[order])
    f1 = 2 * right / (np.arange(1, len(labels) + 1) + labels.sum())
    best = int(f1.argmax())
    return float(f1[best]), float(probabilities[order][best])


def calibration_error(labels: np.ndarray, probabilities: np.ndarray, *, bins: int = 10) -> float:
    """How far said and true shares lie apart, over bins of like size (expected calibration error)."""
    ordered = np.argsort(probabilities, kind="stable")
    apart = [
        len(rows) * abs(float(labels[rows].mean()) - float(probabilities[rows].mean()))
        for rows in np.array_split(ordered, bins)
        if len(rows)
    ]
    return sum(apart) / len(labels)
