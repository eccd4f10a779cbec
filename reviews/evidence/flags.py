"""What a source has in common with others of its file: a person judges what that means."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from reviews import gate

K = TypeVar("K", bound=Hashable)


class FlagCode(StrEnum):
    SAME_OWNER = "same_owner"
    SAME_DOMAIN = "same_domain"
    NEAR_COPY = "near_copy"
    QUOTE_MISSING = "quote_missing"


@dataclass(frozen=True, slots=True)
class Marks(Generic[K]):
    """What of a source is compared; `near_copy_of` is the key of another."""

    key: K
    owner: str
    domain: str
    near_copy_of: K | None = None
    quote_missing: bool = False


@dataclass(frozen=True, slots=True)
class Flag(Generic[K]):
    code: FlagCode
    of: tuple[K, ...] = ()  # the other sources, in the order of the file


def flags_of(sources: Sequence[Marks[K]]) -> dict[K, list[Flag[K]]]:
    """Return the flags of each source of a file, by its key."""
    owners = _grouped([(source.key, gate.owner_key(source.owner)) for source in sources])
    domains = _grouped([(source.key, gate.domain_key(source.domain)) for source in sources])
    copies = _copies(sources)
    found: dict[K, list[Flag[K]]] = {}
    for source in sources:
        shared = (
            (FlagCode.SAME_OWNER, owners.get(source.key, ())),
            (FlagCode.SAME_DOMAIN, domains.get(source.key, ())),
            (FlagCode.NEAR_COPY, copies.get(source.key, ())),
        )
        found[source.key] = [Flag(code, others) for code, others in shared if others]
        if source.quote_missing:
            found[source.key].append(Flag(FlagCode.QUOTE_MISSING))
    return found


def _grouped(named: Sequence[tuple[K, str]]) -> dict[K, tuple[K, ...]]:
    groups: dict[str, list[K]] = {}
    for key, name in named:
        if name:
            groups.setdefault(name, []).append(key)
    return {key: tuple(k for k in keys if k != key) for keys in groups.values() for key in keys}


def _copies(sources: Sequence[Marks[K]]) -> dict[K, tuple[K, ...]]:
    """Who says the same as whom, both ways."""
    there = {source.key for source in sources}
    pairs = [(s.key, s.near_copy_of) for s in sources if s.near_copy_of in there]
    both = [*pairs, *((other, key) for key, other in pairs if other is not None)]
    found: dict[K, tuple[K, ...]] = {}
    for key, other in both:
        if other is not None:
            found[key] = (*found.get(key, ()), other)
    return found
