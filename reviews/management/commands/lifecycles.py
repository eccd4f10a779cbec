"""Draw docs/lifecycles.md from the tables, or say that it no longer shows them."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from claims.lifecycle import CLAIM
from factcheck.lifecycle import Lifecycle
from factcheck.roles import Role
from reviews.lifecycle import ASSIGNMENT, CONTACT, FACT_CHECK, PUBLICATION, ROUTING_RUN

PAGE = Path("docs") / "lifecycles.md"
TABLES = (CLAIM, FACT_CHECK, ASSIGNMENT, CONTACT, PUBLICATION, ROUTING_RUN)

_INTRODUCTION = """\
# Lifecycles

What can become of each object, and who may move it. Drawn by `manage.py lifecycles` from
`claims/lifecycle.py` and `reviews/lifecycle.py`; change the tables there, never this page.

A role is one in the installation (reader, reviewer, senior reviewer, editor, administrator, service,
system) or one on the fact-check at hand (its researcher, a rater, the holder of the assignment).
`where_it_was` is the status before the hold.
"""


class Command(BaseCommand):
    help = f"Write {PAGE} from the lifecycle tables."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="write nothing; exit 1 if the page is not current"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.ROOT) / PAGE
        if options["check"]:
            if not path.exists() or path.read_text(encoding="utf-8") != page():
                raise CommandError(f"{PAGE} does not show the tables: run `manage.py lifecycles`.")
            self.stdout.write(f"{PAGE} is current.")
            return
        path.parent.mkdir(exist_ok=True)
        path.write_text(page(), encoding="utf-8")
        self.stdout.write(f"{PAGE} is written.")


def page() -> str:
    """Return the whole page, ending in a newline."""
    return "\n".join([_INTRODUCTION, *(line for table in TABLES for line in _section(table))])


def _section(table: Lifecycle) -> Iterator[str]:
    yield from (f"## {table.noun.capitalize()}", "", "```mermaid", *table.drawing(), "```", "")
    yield from ("| move | from | to | who |", "|---|---|---|---|")
    for move in table.moves:
        who = ", ".join(_spoken(role) for role in Role if role in move.by)
        sources = ", ".join(_spoken(source) for source in move.sources)
        yield f"| {_spoken(move.verb)} | {sources} | {_spoken(move.to or 'where_it_was')} | {who} |"
    yield ""


def _spoken(name: str) -> str:
    return name.replace("_", " ")
