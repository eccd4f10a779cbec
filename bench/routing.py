"""How well claims are routed to reviewers, and at what CPU, beside the plain min-cost flow.

    python bench/routing.py --instance FILE --out FILE [--floor] [--solver auto|flow|auction]
    python bench/routing.py --instance FILE --out FILE --online [--history FILE]
    python bench/routing.py

An instance is JSON: `costs` (points that an empty seat loses, and of load above
60 and 85 percent), `claims` (`id`, `need`), `reviewers` (`id`, `capacity`,
`held`) and `affinity`, for each claim {reviewer: points}, where a reviewer who
is not there may not have it. `--history` names earlier claims of the same
reviewers. Written are [[claim, reviewer], ...]. Without an instance, claims
drawn at random are routed in all ways. The last line is JSON.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import orjson

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from reviews.routing.solving import (
    SOLVERS,
    Prices,
    Problem,
    Room,
    choose_online,
    flow,
    points,
    solve,
)

Figures = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--instance", type=Path, help="claims and reviewers (default: drawn at random)")
    parser.add_argument("--out", type=Path, help="where the pairs are written")
    parser.add_argument("--online", action="store_true", help="one claim at a time, without a look ahead")
    parser.add_argument("--history", type=Path, help="earlier claims of the same reviewers, for --online")
    parser.add_argument("--solver", choices=[*SOLVERS, "exact"], default="auto", help="“exact” is the flow")
    parser.add_argument("--floor", action="store_true", help="run OR-Tools’ plain flow too, and compare")
    options = parser.parse_args()
    if not options.instance:
        print(json.dumps(_all_ways()))
        return
    if not options.out:
        parser.error("--instance needs --out")
    if not flow.AVAILABLE and (options.floor or options.solver in ("flow", "exact")):
        parser.error("OR-Tools is not installed (the extra “optimize”)")
    cpu: Figures = {"start": time.process_time()}
    with _timed(cpu, "load"):
        problem, claims, reviewers = _read(options.instance)
        history = _read(options.history)[0] if options.online and options.history else None
    with _timed(cpu, "solve"):
        if options.online:
            pairs, solver = _one_by_one(problem, history), "online"
        else:
            solution = solve(problem, solver="flow" if options.solver == "exact" else options.solver)
            pairs, solver = solution.pairs, solution.solver
    with _timed(cpu, "write"):
        named = np.stack([claims[pairs[:, 0]], reviewers[pairs[:, 1]]], axis=1)
        options.out.write_bytes(orjson.dumps(named, option=orjson.OPT_SERIALIZE_NUMPY))
    cpu["total"] = time.process_time()
    result = _figures(problem, pairs, solver) | {"cpu_s": {name: round(s, 3) for name, s in cpu.items()}}
    if options.online:
        result["cpu_ms_per_claim"] = round(1000 * cpu["total"] / max(1, problem.claims), 3)
    if options.floor:
        result |= _beside_floor(problem, result["objective"], cpu["total"])
    print(json.dumps(result))


@contextmanager
def _timed(cpu: Figures, name: str) -> Iterator[None]:
    before = time.process_time()
    yield
    cpu[name] = cpu.get(name, 0.0) + time.process_time() - before


def _read(path: Path) -> tuple[Problem, np.ndarray, np.ndarray]:
    """Return the problem, and the ids of its claims and of its reviewers."""
    data = orjson.loads(path.read_bytes())
    claims, reviewers, affinity = data["claims"], data["reviewers"], data["affinity"]
    place = {str(reviewer["id"]): number for number, reviewer in enumerate(reviewers)}
    sizes = np.array([len(values) for values in affinity], np.int64)
    count = int(sizes.sum())
    problem = Problem(
        need=np.array([claim["need"] for claim in claims], np.int64),
        claim=np.repeat(np.arange(len(claims)), sizes),
        reviewer=np.fromiter(map(place.__getitem__, chain.from_iterable(affinity)), np.int64, count),
        value=np.fromiter(chain.from_iterable(map(dict.values, affinity)), np.int64, count),
        steps=[_steps(reviewer, data["costs"]) for reviewer in reviewers],
        unfilled=data["costs"]["unfilled"],
    )
    return (
        problem,
        np.array([claim["id"] for claim in claims], np.int64),
        np.array([reviewer["id"] for reviewer in reviewers], np.int64),
    )


def _steps(reviewer: Figures, costs: Figures) -> list[tuple[int, int]]:
    """Return his free seats with what the load of each costs, by the share of his capacity then used."""
    capacity, held = reviewer["capacity"], reviewer["held"]
    ends = (int(capacity * 0.6), int(capacity * 0.85), capacity)
    points_each = (0, costs["load_above_60_percent"], costs["load_above_85_percent"])
    starts = (0, *ends)
    return [
        (end - max(start, held), cost)
        for start, end, cost in zip(starts, ends, points_each, strict=False)
        if end > max(start, held)
    ]


def _one_by_one(problem: Problem, history: Problem | None) -> np.ndarray:
    """Seat claims in their order, each by what was known before it."""
    problem = problem.in_order()
    room = Room(problem.steps)
    prices = Prices(problem.reviewers, unfilled=problem.unfilled, history=history)
    ends = problem.first_arcs()[1:-1]
    arcs = zip(np.split(problem.reviewer, ends), np.split(problem.value, ends), strict=True)
    pairs = []
    for claim, (need, (reviewer, value)) in enumerate(zip(problem.need.tolist(), arcs, strict=False)):
        if prices.due:
            prices.learn(room)
        for chosen in choose_online(
            reviewer, value, need, prices=prices.each, room=room, unfilled=prices.unfilled
        ):
            room.take(chosen)
            pairs.append((claim, chosen))
        prices.see(reviewer, value, need)
    return np.array(pairs, np.int64).reshape(-1, 2)


def _figures(problem: Problem, pairs: np.ndarray, solver: str) -> Figures:
    """Return what was reached. Raises ValueError where a rule is broken."""
    objective = points(problem, pairs) + problem.unfilled * problem.seats
    return {"solver": solver, "seats": problem.seats, "filled": len(pairs), "objective": objective}


def _beside_floor(problem: Problem, objective: int, cpu: float) -> Figures:
    """Return the share of the best net points that is lost, and CPU beside that of the plain flow."""
    before = time.process_time()
    held = flow.assign(problem)
    floor = time.process_time() - before
    best = np.stack([problem.claim[held], problem.reviewer[held]], axis=1)
    optimum = points(problem, best) + problem.unfilled * problem.seats
    return {
        "regret_pct": round(100 * (optimum - objective) / max(1, optimum - problem.unfilled * len(best)), 4),
        "floor_cpu_s": round(floor, 3),
        "ratio": round(cpu / floor, 2),
    }


def _all_ways() -> Figures:
    """Route claims drawn at random: by both solvers, and one by one with and without earlier claims."""
    problem, history = _drawn(seed=1), _drawn(seed=2)
    found: Figures = {"claims": problem.claims, "reviewers": problem.reviewers, "seats": problem.seats}
    ways = {
        "flow": lambda: solve(problem, solver="flow").pairs,
        "auction": lambda: solve(problem, solver="auction").pairs,
        "online": lambda: _one_by_one(problem, None),
        "online, with history": lambda: _one_by_one(problem, history),
    }
    for name, way in ways.items():
        if name == "flow" and not flow.AVAILABLE:
            continue
        cpu: Figures = {}
        with _timed(cpu, "solve"):
            pairs = way()
        result = _figures(problem, pairs, name) | {"cpu_s": round(cpu["solve"], 3)}
        result |= _beside_floor(problem, result["objective"], cpu["solve"]) if flow.AVAILABLE else {}
        found[name] = result
        print(f"{name}: {result}", flush=True)
    return found


def _drawn(seed: int, claims: int = 2000, reviewers: int = 60) -> Problem:
    """Return claims in five languages and eight topics; the reviewers are the same for each seed."""
    people, work = np.random.default_rng(0), np.random.default_rng(seed)
    speaks, skill = people.random((reviewers, 5)) < 0.4, people.random((reviewers, 8))
    language = work.choice(5, claims, p=[0.5, 0.2, 0.15, 0.1, 0.05])
    topic = work.integers(0, 8, claims)
    claim, reviewer = np.nonzero(speaks[:, language].T)
    capacity = people.integers(20, 100, reviewers)
    return Problem(
        need=1 + (work.random(claims) < 0.2).astype(np.int64),
        claim=claim,
        reviewer=reviewer,
        value=1 + (900 * skill[reviewer, topic[claim]]).astype(np.int64),
        steps=[_steps({"capacity": seats, "held": seats // 4}, COSTS) for seats in capacity.tolist()],
        unfilled=COSTS["unfilled"],
    )


COSTS = {"unfilled": 2000, "load_above_60_percent": 40, "load_above_85_percent": 120}


if __name__ == "__main__":
    main()
