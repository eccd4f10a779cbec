"""Which seats are sealed, as conditions and as expressions of the database."""

from typing import Any

from django.db import models
from django.db.models import F, Func, Q, Value

from factcheck.models import User
from reviews.lifecycle import AssignmentRole, AssignmentStatus
from reviews.models.policies import Judging

ACTIVE = [
    AssignmentStatus.OFFERED,
    AssignmentStatus.ACCEPTED,
    AssignmentStatus.FILED,
    AssignmentStatus.RETURNED,
    AssignmentStatus.DONE,
]
OPEN_WORK = [AssignmentStatus.OFFERED, AssignmentStatus.ACCEPTED, AssignmentStatus.RETURNED]
_QUOTED = ", ".join(f"'{status.value}'" for status in ACTIVE)

SEALED = Q(
    fact_check__policy__judging=Judging.BLIND,
    role=AssignmentRole.RATER,
    round=F("fact_check__round"),
    fact_check__revealed_stage__lt=F("fact_check__stage"),
)
"""Assignments whose progress nobody but the holder may know."""


OPEN = Q(status__in=OPEN_WORK) | (Q(status=AssignmentStatus.FILED) & SEALED)
"""What counts towards a capacity. A sealed filing counts until the reveal: a load that fell would tell."""


class Sealed(Func):
    """SEALED as an expression: to compile the Q for each column that it hides costs five times as much."""

    output_field = models.BooleanField()
    template = (
        f"(%s = '{Judging.BLIND.value}' AND %s = '{AssignmentRole.RATER.value}' AND %s = %s AND %s < %s)"
    )

    def __init__(self, *more: Any) -> None:
        columns = ("fact_check__policy__judging", "role", "round", "fact_check__round")
        stages = ("fact_check__revealed_stage", "fact_check__stage")
        super().__init__(*columns, *stages, *more)

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        sql, params = [], []
        for source in self.get_source_expressions():
            part, given = compiler.compile(source)
            sql.append(part)
            params.extend(given)
        return self.template % tuple(sql), params


class Hidden(Sealed):
    """Whether a seat is sealed and not the person's own."""

    template = f"({Sealed.template} AND %s <> %s)"

    def __init__(self, user: User) -> None:
        super().__init__("reviewer__user", Value(user.pk))


class Own(Sealed):
    """Whether a seat is the person's own."""

    template = "(%s = %s)"

    def __init__(self, user: User) -> None:
        Func.__init__(self, "reviewer__user", Value(user.pk))


class AskedAgain(Sealed):
    """Whether the person has a seat on the same file since: an Exists() costs a list half a millisecond."""

    template = (
        "(EXISTS (SELECT 1 FROM reviews_assignment later WHERE later.fact_check_id = %s"  # noqa: S608 - our own words
        f" AND later.reviewer_id = %s AND later.id > %s AND later.status IN ({_QUOTED})))"
    )

    def __init__(self) -> None:
        Func.__init__(self, "fact_check", "reviewer", "pk")
