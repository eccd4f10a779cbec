"""Locks in DESIGN's order (fact-check, assignment, claim, article), and who somebody is on a file."""

from collections.abc import Collection
from uuid import UUID

from factcheck.errors import Conflict, NotAllowed
from factcheck.models import User
from factcheck.roles import Role
from reviews.actions.subjects import conflicts_of, subjects_of
from reviews.lifecycle import AssignmentRole, AssignmentStatus, FactCheckStatus
from reviews.models import Assignment, FactCheck, Reviewer

SYSTEM = frozenset({Role.SYSTEM})
JUDGES = (AssignmentRole.RATER, AssignmentRole.SECOND_READER)


class ConflictDeclared(NotAllowed):
    """A conflict of interest bars this person from this claim."""

    code = "conflict_of_interest"


class OwnWork(NotAllowed):
    """Nobody judges what he made himself."""

    code = "own_work"


class NoReviewer(NotAllowed):
    """The person has no reviewer's profile."""

    code = "no_reviewer"


class Sealed(Conflict):
    """Ratings are sealed, and this would tell of one before the reveal."""

    code = "sealed"


class FileClosed(Conflict):
    """The file cannot be changed now."""

    code = "file_closed"


def locked(fact_check_id: UUID) -> FactCheck:
    """Return the fact-check with its row locked until the transaction ends."""
    rows = FactCheck.objects.select_for_update(of=("self",))
    return rows.select_related("policy", "scale", "claim").get(uuid=fact_check_id)


def locked_with_seat(assignment_id: UUID) -> tuple[FactCheck, Assignment]:
    """Return the fact-check and the assignment, locked in this order."""
    file_id = Assignment.objects.values_list("fact_check__uuid", flat=True).get(uuid=assignment_id)
    fact_check = locked(file_id)
    seats = Assignment.objects.select_for_update(of=("self",)).select_related("reviewer__user")
    assignment = seats.get(uuid=assignment_id)
    assignment.fact_check = fact_check
    return fact_check, assignment


def locked_seats(fact_check: FactCheck, role: AssignmentRole | None = None) -> list[Assignment]:
    """Return the active assignments of the current round, locked by id."""
    seats = Assignment.objects.select_for_update(of=("self",)).select_related("reviewer__user")
    seats = seats.active().filter(fact_check=fact_check, round=fact_check.round).order_by("id")
    found = list(seats.filter(role=role) if role else seats)
    for seat in found:
        seat.fact_check = fact_check
    return found


def locked_profiles(reviewers: Collection[int]) -> dict[int, Reviewer]:
    """Return the profiles by pk, locked by id, after all fact-checks.

    Whoever gives seats locks whom he gives them to, and asks `subjects.barred`
    then; whoever declares a conflict locks his profile, too. So one of the two
    waits for the other and sees what he did.
    """
    rows = Reviewer.objects.select_for_update(of=("self",), no_key=True).select_related("user")
    return {row.pk: row for row in rows.filter(pk__in=reviewers).order_by("pk")}


def roles_on(fact_check: FactCheck, user: User) -> frozenset[Role]:
    """The roles somebody has taken on this fact-check, besides those in the installation."""
    held = fact_check.assignments.active().of(user).filter(round=fact_check.round)
    held = held.exclude(status=AssignmentStatus.OFFERED)
    here = {Role.RESEARCHER for s in held if s.role == AssignmentRole.RESEARCHER}
    here |= {Role.RATER for s in held if s.role == AssignmentRole.RATER}
    return user.roles | here


def roles_on_seat(assignment: Assignment, user: User) -> frozenset[Role]:
    """The installation's roles, and that of holder for whoever has the seat."""
    return user.roles | ({Role.HOLDER} if assignment.reviewer.user_id == user.pk else frozenset())


def reviewer_of(user: User) -> Reviewer:
    """Return the working profile. Raises NoReviewer."""
    profile = Reviewer.objects.filter(user=user).first()
    if profile is None:
        raise NoReviewer("You have no reviewer's profile; an administrator can add one.")
    return profile


def refuse_conflicted(fact_check: FactCheck, user: User) -> None:
    """Raise ConflictDeclared if the person's own outlet, or a declared conflict, touches the claim."""
    profile = Reviewer.objects.filter(user=user).first()
    if profile is None:
        return
    declared = conflicts_of([profile.pk])[profile.pk]
    if not declared and profile.employer_id is None:
        return
    about = subjects_of([fact_check.claim_id])[fact_check.claim_id]
    if f"outlet:{profile.employer_id}" in about:
        raise ConflictDeclared("The claim appeared in the outlet you work for.")
    if declared & about:
        raise ConflictDeclared("You declared a conflict of interest that touches this claim.")


def refuse_own_work(fact_check: FactCheck, user: User, *, raters_too: bool) -> None:
    """Raise OwnWork if the person ever researched in this round (or judged, where that counts)."""
    roles = [AssignmentRole.RESEARCHER, *(JUDGES if raters_too else [])]
    worked = fact_check.assignments.of(user).filter(round=fact_check.round, accepted_at__isnull=False)
    if worked.filter(role__in=roles).exists():
        raise OwnWork("Whoever worked on this fact-check does not decide about it.")


def refuse_own_research(fact_check: FactCheck, user: User) -> None:
    """Raise OwnWork if the person researched in any round: what is public may rest on each of them."""
    worked = fact_check.assignments.of(user).filter(accepted_at__isnull=False)
    if worked.filter(role=AssignmentRole.RESEARCHER).exists():
        raise OwnWork("Whoever researched this fact-check does not decide about it.")


def refuse_on_sealed_seat(fact_check: FactCheck, seat: Assignment, user: User) -> None:
    """Raise Sealed where the outcome would tell an editor whether somebody else's seat has filed."""
    sealed = fact_check.is_sealed and seat.role == AssignmentRole.RATER and seat.round == fact_check.round
    offered = seat.status == AssignmentStatus.OFFERED
    if sealed and not offered and user.is_editor and seat.reviewer.user_id != user.pk:
        raise Sealed("While ratings are sealed an editor recuses a rater or closes the round.")


def refuse_rater_under_seal(fact_check: FactCheck, by: User) -> None:
    """A rater may speak in the discussion, once the first ratings are open, and not before. Raises Sealed."""
    seats = fact_check.assignments.active().of(by).filter(round=fact_check.round)
    if fact_check.is_sealed and not fact_check.discussed and seats.filter(role=AssignmentRole.RATER).exists():
        raise Sealed("While ratings are sealed, raters say nothing in the shared file.")


def refuse_closed_file(fact_check: FactCheck) -> None:
    """Raise FileClosed where evidence may not change: while it is judged, approved, or done with."""
    closed = {
        FactCheckStatus.JUDGING,
        FactCheckStatus.AGREED,
        FactCheckStatus.APPROVED,
        FactCheckStatus.SCHEDULED,
        FactCheckStatus.CLOSED,
    }
    # A hold opens nothing: what was judged when it began comes back as it was judged.
    status = fact_check.held_from or fact_check.status
    if status in closed:
        raise FileClosed(f"The file cannot be changed while the fact-check is {status.replace('_', ' ')}.")
