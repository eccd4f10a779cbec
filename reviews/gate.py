"""The evidence gate: what is missing before a fact-check may be approved.

Only a source with a quote and a stance counts, and only while it is neither
confidential nor withdrawn. More evidence never opens a gap.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice, product
from typing import Final

from factcheck.errors import Conflict
from reviews.lifecycle import ContactStatus


class Stance(StrEnum):
    SUPPORTS = "supports"
    REFUTES = "refutes"
    CONTEXT = "context"


class GapCode(StrEnum):
    TOO_FEW_SOURCES = "too_few_sources"
    NO_PRIMARY = "no_primary"
    CLAIMANT_NOT_CONTACTED = "claimant_not_contacted"
    CLAIMANT_MAY_STILL_ANSWER = "claimant_may_still_answer"


class Answer(StrEnum):
    """Ordinary answers: the researcher gives them with a reason, no exception is needed."""

    ONLY_SOURCE_THERE_IS = "only_source_there_is"
    NO_PRIMARY_EXISTS = "no_primary_exists"
    WHY_NOT_CONTACTED = "why_not_contacted"


class GateClosed(Conflict):
    """The evidence does not yet carry an approval; `details["gaps"]` says why."""

    code = "evidence_gate"


@dataclass(frozen=True, slots=True)
class Source:
    """One piece of evidence for the central claim.

    `quoted` says that there is a quote, and that its copy does not lack it.
    `independent` is declared by a person; `owner` and `domain` are "" where
    unknown or where there is none (an interview). `copy_of` names the text that
    several sources have in common, the first of them too; "" where nobody shares it.
    """

    stance: str
    quoted: bool
    primary: bool
    independent: bool
    owner: str = ""
    domain: str = ""
    copy_of: str = ""
    confidential: bool = False
    withdrawn: bool = False

    @property
    def counts(self) -> bool:
        return bool(self.stance) and self.quoted and not self.confidential and not self.withdrawn


@dataclass(frozen=True, slots=True)
class Contact:
    """A question to the claimant, or to somebody else."""

    to_claimant: bool
    status: str


@dataclass(frozen=True, slots=True)
class Rules:
    """What a policy asks for."""

    independent_sources: int = 2
    primary: bool = True
    contact: bool = True


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing missing. `answer` is the ordinary answer that would do, "" where only an exception would."""

    code: str
    message: str
    answer: str = ""


def gaps(
    sources: Sequence[Source],
    contacts: Iterable[Contact],
    *,
    rules: Rules,
    answers: Mapping[str, str] | None = None,
    exceptions: Mapping[str, str] | None = None,
) -> list[Gap]:
    """Return what is missing; an empty list opens the gate.

    `answers` maps an Answer to its reason, `exceptions` a gap's code to the
    reason of the editor who grants it. A blank reason lifts nothing.
    """
    found = [*_source_gaps(sources, rules), *_primary_gaps(sources, rules), *_contact_gaps(contacts, rules)]
    given = _with_reason(answers or {})
    granted = _with_reason(exceptions or {})
    return [gap for gap in found if gap.answer not in given and gap.code not in granted]


_MOST_CHOICES: Final = 1024  # of copies to stand for their text; beyond, fewer sources may be counted


def independent_sources(sources: Sequence[Source]) -> int:
    """Count the sources that stand on their own: same domain, same owner or same text counts once.

    That is the largest set of sources of which no two share any: of each text the
    copy that lets most others stand, then a maximum matching of domains to owners.
    (Joining everything that shares one would let a further source lower the count.)
    """
    texts: dict[str, set[tuple[str, str]]] = {}
    for i, source in enumerate(sources):
        if source.counts and source.independent:
            # The blank keeps stand-ins for unknown names apart from every real one.
            names = (domain_key(source.domain) or f" {i}", owner_key(source.owner) or f" {i}")
            texts.setdefault(source.copy_of or f" {i}", set()).add(names)
    choices = product(*(sorted(names) for names in texts.values()))
    return max(map(_matching, islice(choices, _MOST_CHOICES)))


def _matching(names: Iterable[tuple[str, str]]) -> int:
    owners_of: dict[str, list[str]] = {}
    for domain, owner in names:
        owners_of.setdefault(domain, []).append(owner)
    matched: dict[str, str] = {}
    return sum(_match(domain, owners_of, matched, seen=set()) for domain in owners_of)


def _match(
    domain: str, owners_of: Mapping[str, list[str]], matched: dict[str, str], *, seen: set[str]
) -> bool:
    """Give the domain an owner of its own, moving earlier ones on where that helps (Kuhn's algorithm)."""
    for owner in owners_of[domain]:
        if owner in seen:
            continue
        seen.add(owner)
        if owner not in matched or _match(matched[owner], owners_of, matched, seen=seen):
            matched[owner] = domain
            return True
    return False


def _source_gaps(sources: Sequence[Source], rules: Rules) -> list[Gap]:
    count = independent_sources(sources)
    if count >= rules.independent_sources:
        return []
    left_out = sum(not source.counts for source in sources)
    left = f" Left out, without stance or a quote that its copy holds, or withdrawn: {left_out}."
    message = (
        f"{count} of {rules.independent_sources} independent sources with quote and stance; "
        f"those that share a domain, an owner or a text count once.{left if left_out else ''}"
    )
    # "The only source there is" is no answer where there is none.
    return [Gap(GapCode.TOO_FEW_SOURCES, message, Answer.ONLY_SOURCE_THERE_IS if count else "")]


def _primary_gaps(sources: Sequence[Source], rules: Rules) -> list[Gap]:
    if not rules.primary or any(source.primary and source.counts for source in sources):
        return []
    message = "No primary source with quote and stance is in the file."
    return [Gap(GapCode.NO_PRIMARY, message, Answer.NO_PRIMARY_EXISTS)]


def _contact_gaps(contacts: Iterable[Contact], rules: Rules) -> list[Gap]:
    seen = {contact.status for contact in contacts if contact.to_claimant}
    if not rules.contact or seen & {ContactStatus.ANSWERED, ContactStatus.NO_REPLY}:
        return []
    if ContactStatus.ASKED in seen:
        message = "The claimant was asked, and the deadline for an answer has not passed."
        return [Gap(GapCode.CLAIMANT_MAY_STILL_ANSWER, message)]
    message = "The claimant was not asked, and the file does not say why."
    return [Gap(GapCode.CLAIMANT_NOT_CONTACTED, message, Answer.WHY_NOT_CONTACTED)]


def _with_reason(given: Mapping[str, str]) -> set[str]:
    return {code for code, reason in given.items() if reason.strip()}


def domain_key(text: str) -> str:
    """Return what two names of one site have in common."""
    return text.strip().casefold().removeprefix("www.").strip()


def owner_key(text: str) -> str:
    """Return what two spellings of one owner have in common."""
    return " ".join(text.casefold().split())
