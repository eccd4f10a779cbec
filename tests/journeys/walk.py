"""The tutorial's requests and answers, read from the document so that it cannot say what is not so.

A block of `sh` holds requests in the tutorial's own three words (`ask`, `review`,
`keep`) and pauses; the bare block after it holds their answers, each a status and
what is told of the body. In an answer `…` stands for what was left out, `$NAME`
for a value kept before, and a moment for any moment.
"""

import json
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
_CLAIM_REVIEW = re.compile(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', re.S)
_REST = "…"


@dataclass(frozen=True, slots=True)
class Ask:
    """`ask WHO METHOD PATH [BODY [HEADER]]`; `review PATH` is a stranger's look at a page."""

    who: str
    method: str
    path: str
    body: str = ""
    header: str = ""
    page: bool = field(default=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Keep:
    name: str
    path: str


@dataclass(slots=True)
class Block:
    """What is typed, and the answers told: pairs of a status and a body."""

    line: int
    typed: list[Ask | Keep | None]  # None: a pause, in which the desk works
    told: list[tuple[int, Any]] = field(default_factory=list)


def blocks(document: Path) -> Iterator[Block]:
    """The blocks of requests of a document, each with what it says is answered."""
    text = document.read_text("utf-8")
    found: Block | None = None
    for block in _BLOCK.finditer(text):
        if found is not None and not block[1]:
            found.told = list(_told(block[2]))
        if found is not None:
            yield found
        found = None
        if block[1] == "sh":
            typed = list(_typed(block[2]))
            found = Block(text.count("\n", 0, block.start()) + 1, typed) if typed else None
    if found is not None:
        yield found


def _typed(text: str) -> Iterator[Ask | Keep | None]:
    words = {"ask", "review", "keep", "sleep"}
    for command in _commands(text):
        match command:
            case ["ask", who, method, path, *more]:
                yield Ask(who, method, path, *more)
            case ["review", path]:
                yield Ask("-", "GET", path, page=True)
            case ["keep", name, path]:
                yield Keep(name, path)
            case ["sleep", _]:
                yield None
            case [word, *_]:
                assert word not in words, command


def _commands(text: str) -> Iterator[list[str]]:
    """The words of each command; one in quotes may run over lines."""
    if "() {" in text:  # the words themselves
        return
    lines = ""
    for line in text.replace("\\\n", "").splitlines():
        lines += line + "\n"
        try:
            words = shlex.split(lines, comments=True)
        except ValueError:
            continue
        lines = ""
        if words:
            yield words
    assert not lines, lines


def _told(text: str) -> Iterator[tuple[int, Any]]:
    for answer in re.split(r"^(?=\d{3}$)", text, flags=re.M):
        if answer.strip():
            status, _, body = answer.strip().partition("\n")
            yield int(status), json.loads(_without_dots(body)) if body else _REST


def _without_dots(body: str) -> str:
    body = re.sub(r"([{,])\s*…\s*}", lambda m: f'{m[1]}"…": 0}}', body)
    return re.sub(r"([\[,])\s*…\s*]", lambda m: f'{m[1]}"…"]', body)


def filled(text: str, kept: Mapping[str, str]) -> str:
    """Put what was kept where the text names it, as the shell does."""
    return re.sub(r"\$([A-Z]+)", lambda name: kept[name[1]], text)


def at(body: Any, path: str) -> Any:
    """The value at a path of names and places, such as `results.0.uuid`."""
    for part in path.split("."):
        body = body[int(part)] if part.isdigit() else body[part]
    return body


def claim_review(page: str) -> Any:
    """The one ClaimReview of a page."""
    (found,) = _CLAIM_REVIEW.findall(page)
    return json.loads(found)


def mismatches(told: Any, body: Any, kept: Mapping[str, str], where: str = "") -> Iterator[str]:
    """Where an answer is not what the document tells."""
    match told:
        case dict():
            yield from _of_object(told, body, kept, where)
        case list():
            yield from _of_list(told, body, kept, where)
        case str():
            if not _same_text(filled(told, kept), body):
                yield f"{where or 'answer'}: told {told!r}, answered {body!r}"
        case _:
            if told != body or type(told) is not type(body):
                yield f"{where or 'answer'}: told {told!r}, answered {body!r}"


def _of_object(told: dict[str, Any], body: Any, kept: Mapping[str, str], where: str) -> Iterator[str]:
    if not isinstance(body, dict):
        yield f"{where}: told an object, answered {body!r}"
        return
    named = told.keys() - {_REST}
    if _REST not in told and body.keys() - named:
        yield f"{where}: not told of {sorted(body.keys() - named)}"
    for name in sorted(named):
        if name in body:
            yield from mismatches(told[name], body[name], kept, f"{where}.{name}")
        else:
            yield f"{where}: has no {name}"


def _of_list(told: list[Any], body: Any, kept: Mapping[str, str], where: str) -> Iterator[str]:
    cut = bool(told) and told[-1] == _REST
    said = told[:-1] if cut else told
    if not isinstance(body, list) or len(body) < len(said) or (len(body) > len(said) and not cut):
        yield f"{where}: told {len(said)}, answered {body!r}"
        return
    for place, (one, other) in enumerate(zip(said, body, strict=False)):
        yield from mismatches(one, other, kept, f"{where}.{place}")


def _same_text(told: str, body: Any) -> bool:
    if not isinstance(body, str):
        return told == _REST
    if _moment(told) and _moment(body):
        return True
    pattern = ".*".join(re.escape(part) for part in told.split(_REST))
    return re.fullmatch(pattern, body, re.S) is not None


def _moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
