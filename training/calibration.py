"""From margins to probabilities, and from probabilities to a threshold."""

from dataclasses import dataclass

import numpy as np

from training.measures import f1_at

GIVEN = 0.01  # how much F1 on dev may be given up for years that are not trained on
STEPS = np.arange(0.1, 0.9, 0.005)  # the thresholds that are looked at


def logistic(features: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return the weights of an unregularised logistic regression, by Newton's method; one row a statement."""
    weights = np.zeros(features.shape[1])
    for _ in range(50):
        p = odds_to_probability(features @ weights)
        slope = features.T @ (p - labels)
        curve = (features * (p * (1 - p))[:, None]).T @ features
        weights = weights - np.linalg.solve(curve, slope)
    return weights


def odds_to_probability(odds: np.ndarray) -> np.ndarray:
    p: np.ndarray = 1 / (1 + np.exp(-odds))
    return p


@dataclass(frozen=True)
class Unseen:
    """Statements that the model which gave the probabilities has not learnt from."""

    labels: np.ndarray
    years: np.ndarray
    probabilities: np.ndarray


def threshold_for(held_out: Unseen, dev: Unseen) -> float:
    """Return the threshold that is best for years kept from training, but fit for dev as well.

    Each of those years counts the same, for the question is how well the next one will be read. Dev holds
    parts of years that were seen: from the threshold of the unseen years upwards, the first is taken whose
    F1 on dev is at most GIVEN below the best there.
    """
    start = int(np.argmax([mean_f1(held_out, step) for step in STEPS]))
    on_dev = [f1_at(dev.labels, dev.probabilities, step) for step in STEPS]
    enough = [step for step, f1 in zip(STEPS, on_dev, strict=True) if f1 >= max(on_dev) - GIVEN]
    return round(float(min((step for step in enough if step >= STEPS[start]), default=STEPS[start])), 4)


def mean_f1(unseen: Unseen, threshold: float) -> float:
    return float(np.mean(list(f1_by_year(unseen, threshold).values())))


def f1_by_year(unseen: Unseen, threshold: float) -> dict[int, float]:
    rows = {int(year): unseen.years == year for year in np.unique(unseen.years)}
    return {
        year: f1_at(unseen.labels[there], unseen.probabilities[there], threshold)
        for year, there in rows.items()
    }
