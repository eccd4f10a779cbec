"""`manage.py fetch`: ask for web addresses as the desk would, and say what came or why nothing did."""

import json
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from factcheck import visits
from factcheck.net.bodies import size_in_words
from factcheck.net.fetch import TIMEOUT_SECONDS, Fetched, fetch
from factcheck.net.refusals import FetchRefused
from factcheck.net.urls import MAX_LENGTH

# A line longer than this is no address; the rest of it is skipped, not kept.
_LINE_LIMIT = 8 * MAX_LENGTH
_USAGE = 2


@dataclass(frozen=True, slots=True)
class Result:
    """One line of --json; the names of the fields are its keys."""

    url: str  # as given
    allowed: bool
    code: str  # why not; "" if allowed
    final_url: str  # after redirects; "" if nothing came
    status: int | None
    bytes: int  # of the page, unpacked
    seconds: float


class Command(BaseCommand):
    help = (
        "Fetch a web address through the desk's one way out, and say what came or why nothing did. "
        "Stores nothing and needs no database. Exit code 0: fetched, or with --from-file every line "
        "tried; 1: refused; 2: the file or, for --visit, the database "
        "cannot be read, or the arguments make no sense."
    )
    requires_system_checks: list[str] = []  # it must work before anything is set up

    def add_arguments(self, parser: ArgumentParser) -> None:
        given = parser.add_mutually_exclusive_group(required=True)
        given.add_argument("url", nargs="?", help="an http(s) address")
        given.add_argument(
            "--from-file",
            metavar="FILE",
            help="an address per line, - for standard input; prints one JSON object per address",
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument(
            "--visit",
            action="store_true",
            help="go as the desk goes by itself: robots.txt, pauses asked for, two requests per site"
            " (needs the database)",
        )
        parser.add_argument(
            "--timeout",
            type=float,
            default=TIMEOUT_SECONDS,
            metavar="SECONDS",
            help="for each address, redirects and all (default: %(default)g)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not 0 < options["timeout"] <= 300:
            raise CommandError(
                "The timeout is a number of seconds, more than 0, at most 300.", returncode=_USAGE
            )
        way = visits.visit if options["visit"] else fetch

        def ask(url: str) -> Fetched:
            return way(url, timeout=options["timeout"])

        try:
            if options["from_file"] is not None:
                self._each_of(options["from_file"], ask)
            elif not self._one(options["url"], ask, as_object=options["json"]):
                sys.exit(1)
        except DatabaseError as failure:  # of a visit
            raise CommandError(f"The database cannot be used: {failure}".strip(), returncode=_USAGE) from None

    def _one(self, url: str, ask: Callable[[str], Fetched], *, as_object: bool) -> bool:
        result, page, refusal = _tried(url, ask)
        if as_object:
            self.stdout.write(json.dumps(asdict(result)))
        elif page is not None:
            self.stdout.write("\n".join(_in_words(page)))
        elif refusal is not None:
            self.stderr.write(f"{_printable(url)}: {refusal.message} [{refusal.code}]")
        return result.allowed

    def _each_of(self, name: str, ask: Callable[[str], Fetched]) -> None:
        try:
            with _opened(name) as file:
                for url in _lines(file):
                    self.stdout.write(json.dumps(asdict(_tried(url, ask)[0])))
                    self.stdout.flush()
        except OSError as failure:
            raise CommandError(
                f"“{name}” cannot be read: {failure.strerror or failure}.", returncode=_USAGE
            ) from None


def _tried(url: str, ask: Callable[[str], Fetched]) -> tuple[Result, Fetched | None, FetchRefused | None]:
    began = time.monotonic()
    try:
        page = ask(url)
    except FetchRefused as refusal:
        took = round(time.monotonic() - began, 3)
        return Result(url, False, refusal.code, "", None, 0, took), None, refusal
    took = round(time.monotonic() - began, 3)
    return Result(url, True, "", page.final_url, page.status, len(page.body), took), page, None


def _in_words(page: Fetched) -> list[str]:
    sent_on = [f"sent on to {url}" for url in page.redirects]
    kind = page.media_type or "no media type"
    size = size_in_words(len(page.body))
    return [page.url, *sent_on, f"status {page.status}, {kind}, {size}, in {page.seconds:.2f} s"]


def _printable(url: str) -> str:
    return url.encode("utf-8", "replace").decode()


def _opened(name: str) -> AbstractContextManager[BinaryIO]:
    return nullcontext(sys.stdin.buffer) if name == "-" else Path(name).open("rb")


def _lines(file: BinaryIO) -> Iterator[str]:
    """Give each line that holds something, whatever its bytes; of an endless one only the beginning."""
    while raw := file.readline(_LINE_LIMIT):
        rest = raw
        while len(rest) == _LINE_LIMIT and not rest.endswith(b"\n"):
            rest = file.readline(_LINE_LIMIT)
        if text := raw.decode("utf-8", "replace").strip("\r\n \t\ufeff"):
            yield text
