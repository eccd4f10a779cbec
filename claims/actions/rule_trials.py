"""What words and patterns would find among the claims of the desk, before they are put to use."""

from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple
from uuid import UUID

from claims.actions.permission import editors_only
from claims.actions.triage_rules import check_rule
from claims.models import Claim
from claims.triage.finding import Matcher, Rule
from factcheck.models import User

MOST_CLAIMS: Final = 5000
MOST_SHOWN: Final = 20
MOST_WORDS: Final = 100


class Found(NamedTuple):
    """A claim, and what is found in it by the tried rule, or where that finds nothing, by the one in use."""

    claim: UUID
    wording: str
    words: list[str]


class Trial(NamedTuple):
    """The last claims looked through: `matches` are found, `newly` and `no_longer` other than in use."""

    looked_at: int
    matches: int
    newly: int
    no_longer: int
    by_word: list[tuple[str, int]]  # what was found, in how many claims, the commonest first
    matching: list[Found]
    newly_matching: list[Found]
    no_longer_matching: list[Found]


def try_rule(
    *,
    keywords: Sequence[str],
    patterns: Sequence[str],
    in_use: Rule | None,
    most: int = 2000,
    by: User | None,
) -> Trial:
    """Look through the newest claims with words and patterns, beside the rule that is in use.

    Raises NotAllowed, WrongRule.
    """
    editors_only(by, "Only an editor tries out what claims are found by.")
    check_rule(keywords, patterns)
    tried = Matcher.of(Rule("tried", tuple(keywords), tuple(patterns)))
    other = Matcher.of(in_use or Rule("none"))
    rows = list(Claim.objects.order_by("-id").values_list("uuid", "wording")[: min(most, MOST_CLAIMS)])
    counted: Counter[str] = Counter()
    groups: tuple[list[Found], list[Found], list[Found]] = ([], [], [])
    for uuid, wording in rows:
        now, before = tried.words(wording), other.words(wording)
        counted.update({word.casefold() for word in now})
        for group, belongs, words in zip(
            groups, (now, now and not before, before and not now), (now, now, before), strict=True
        ):
            if belongs:
                group.append(Found(uuid, wording, words))
    matching, newly, no_longer = groups
    return Trial(
        looked_at=len(rows),
        matches=len(matching),
        newly=len(newly),
        no_longer=len(no_longer),
        by_word=counted.most_common(MOST_WORDS),
        matching=matching[:MOST_SHOWN],
        newly_matching=newly[:MOST_SHOWN],
        no_longer_matching=no_longer[:MOST_SHOWN],
    )
