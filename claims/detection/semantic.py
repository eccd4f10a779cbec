"""The better reader of check-worthiness: a small language model, where the desk has installed one.

It takes the `[semantic]` extra (onnxruntime, tokenizers) and a folder that `make model` has
written: the encoder as ONNX, its tokenizer, and `model.json`, which says how the encoder's margin and the
default model's log-odds make a probability together. Whatever is missing or altered, the desk goes on with
the default model and says why. One sentence at a time: the encoder's arithmetic adapts to what it is given
at once, and a sentence shall have one score, whatever stands beside it.
"""

import hashlib
import json
import logging
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from claims.detection.ngrams import MODEL as WORDS_MODEL
from claims.detection.ngrams import without_names

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

log = logging.getLogger(__name__)

CARD: Final = "model.json"
ENCODER: Final = "encoder.onnx"
TOKENIZER: Final = "tokenizer.json"
NO_NAME: Final = "[MASK]"  # what the encoder was trained to see instead of a name
LONGEST: Final = 96  # tokens of a statement that are read
_CHARACTERS: Final = 2000  # no more are given to the tokenizer
_EXTRA: Final = ("onnxruntime", "tokenizers")


class Unusable(Exception):
    """The model cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Card:
    """What `model.json` says. Log-odds are meaning x margin + words x (log-odds of the default) + base."""

    model: str  # stored with every score
    words_model: str  # the default model that it was fitted with
    meaning: float
    words: float
    base: float
    threshold: float  # the probability from which on a statement counts as check-worthy
    files: dict[str, str]  # name: SHA-256


@dataclass(frozen=True, slots=True)
class Reader:
    card: Card
    tokenizer: "Tokenizer"
    session: "InferenceSession"

    def margin(self, text: str) -> float:
        """Return how much the statement's meaning speaks for a check; no scale of its own, 0 is undecided."""
        ids = self.tokenizer.encode(as_read(text)).ids
        (margins,) = self.session.run(None, {"ids": np.array([ids], dtype=np.int64)})
        return float(margins[0])


class _Desk:
    """What this process uses: set once at its start, loaded when first needed."""

    folder: Path | None = None
    reader: Reader | None = None
    tried = False
    lock = Lock()


def use(folder: Path | None) -> None:
    """Read with the model in `folder` from now on; None: with the default alone."""
    with _Desk.lock:
        _Desk.folder, _Desk.reader, _Desk.tried = folder, None, False


def folder() -> Path | None:
    """Return the folder in use, or None where no model lies in it or the extra is not installed."""
    return None if _Desk.folder is None or missing(_Desk.folder) else _Desk.folder


def reader() -> Reader | None:
    """Return the model, loaded at the first call, or None where the default has to do."""
    if not _Desk.tried:
        with _Desk.lock:
            if not _Desk.tried:
                _Desk.reader = _tried(folder())
                _Desk.tried = True
    return _Desk.reader


def standing() -> tuple[bool, str]:
    """Return whether all is well, and in one line which model reads here. Loads nothing."""
    if _Desk.folder is None:
        return True, "the default model reads: no other was asked for"
    if lacking := missing(_Desk.folder):
        return True, f"the default model reads: {lacking}"
    try:
        return True, f"{_checked(_Desk.folder).model} reads"
    except Unusable as reason:
        return False, f"the default model reads: {reason}"


def missing(place: Path) -> str:
    """Return what is missing, in one line, or an empty text."""
    absent = [name for name in _EXTRA if find_spec(name) is None]
    if absent:
        return f"the [semantic] extra is not installed ({', '.join(absent)})"
    if not (place / CARD).is_file():
        return f"no model in {place} (make model)"
    return ""


def read(place: Path) -> Reader:
    """Load the model in the folder `place`. Raises Unusable."""
    if lacking := missing(place):
        raise Unusable(lacking)
    card = _checked(place)
    # Only here: where the extra is not installed, nothing of it may be needed.
    import onnxruntime  # noqa: PLC0415
    from tokenizers import Tokenizer  # noqa: PLC0415

    tokenizer = Tokenizer.from_file(str(place / TOKENIZER))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    options = onnxruntime.SessionOptions()
    # One thread and no arena: the child that reads articles has little memory and may start no threads.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(place / ENCODER), options, providers=["CPUExecutionProvider"])
    return Reader(card, tokenizer, session)


def card_in(place: Path) -> Card:
    """Return what `model.json` in the folder says. Raises Unusable."""
    try:
        told: dict[str, Any] = json.loads((place / CARD).read_bytes())
        numbers = {name: float(told[name]) for name in ("meaning", "words", "base", "threshold")}
        files = {name: str(told["files"][name]) for name in (ENCODER, TOKENIZER)}
        return Card(str(told["model"]), str(told["words_model"]), files=files, **numbers)
    except (OSError, ValueError, KeyError, TypeError) as failure:
        raise Unusable(f"{CARD} in {place} cannot be read: {type(failure).__name__}") from None


def _checked(place: Path) -> Card:
    card = card_in(place)
    if card.words_model != WORDS_MODEL:
        raise Unusable(f"{CARD} in {place} belongs to {card.words_model}, the default is {WORDS_MODEL}")
    for name, expected in card.files.items():
        if _digest(place / name) != expected:
            raise Unusable(f"{name} in {place} is not the file that {CARD} describes")
    return card


def as_read(text: str) -> str:
    """Return a statement as the encoder sees it, in training as in use: without names, and not endless."""
    return without_names(text[:_CHARACTERS], instead=NO_NAME)


def _tried(place: Path | None) -> Reader | None:
    if place is None:
        return None
    try:
        return read(place)
    except Unusable as reason:
        log.warning("check-worthiness is read by the default model: %s", reason)
        return None


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
