"""Fact-checks for tests, brought to where they are by the people of a small desk, through the actions."""

from dataclasses import dataclass, field
from typing import Any

from claims.models import Claim
from factcheck.models import User
from reviews import actions
from reviews.models import Assignment, FactCheck, Policy, Publication, Reviewer, Scale
from tests.factories import AT, ClaimFactory, UserFactory

RATINGS = [
    {"slug": slug, "label": slug.title(), "definition": f"It is {slug}.", "position": place, "value": value}
    for place, (slug, value) in enumerate([("false", 1), ("half-true", 3), ("true", 5), ("misleading", None)])
]


def reviewer(user: User | None = None, **fields: Any) -> Reviewer:
    """A person with a working profile, in English, with room for much work."""
    given: dict[str, Any] = {"capacity": 9, "languages": {"en": "native"}, "by": None, "at": AT}
    return actions.add_reviewer(user=user or UserFactory(), **given | fields)


_JUDGING: dict[str, dict[str, Any]] = {
    "desk": {"judging": "proposal"},
    "second-read": {"judging": "second_read"},
    "rating-meeting": {"judging": "votes", "raters": 3, "researcher_votes": True},
    "urgent": {"judging": "proposal", "second_read_hours": 24},
    "blind-panel": {"judging": "blind", "raters": 3},
}


def policy(slug: str = "desk", **fields: Any) -> Policy:
    """The desk's policy of that name, entered on first use. Routing offers nothing: tests hand out."""
    there = Policy.objects.filter(slug=slug, active=True).first()
    if there is not None:
        return there
    blind = slug == "blind-panel"
    given = {
        "name": slug.title(),
        "approver": "neither" if blind else "editor_not_researcher",
        "offers": False,
        "reminder_hours": 0,
        "is_default": slug == "desk",
    }
    return actions.add_policy(
        slug=slug, by=None, at=AT, **given | _JUDGING.get(slug, _JUDGING["desk"]) | fields
    )


def scale() -> Scale:
    there = Scale.objects.filter(slug="steps").first()
    return there or actions.add_scale(
        slug="steps", name="Steps", ratings=RATINGS, is_default=True, by=None, at=AT
    )


@dataclass
class Case:
    """A fact-check and the people on it."""

    fact_check: FactCheck
    editor: User
    chief: User
    researcher: User
    raters: list[User] = field(default_factory=list)

    @property
    def uuid(self) -> Any:
        return self.fact_check.uuid

    @property
    def seat(self) -> Assignment:
        """The researcher's."""
        return self.fact_check.assignments.active().get(role="researcher", round=self.fact_check.round)

    @property
    def seats(self) -> list[Assignment]:
        """The raters', by seat."""
        rows = self.fact_check.assignments.active().filter(role="rater", round=self.fact_check.round)
        return list(rows.order_by("seat"))

    @property
    def judges(self) -> list[Assignment]:
        """Those of second readers and voters, by seat."""
        rows = self.fact_check.assignments.active().filter(role__in=["rater", "second_reader"])
        return list(rows.filter(round=self.fact_check.round).order_by("seat"))

    @property
    def publication(self) -> Publication:
        return Publication.objects.get(fact_check=self.fact_check)

    def fresh(self) -> FactCheck:
        self.fact_check.refresh_from_db()
        return self.fact_check

    def as_editor(self) -> dict[str, Any]:
        return {"fact_check_id": self.uuid, "by": self.editor, "at": AT}


def opened(slug: str = "desk", *, claim: Claim | None = None, **fields: Any) -> Case:
    """A fact-check that its editor has just opened."""
    policy(slug, **fields)
    scale()
    editor, chief = UserFactory(editor=True), UserFactory(editor=True)
    reviewer(editor)
    claim = claim or ClaimFactory()
    fact_check = actions.open_fact_check(claim_id=claim.uuid, policy=slug, by=editor, at=AT)
    return Case(fact_check, editor, chief, reviewer().user)


def in_research(slug: str = "desk", **fields: Any) -> Case:
    """With a researcher at work."""
    case = opened(slug, **fields)
    given(case, case.researcher)
    case.fresh()
    return case


def given(case: Case, user: User, *, accepted: bool = True) -> Assignment:
    """Hand the free seat to a person, who accepts it."""
    to = Reviewer.objects.get(user=user).uuid
    seat = actions.hand_out(fact_check_id=case.uuid, to=to, by=case.editor, at=AT)
    if accepted:
        seat = actions.accept(assignment_id=seat.uuid, by=user, at=AT)
    return seat


def with_evidence(case: Case) -> Case:
    """With all that the gate asks for: two sources, one of them primary, and the claimant's answer."""
    by = {"by": case.researcher, "at": AT}
    for number in (1, 2):
        actions.add_evidence(
            fact_check_id=case.uuid,
            title=f"Port statistics {number}",
            url=f"https://source-{number}.example/table",
            quote="3.1 million tonnes",
            stance="refutes",
            primary=True,
            independent=True,
            **by,
        )
    contact = actions.plan_contact(
        fact_check_id=case.uuid, kind="claimant", whom="Press office", question="Which year?", **by
    )
    actions.ask(contact_id=contact.uuid, **by)
    actions.record_answer(contact_id=contact.uuid, answer="The last one.", **by)
    return case


def filed(case: Case, seat: Assignment, rating: str = "false", **fields: Any) -> Any:
    """The holder of a seat files a rating."""
    known = {"reasoning": "The table says otherwise."} | fields
    return actions.file(assignment_id=seat.uuid, rating=rating, by=seat.reviewer.user, at=AT, **known)


def proposed(**fields: Any) -> Case:
    """With evidence and a proposed rating: agreed."""
    case = with_evidence(in_research(**fields))
    filed(case, case.seat)
    case.fresh()
    return case


def judging(slug: str, rating: str = "false", **fields: Any) -> Case:
    """With a proposal, and everybody seated who judges it."""
    case = with_evidence(in_research(slug, **fields))
    filed(case, case.seat, rating)
    for _ in range(case.fresh().policy.judges[1]):
        case.raters.append(reviewer().user)
        given(case, case.raters[-1])
    case.fresh()
    return case


def approved() -> Case:
    case = proposed()
    actions.approve(**case.as_editor())
    case.fresh()
    return case


def published() -> Case:
    case = approved()
    actions.publish(title="No, not so much cargo", summary="It was less.", **case.as_editor())
    case.fresh()
    return case


def panel(case: Case | None = None, *, accepted: int = 3) -> Case:
    """A blind panel of three that has the file (or this one); so many of them have accepted."""
    case = case or with_evidence(in_research("blind-panel"))
    actions.start_judging(fact_check_id=case.uuid, by=case.researcher, at=AT)
    for number in range(3):
        rater = reviewer().user
        case.raters.append(rater)
        given(case, rater, accepted=number < accepted)
    case.fresh()
    return case


def disputed() -> Case:
    """A panel of three minds, revealed."""
    case = panel()
    for seat, rating in zip(case.seats, ["false", "half-true", "true"], strict=True):
        filed(case, seat, rating)
    case.fresh()
    return case
