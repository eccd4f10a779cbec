"""What claims are about, in the words of conflicts of interest, and whom that bars now.

A subject is "outlet:3", "topic:energy" or "claimant:7", as `reviews.routing`
compares them. A claim is about a person or body that made it, that somebody
who made it works for, or that its words name.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cache

from claims.models import Appearance, Claim, Claimant, ClaimantKind, ClaimantRole, ClaimTopic
from reviews.models import ConflictOfInterest, Reviewer
from reviews.naming import Names, forms_of

Subjects = dict[int, frozenset[str]]


def subjects_of(claims: Collection[int], *, also: Iterable[Claimant] = ()) -> Subjects:
    """Claim -> what it is about, for claims by their pk, in eight statements however many they are.

    Claimants whom it only names are looked for where an open conflict is with
    them, or where they are among `also`.
    """
    found: dict[int, set[str]] = {pk: set() for pk in claims}
    printed = Appearance.objects.filter(claim__in=found, snapshot__article__outlet__isnull=False)
    for claim, outlet in printed.values_list("claim_id", "snapshot__article__outlet_id").distinct():
        found[claim].add(f"outlet:{outlet}")
    for claim, slug in ClaimTopic.objects.filter(claim__in=found).values_list("claim_id", "topic__slug"):
        found[claim].add(f"topic:{slug}")
    for claim, claimants in claimants_of(list(found), also=also).items():
        found[claim] |= {f"claimant:{pk}" for pk in claimants}
    return {claim: frozenset(subjects) for claim, subjects in found.items()}


def claimants_of(claims: Collection[int], *, also: Iterable[Claimant] = ()) -> dict[int, set[int]]:
    """Claim -> claimants it is about: who made it, whom he works for, whom the words name.

    Where nobody has a conflict with any claimant, only who made it is looked up.
    """
    found: dict[int, set[int]] = {}
    texts: dict[int, set[str]] = defaultdict(set)
    names = _looked_for(also)
    for claim, wording, who in Claim.objects.filter(pk__in=claims).values_list(
        "pk", "wording", "claimant_id"
    ):
        texts[claim].add(wording)
        found[claim] = {who} - {None}
    if not names:
        return found
    said = Appearance.objects.filter(claim__in=claims)
    for claim, quote, who, body in said.values_list(
        "claim_id", "quote", "claimant_id", "claimant_organisation"
    ):
        texts[claim] |= {quote, body}
        found[claim] |= {who} - {None}
    bodies = _bodies({who for claimants in found.values() for who in claimants})
    named = cache(names.named_in)
    for claim, words in texts.items():
        of_theirs = {body for who in found[claim] for body in bodies[who]}
        found[claim] |= {pk for text in words | of_theirs for pk in named(text)}
    return found


def _looked_for(also: Iterable[Claimant]) -> Names:
    """The names of everybody with whom somebody has a conflict."""
    open_conflicts = ConflictOfInterest.objects.filter(ended_at__isnull=True, claimant__isnull=False)
    known = open_conflicts.values_list("claimant_id", "claimant__name", "claimant__kind").distinct()
    rows = [*known, *((c.pk, c.name, c.kind) for c in also)]
    return Names({pk: forms_of(name, person=kind == ClaimantKind.PERSON) for pk, name, kind in rows})


def _bodies(claimants: Collection[int]) -> dict[int, set[str]]:
    """Claimant -> the organisations he was ever seen to speak for."""
    found: dict[int, set[str]] = defaultdict(set)
    roles = ClaimantRole.objects.filter(claimant__in=claimants).exclude(organisation="")
    for claimant, body in roles.values_list("claimant_id", "organisation"):
        found[claimant].add(body)
    return found


def conflicts_of(reviewers: Collection[int]) -> Subjects:
    """Reviewer -> the subjects of his open conflicts, in one statement."""
    found: dict[int, set[str]] = {pk: set() for pk in reviewers}
    declared = ConflictOfInterest.objects.filter(reviewer__in=found, ended_at__isnull=True)
    for reviewer, outlet, claimant, topic in declared.values_list(
        "reviewer_id", "outlet_id", "claimant_id", "topic__slug"
    ):
        subject = f"outlet:{outlet}" if outlet else f"claimant:{claimant}" if claimant else f"topic:{topic}"
        found[reviewer].add(subject)
    return {reviewer: frozenset(subjects) for reviewer, subjects in found.items()}


def barred(pairs: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return those pairs (reviewer, claim; by pk) that an own outlet or an open conflict bars at this moment.

    Nine statements for any number of pairs. Asked by whoever gives seats, under
    `locks.locked_profiles`.
    """
    conflicts = conflicts_of({reviewer for reviewer, _ in pairs})
    employed = Reviewer.objects.filter(pk__in=conflicts, employer__isnull=False)
    employers = dict(employed.values_list("pk", "employer_id"))
    at_stake = {claim for reviewer, claim in pairs if conflicts[reviewer] or reviewer in employers}
    if not at_stake:
        return set()
    subjects = subjects_of(at_stake)
    return {
        (reviewer, claim)
        for reviewer, claim in pairs
        if claim in subjects
        and subjects[claim] & (conflicts[reviewer] | {f"outlet:{employers.get(reviewer)}"})
    }


def submitters_of(claim: Claim) -> frozenset[int]:
    """Who brought the claim to the desk, by the pk of users: who pitched it, or submitted where it stands."""
    sent = claim.appearances.filter(snapshot__article__submitted_by__isnull=False)
    people = set(sent.values_list("snapshot__article__submitted_by_id", flat=True))
    return frozenset(people | ({claim.pitched_by_id} if claim.pitched_by_id else set()))
