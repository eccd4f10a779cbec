"""What a policy and a scale have to hold to, and which policy a claim is checked under."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

PANELS: Final = ("blind", "votes")
# The smallest and the largest number of each column that holds one.
BOUNDS: Final[Mapping[str, tuple[int, int]]] = {
    "raters": (0, 15),
    "offer_hours": (1, 720),
    "due_hours": (1, 2160),
    "judging_hours": (1, 2160),
    "reminder_hours": (0, 240),
    "reply_hours": (1, 2160),
    "second_read_hours": (0, 720),
    "tolerance": (0, 100),
    "independent_sources": (0, 20),
    "valid_days": (0, 3650),
}
LONGEST: Final = {"slug": 80, "name": 200, "description": 5000}
MOST_LINES, LONGEST_LINE = 30, 300
MOST_RATINGS, HIGHEST = 30, 100
LONGEST_LABEL, LONGEST_DEFINITION = 100, 5000
_SLUG = re.compile(r"[-a-z0-9_]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Fault(NamedTuple):
    """What is wrong, and with which field."""

    field: str
    message: str


def faults_of_policy(policy: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what keeps these columns from being a policy; only what is given is looked at.

    `judging`, `raters` and `researcher_votes` are looked at together.
    """
    yield from _of_names(policy)
    for name, (least, most) in BOUNDS.items():
        value = policy.get(name, least)
        if name == "judging_hours" and value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            yield Fault(name, f"This must be a whole number from {least} to {most}.")
    yield from _of_panels(policy)
    yield from _of_lines(policy.get("checklist", []))


def _of_names(row: Mapping[str, Any]) -> Iterator[Fault]:
    for name, most in LONGEST.items():
        value = row.get(name, "x")
        if not isinstance(value, str) or len(value) > most:
            yield Fault(name, f"This must be text of at most {most} characters.")
        elif _CONTROLS.search(value):
            yield Fault(name, "Control characters have no place here.")
        elif not value.strip() and name != "description":
            yield Fault(name, "This must not be empty.")
    slug = row.get("slug", "x")
    if isinstance(slug, str) and slug.strip() and not _SLUG.fullmatch(slug):
        yield Fault("slug", "A slug is made of small letters, digits, hyphens and underscores.")


def _of_panels(policy: Mapping[str, Any]) -> Iterator[Fault]:
    judging, raters = policy.get("judging", ""), policy.get("raters", 0)
    if judging in PANELS and isinstance(raters, int) and raters < 2:
        yield Fault("raters", "A panel has at least two who judge.")
    if judging not in PANELS and judging and raters:
        yield Fault("raters", "Only a panel or a rating meeting has raters; leave it at 0.")
    if policy.get("researcher_votes") and judging != "votes":
        yield Fault("researcher_votes", "The researcher votes in a rating meeting only.")


def _of_lines(lines: Any) -> Iterator[Fault]:
    if not isinstance(lines, list) or len(lines) > MOST_LINES:
        yield Fault("checklist", f"This must be a list of at most {MOST_LINES} lines.")
        return
    for line in lines:
        if not isinstance(line, str) or not line.strip() or len(line) > LONGEST_LINE or "\n" in line:
            yield Fault("checklist", f"Each must be one line of 1 to {LONGEST_LINE} characters.")
            return
        if _CONTROLS.search(line):
            yield Fault("checklist", "Control characters have no place here.")
            return
    if len({" ".join(line.casefold().split()) for line in lines}) < len(lines):
        yield Fault("checklist", "Each line once.")


def faults_of_scale(scale: Mapping[str, Any], ratings: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    """Yield what keeps these columns and ratings ({slug, label, definition, value}) from being a scale."""
    yield from _of_names(scale)
    if len(ratings) > MOST_RATINGS:
        yield Fault("ratings", f"A scale has at most {MOST_RATINGS} ratings.")
        return
    for rating in ratings:
        yield from _of_rating(rating)
    for name, words in (("slug", "slug"), ("label", "label")):
        if len({str(r.get(name, "")).casefold() for r in ratings}) < len(ratings):
            yield Fault("ratings", f"Each {words} once.")
    values = [r["value"] for r in ratings if r.get("value") is not None]
    if values and scale.get("words_only"):
        yield Fault("ratings", "A scale of words only has no numbers.")
    elif len(set(values)) == 1:
        yield Fault("ratings", "Numbers span from a worst to a best: give at least two, or none.")


def _of_rating(rating: Mapping[str, Any]) -> Iterator[Fault]:
    slug, value = rating.get("slug", ""), rating.get("value")
    if not isinstance(slug, str) or len(slug) > LONGEST["slug"] or not _SLUG.fullmatch(slug):
        yield Fault("ratings", "A slug is made of small letters, digits, hyphens and underscores.")
    wrong = isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= HIGHEST
    if value is not None and wrong:
        yield Fault("ratings", f"A number is whole and from 1 to {HIGHEST}; leave it out for a mere label.")
    for name, most in (("label", LONGEST_LABEL), ("definition", LONGEST_DEFINITION)):
        text = rating.get(name, "")
        if not isinstance(text, str) or not text.strip() or len(text) > most or _CONTROLS.search(text):
            yield Fault("ratings", f"Each rating has a {name} of 1 to {most} characters.")
    burden = rating.get("burden_of_proof", "")
    if not isinstance(burden, str) or len(burden) > LONGEST_DEFINITION or _CONTROLS.search(burden):
        yield Fault("ratings", f"A burden of proof has at most {LONGEST_DEFINITION} characters.")


@dataclass(frozen=True, slots=True)
class Choice:
    """A rule that chooses a policy; what is "" is not asked. `id` names the rule."""

    id: str
    policy: str
    topic: str = ""
    harm: str = ""
    kind: str = ""

    def fits(self, *, topics: Collection[str], harms: Collection[str], kind: str) -> bool:
        """Whether all that the rule asks is so; a rule that asks nothing fits nothing."""
        return bool(self.topic or self.harm or self.kind) and (
            (not self.topic or self.topic in topics)
            and (not self.harm or self.harm in harms)
            and (not self.kind or self.kind == kind)
        )

    @property
    def because(self) -> str:
        """What the rule asks, in words."""
        asked = (("topic", self.topic), ("harm", self.harm), ("kind", self.kind))
        return ", ".join(f"{name} {value}" for name, value in asked if value)


class Chosen(NamedTuple):
    """The rule that chose, None where none fits; and the rules that fit and could not be followed."""

    rule: Choice | None
    skipped: tuple[Choice, ...]


def choose(
    rules: Iterable[Choice],
    *,
    active: Collection[str],
    topics: Collection[str],
    harms: Collection[str],
    kind: str,
) -> Chosen:
    """Return the first rule that fits, in their order, whose policy is among the `active` ones."""
    skipped: list[Choice] = []
    for rule in rules:
        if rule.fits(topics=topics, harms=harms, kind=kind):
            if rule.policy in active:
                return Chosen(rule, tuple(skipped))
            skipped.append(rule)
    return Chosen(None, tuple(skipped))
