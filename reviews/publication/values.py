"""What a public page says, as plain values. The page and its markup are made from the same ones."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Desk:
    name: str
    url: str  # ends with a slash
    corrections_url: str


@dataclass(frozen=True, slots=True)
class Label:
    """A rating, or words alone. The three numbers are all there or all missing."""

    name: str
    definition: str = ""
    value: int | None = None
    worst: int | None = None
    best: int | None = None
    burden_of_proof: str = ""  # what has to be shown before the label may be given
    scale: str = ""  # the name and version of the scale that defines it


@dataclass(frozen=True, slots=True)
class Speaker:
    name: str
    is_person: bool = True
    role: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """One occurrence of the claim, in its exact words."""

    quote: str
    speaker: Speaker | None = None  # None: the text's own voice
    is_direct: bool = False
    medium: str = ""  # "article", "post", "speech" ...
    title: str = ""
    outlet: str = ""
    occasion: str = ""
    url: str = ""  # http or https, or empty
    on: date | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A piece of evidence as the verdict cited it."""

    title: str
    url: str = ""  # http or https, or empty
    publisher: str = ""
    quote: str = ""
    stance: str = ""  # supports, refutes, context
    kind: str = ""
    is_primary: bool = False
    accessed_on: date | None = None
    sha256: str = ""  # of the archived copy, which stays private
    captured_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A public change after the first publication, with the labels before and after where they differ."""

    kind: str  # correction, clarification, update, retraction
    note: str
    at: datetime
    label_before: str = ""
    label_after: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of a question to the claimant, as it stood when the page last changed."""

    status: str  # answered, asked, no_reply
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A published fact-check. `places` and `changes` stand in order of time, the oldest first."""

    url: str
    title: str
    summary: str
    language: str
    claim: str
    speaker: Speaker | None
    label: Label
    reasoning: str
    published_at: datetime
    changed_at: datetime
    places: tuple[Place, ...] = ()
    sources: tuple[Source, ...] = ()
    changes: tuple[Change, ...] = ()
    warning: str = ""  # shown before anything else


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the written report."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """The written report: its sections, or where it is in the newsroom's CMS."""

    url: str = ""  # http or https, or empty
    sections: tuple[Section, ...] = ()
