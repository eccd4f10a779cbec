"""A lifecycle is a table of moves; asking it is the only way a status changes."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from factcheck.errors import Conflict, NotAllowed
from factcheck.roles import Role


class IllegalMove(Conflict):
    """The move exists, but not from the status the object is in now."""

    code = "illegal_move"


@dataclass(frozen=True, slots=True)
class Move:
    """One verb: from which statuses, to which, and who may make it.

    `to=None` means "back to where it was": the action knows the place.
    """

    verb: str
    sources: tuple[str, ...]
    to: str | None
    by: frozenset[Role]

    def __init__(self, verb: str, sources: Iterable[str], to: str | None, *, by: Iterable[Role]) -> None:
        object.__setattr__(self, "verb", verb)
        object.__setattr__(self, "sources", tuple(str(s) for s in sources))
        object.__setattr__(self, "to", None if to is None else str(to))
        object.__setattr__(self, "by", frozenset(by))


class Lifecycle:
    """The moves of one kind of object. A verb may stand in several rows."""

    def __init__(self, noun: str, *moves: Move) -> None:
        self.noun = noun
        self.moves = moves

    def after(self, verb: str, *, status: str, roles: Collection[Role], was: str | None = None) -> str:
        """Return the status after `verb`, for somebody who holds `roles`.

        `was` is the status a "back to where it was" move returns to.

        Raises NotAllowed when none of the roles may ever make this move (asked
        first: a conflict would tell him the state), then IllegalMove.
        """
        rows = [m for m in self.moves if m.verb == verb]
        allowed = [m for m in rows if m.by & set(roles)]
        if not allowed:
            raise NotAllowed(f"You may not {_spoken(verb)} this {self.noun}.")
        for move in allowed:
            if status in move.sources:
                target = move.to if move.to is not None else was
                if target is None:
                    raise IllegalMove(f"This {self.noun} has no earlier status to return to.")
                return target
        raise IllegalMove(f"A {self.noun} that is {_spoken(status)} cannot be moved by “{_spoken(verb)}”.")

    def statuses(self) -> set[str]:
        """All statuses that a move starts from or leads to."""
        targets = {m.to for m in self.moves if m.to is not None}
        return targets | {s for m in self.moves for s in m.sources}

    def verbs(self) -> list[str]:
        """Each verb once, in the order of the table."""
        return list(dict.fromkeys(m.verb for m in self.moves))

    def drawing(self) -> Iterator[str]:
        """The lines of a mermaid state diagram of the table."""
        yield "stateDiagram-v2"
        # A verb may stand in several rows, for several roles: it is one arrow.
        arrows = (
            f"    {source} --> {move.to if move.to is not None else 'where_it_was'}: {move.verb}"
            for move in self.moves
            for source in move.sources
        )
        yield from dict.fromkeys(arrows)


def _spoken(name: str) -> str:
    return name.replace("_", " ")
