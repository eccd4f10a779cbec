"""What claims are about, in the words of conflicts of interest, and whom that bars now.

A subject is "outlet:3", "topic:energy" or "claimant:7", as `reviews.routing`
compares them. A claim is about a person or body that made it, that somebody
who made it works for, or that its words name.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cache

from django.db.models import Q
from django.db.models.functions import Coalesce

from claims.models import Appearance, Claim, Claimant, ClaimantKind, ClaimantRole, ClaimTopic
from claims.models.families import behind
from reviews.models import ConflictOfInterest, Reviewer
from reviews.naming import Form, Names, forms_of

Subjects = dict[int, frozenset[str]]


def subjects_of(claims: Collection[int], *, also: Iterable[Claimant] = ()) -> Subjects:
    """Claim -> what it is about, for claims by their pk, in as many statements for one as for many.

    Claimants whom it only names are looked for where an open conflict is with
    them, or where they are among `also`. What the rows that it stands for are
    about (merged into it, split), it is about.
    """
    found: dict[int, set[str]] = {pk: set() for pk in claims}
    claims_of = _by_row(claims)
    printed = Appearance.objects.filter(claim__in=claims_of, snapshot__article__outlet__isnull=False)
    for row, outlet in printed.values_list("claim_id", "snapshot__article__outlet_id").distinct():
        _note(found, claims_of[row], {f"outlet:{outlet}"})
    for row, slug in ClaimTopic.objects.filter(claim__in=claims_of).values_list("claim_id", "topic__slug"):
        _note(found, claims_of[row], {f"topic:{slug}"})
    for row, claimants in _claimants_of(list(claims_of), also=also).items():
        _note(found, claims_of[row], {f"claimant:{pk}" for pk in claimants})
    return {claim: frozenset(subjects) for claim, subjects in found.items()}


def claimants_of(claims: Collection[int], *, also: Iterable[Claimant] = ()) -> dict[int, set[int]]:
    """Claim -> claimants it is about: who made it, whom he works for, whom the words name.

    Of one person or body all rows: the one that stands, and those merged into it.
    Where nobody has a conflict with any claimant, only who made it is looked up.
    """
    claims_of = _by_row(claims)
    found: dict[int, set[int]] = {}
    for row, claimants in _claimants_of(list(claims_of), also=also).items():
        for claim in claims_of[row]:
            found.setdefault(claim, set()).update(claimants)
    return found


def _by_row(claims: Collection[int]) -> dict[int, set[int]]:
    """Row -> those of the claims that it belongs to: they are it, or stand for it."""
    found: dict[int, set[int]] = defaultdict(set)
    for claim, rows in behind(claims).items():
        for row in rows:
            found[row].add(claim)
    return found


def _note(found: dict[int, set[str]], claims: Iterable[int], subjects: set[str]) -> None:
    for claim in claims:
        found[claim] |= subjects


def _claimants_of(claims: Collection[int], *, also: Iterable[Claimant]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    texts: dict[int, set[str]] = defaultdict(set)
    names, same = _looked_for(also)
    for claim, wording, who in Claim.objects.filter(pk__in=claims).values_list(
        "pk", "wording", "claimant_id"
    ):
        texts[claim].add(wording)
        found[claim] = {who} - {None}
    if not names:
        return _with_merged(found)
    said = Appearance.objects.filter(claim__in=claims)
    for claim, quote, who, body in said.values_list(
        "claim_id", "quote", "claimant_id", "claimant_organisation"
    ):
        texts[claim] |= {quote, body}
        found[claim] |= {who} - {None}
    found = _with_merged(found)
    bodies = _bodies({who for claimants in found.values() for who in claimants})
    named = cache(names.named_in)
    for claim, words in texts.items():
        of_theirs = {body for who in found[claim] for body in bodies[who]}
        found[claim] |= {pk for text in words | of_theirs for who in named(text) for pk in same[who]}
    return found


def _with_merged(found: dict[int, set[int]]) -> dict[int, set[int]]:
    """Add the rows that were merged into these claimants."""
    asked = {who for claimants in found.values() for who in claimants}
    merged: dict[int, set[int]] = defaultdict(set)
    for pk, into in Claimant.objects.filter(merged_into__in=asked).values_list("pk", "merged_into_id"):
        merged[into or 0].add(pk)
    return {claim: claimants.union(*(merged[who] for who in claimants)) for claim, claimants in found.items()}


def _looked_for(also: Iterable[Claimant]) -> tuple[Names, dict[int, set[int]]]:
    """The names of everybody with whom somebody has a conflict, and the rows of each."""
    open_conflicts = ConflictOfInterest.objects.filter(ended_at__isnull=True, claimant__isnull=False)
    standing = Coalesce("claimant__merged_into_id", "claimant_id")
    wanted = set(open_conflicts.values_list(standing, flat=True)) | {c.merged_into_id or c.pk for c in also}
    forms: dict[int, set[Form]] = defaultdict(set)
    same: dict[int, set[int]] = defaultdict(set)
    asked = Q(pk__in=wanted) | Q(merged_into__in=wanted)
    for row in Claimant.objects.filter(asked) if wanted else Claimant.objects.none():
        stands = row.merged_into_id or row.pk
        same[stands].add(row.pk)
        forms[stands] |= forms_of(row.name, person=row.kind == ClaimantKind.PERSON)
    return Names(forms), same


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

    A fixed number of statements for any number of pairs. Asked by whoever gives seats, under
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
    rows = behind([claim.pk])[claim.pk]
    sent = Appearance.objects.filter(claim__in=rows, snapshot__article__submitted_by__isnull=False)
    people = set(sent.values_list("snapshot__article__submitted_by_id", flat=True))
    pitched = Claim.objects.filter(pk__in=rows, pitched_by__isnull=False)
    return frozenset(people | set(pitched.values_list("pitched_by_id", flat=True)))
