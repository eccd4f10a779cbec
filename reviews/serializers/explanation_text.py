"""A choice of routing as plain text: a line for each thing, so that a person can check the sum."""

from collections.abc import Iterator, Mapping
from typing import Any

from reviews.models import Assignment

Told = Mapping[str, Any]


def why(seat: Assignment, told: Told) -> str:
    """Return in a sentence why the holder has the seat."""
    who, how = str(seat.reviewer.user), seat.get_source_display()
    if not seat.explanation:
        return f"{who} took this seat by deciding."
    own = next((r for r in told["considered"] if r["reviewer"].pk == seat.reviewer_id), None)
    if own is None or own["points"] is None:
        return f"{who} has the seat: {how}."
    counted = ", ".join(f"{name} {points}" for name, points in own["parts"].items() if points) or "nothing"
    return f"{who} has the seat: {how}. {_points(own['points'])} ({counted}){_rank(told)}."


def of_seat(seat: Assignment, told: Told) -> str:
    """Return all of it: the seat, what was asked for, everybody whom the reader may read about."""
    lines = [told["why"]]
    if told["overrides"]:
        limits = ", ".join(code.replace("_", " ") for code in told["overrides"])
        lines.append(f"Set aside by the editor: {limits}. {told['override_reason']}".strip())
    return "\n".join([*lines, *_choice(told)])


def of_waiting(told: Told) -> str:
    """Return what keeps the seats empty, and what would help."""
    if not told["seats"]:
        return "No seat of this fact-check waits for anybody."
    role, number = told["role"].replace("_", " "), told["seats"]
    could = told["counts"]["could"]
    head = f"{_people(number, role)} wanted; {could or 'nobody'} could take the seat now."
    return "\n".join([head, *_choice(told)])


def _choice(told: Told) -> Iterator[str]:
    if asked := _asked(told):
        yield asked
    costed = [row for row in told["considered"] if row["points"] is not None]
    barred = [row for row in told["considered"] if row["points"] is None]
    if costed:
        yield from ("", "Who could, and what it costs (the lowest is asked first):")
        for row in costed:
            yield from _cost(row, told["parts_in_words"])
    if barred:
        yield from ("", "Who could not:")
        yield from (f"  {row['reviewer'].user} {'; '.join(row['reasons'])}." for row in barred)
    yield from _counts(told["counts"])
    yield from _remedy(told["remedy"])


def _asked(told: Told) -> str:
    asked = [f"work in “{told['language']}”"] if told["language"] else []
    asked += [f"knowledge of {', '.join(told['topics'])}"] if told["topics"] else []
    return f"Asked for: {'; '.join(asked)}." if asked else ""


def _cost(row: Told, parts_in_words: Mapping[str, str]) -> Iterator[str]:
    above = f", {row['above']} more" if row["above"] else ""
    chosen = ", chosen" if row["chosen"] else ""
    yield f"  {row['reviewer'].user}: {_points(row['points'])}{above}{chosen}"
    for name, points in row["parts"].items():
        if points:
            yield f"    {points:>5}  {name}: {parts_in_words.get(name, name)}"


def _counts(counts: Told) -> Iterator[str]:
    if not counts["considered"]:
        return
    yield ""
    yield f"{_people(counts['considered'], 'reviewer')} considered, {counts['could']} could."
    for barred in counts["excluded"]:
        some = barred["alone"] != barred["reviewers"]
        alone = f" ({barred['alone'] or 'none'} of them for this alone)" if some else ""
        yield f"  {barred['reviewers']} could not: {barred['words']}{alone}"


def _remedy(remedy: Told | None) -> Iterator[str]:
    if remedy is None:
        return
    yield from ("", f"What would help: {remedy['message']}")
    yield from (f"  {step['words']}." for step in remedy["changes"])


def _rank(told: Told) -> str:
    if told["counts"]["considered"] == 1:
        # By hand and by "next" one person is judged alone.
        return ""
    if told["counts"]["could"] == 1:
        return ", and nobody else could"
    return f", the lowest of {told['counts']['could']} who could" if told["lowest"] else ""


def _points(points: int) -> str:
    return f"{points} point" + ("" if points == 1 else "s")


def _people(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
