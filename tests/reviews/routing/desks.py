"""Random desks for the rules of routing: made from a seed, the same on any machine."""

import random
from dataclasses import replace
from typing import Any

from reviews.lifecycle import AssignmentRole
from reviews.routing import Candidate, Need

LANGUAGES = ["en", "de", "ml"]
TOPICS = ["health", "energy", "war", "cargo"]
SUBJECTS = [f"claimant:{n}" for n in range(6)] + [f"topic:{topic}" for topic in TOPICS]


def a_desk(seed: int, *, needs: int = 5, people: int = 5) -> tuple[list[Need], list[int], list[Candidate]]:
    """Return needs, how many seats of each are free, and candidates; every rule bars somebody at times."""
    rng = random.Random(seed)
    candidates = [_candidate(rng, pk) for pk in rng.sample(range(1, 3 * people), people)]
    ids = [candidate.id for candidate in candidates]
    asked = [_need(rng, ids) for _ in range(needs)]
    return asked, [rng.choice([1, 1, 2, 3]) for _ in asked], candidates


def a_backlog(seed: int, *, needs: int = 4, people: int = 4) -> tuple[list[Need], list[int], list[Candidate]]:
    """Return a desk as routing finds it by itself: nothing is handed out, no limit set aside."""
    asked, wanted, candidates = a_desk(seed, needs=needs, people=people)
    return [replace(n, handed_out=False, set_aside=frozenset()) for n in asked], wanted, candidates


def _some(rng: random.Random, of: list[Any], most: int) -> frozenset[Any]:
    return frozenset(rng.sample(of, rng.randint(0, most)))


def _candidate(rng: random.Random, pk: int) -> Candidate:
    speaks = rng.sample(LANGUAGES, rng.randint(1, 2))
    knows = rng.sample(TOPICS, rng.randint(0, 3))
    return Candidate(
        id=pk,
        roles=frozenset(rng.choice([["researcher", "rater"]] * 5 + [["editor"]])),
        languages={language: rng.choice([1.0, 0.9, 0.6, rng.random()]) for language in speaks},
        topics={topic: rng.choice([rng.randint(1, 5), rng.uniform(1, 5)]) for topic in knows},
        opted_out=_some(rng, TOPICS, rng.choice([0, 0, 0, 1])),
        outlets=_some(rng, [1, 2], rng.choice([0, 0, 1])),
        claimants=_some(rng, [1, 2], rng.choice([0, 0, 0, 1])),
        conflicts=_some(rng, SUBJECTS, rng.choice([0, 0, 2])),
        open_assignments=rng.randint(0, 3),
        capacity=rng.randint(0, 7),
        weekly_left=rng.choice([None, None, None, rng.randint(-1, 3)]),
        recent=rng.randint(0, 30),
        usual=rng.choice([0, 8, 20]),
        recent_partners=_some(rng, list(range(1, 15)), 4),
        seniority=rng.randint(0, 100),
        absent=rng.random() < 0.1,
        off_hours=rng.random() < 0.3,
    )


def _need(rng: random.Random, ids: list[int]) -> Need:
    return Need(
        role=rng.choice([AssignmentRole.RESEARCHER, AssignmentRole.RATER] * 3 + [AssignmentRole.EDITOR]),
        language=rng.choice(["en", "en", *LANGUAGES, ""]),
        topics=_some(rng, TOPICS, 3),
        outlets=_some(rng, [1, 2, 3], 1),
        claimants=_some(rng, [1, 2, 3], 1),
        subjects=_some(rng, SUBJECTS, 3),
        submitted_by=rng.choice([None, *ids]),
        on_it=_some(rng, ids, rng.choice([0, 1])),
        refused=_some(rng, ids, rng.choice([0, 1])),
        researchers=_some(rng, ids, rng.choice([0, 1])),
        raters=_some(rng, ids, rng.choice([0, 0, 2])),
        handed_out=rng.random() < 0.1,
        set_aside=_some(rng, ["language", "refused", "opted_out", "conflict"], rng.choice([0, 0, 2])),
        effort_hours=rng.choice([4, 8]),
        hours_left=rng.choice([None, -3, 1, 24, 72]),
        urgent=rng.random() < 0.3,
        priority=rng.randint(0, 1000),
    )
