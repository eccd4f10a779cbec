"""Where an article's words stood before: in its earlier snapshots, and in the article it is a copy of."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, NamedTuple, Self

import orjson
from django.db.models import Q, QuerySet

from claims.fingerprint import normalised
from claims.models import Appearance
from claims.models.entering import NewPlace
from claims.models.knowing import Piece
from claims.standing import places

_COPIES_ASKED: Final = 20  # of an article that has hundreds, the first speak for all
_MOST_PLACES: Final = 5_000  # of an article read again for years, the latest
_COLUMNS: Final = (
    "id",
    "claim_id",
    "quote",
    "claimant_id",
    "start",
    "quoted_parts",
    "claimant_role",
    "claimant_organisation",
    "speech",
    "snapshot__article_id",
    "snapshot__number",
    "changed_in_id",
)


class Place(NamedTuple):
    """An appearance as far as its words matter; in the order of _COLUMNS."""

    id: int
    claim: int
    quote: str
    claimant: int | None
    start: int
    quoted_parts: list[list[int]]
    role: str
    organisation: str
    speech: str
    article: int
    snapshot: int  # its number
    changed_in: int | None

    def moved(self, text: str, start: int, end: int) -> NewPlace:
        """The same words of the same claim at another place of another text."""
        words, shift = text[start:end], start - self.start
        # Other blanks or marks have shifted the inner spans, too: then none is better than a wrong one.
        parts = [[a + shift, b + shift] for a, b in self.quoted_parts] if words == self.quote else []
        return NewPlace(
            claim=self.claim,
            fingerprint="",
            start=start,
            end=end,
            quote=words,
            quoted_parts=orjson.dumps(parts).decode(),
            claimant=self.claimant,
            role=self.role,
            organisation=self.organisation,
            speech=self.speech,
        )


@dataclass(frozen=True, slots=True)
class Earlier:
    """What is known of an article's words when one of its snapshots is looked at."""

    own: Sequence[Place]  # the latest snapshot first
    of_family: Sequence[Place]
    number: int  # of the snapshot looked at

    @classmethod
    def of(cls, piece: Piece) -> Self:
        """The places of the article up to this snapshot, of its first, and of its copies.

        Two statements, or none when it is looked at for the first time.
        """
        if piece.is_first_look:
            return cls((), (), piece.number)
        article, first, number = piece.article, piece.first, piece.number
        texts = Appearance.objects.filter(snapshot__isnull=False)
        mine = texts.filter(snapshot__article=article, snapshot__number__lte=number)
        # Words that stand were moved along to the last one looked at; what is missed stayed where it was.
        last = mine.order_by("-snapshot__number").values("snapshot")[:1]
        known = mine.filter(Q(snapshot__in=last) | Q(changed_in__isnull=False))
        if article == first:
            copies = texts.filter(snapshot__article__copy_of=article).order_by("snapshot__article_id")
            asked = copies.values_list("snapshot__article_id", flat=True).distinct()[:_COPIES_ASKED]
            others = texts.filter(snapshot__article__in=list(asked))
        else:
            others = texts.filter(snapshot__article=first)
        return cls(_listed(known), _listed(others), number)

    def by_words(self) -> "Words":
        """The claims by their words, those of the article itself preferred."""
        return Words([*self.own, *self.of_family])

    def to_find(self) -> list[list[Place]]:
        """The words that stood or were missed when the article was last looked at, with their places there.

        Each list is of one claim in the same words; those of this very snapshot need no finding.
        """
        groups: dict[tuple[int, str], list[Place]] = defaultdict(list)
        for place in self.own:
            groups[place.claim, normalised(place.quote)].append(place)
        latest = ([p for p in group if p.snapshot == group[0].snapshot] for group in groups.values())
        return [group for group in latest if group[0].snapshot < self.number]


class Words:
    """Which claim words belong to."""

    def __init__(self, known: Iterable[Place]) -> None:
        self._said: dict[tuple[str, int | None], int] = {}
        self._any: dict[str, int] = {}
        for place in known:
            words = normalised(place.quote)
            self._said.setdefault((words, place.claimant), place.claim)
            self._any.setdefault(words, place.claim)

    def claim_of(self, quote: str, claimant: int | None) -> int | None:
        """The claim that stood in these words: that of the same speaker, or else of anybody."""
        if not self._any:
            return None
        words = normalised(quote)
        return self._said.get((words, claimant), self._any.get(words))


def found_again(group: Sequence[Place], text: str) -> list[NewPlace]:
    """Where the words of these places stand in another text, at most as often as they did."""
    spans = islice(places(group[0].quote, text), len(group))
    return [place.moved(text, *span) for place, span in zip(group, spans, strict=False)]


def _listed(rows: QuerySet[Appearance]) -> list[Place]:
    latest = rows.order_by("-snapshot__number", "id")[:_MOST_PLACES]
    return [Place(*row) for row in latest.values_list(*_COLUMNS)]
