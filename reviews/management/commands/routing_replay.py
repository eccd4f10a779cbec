"""`manage.py routing_replay`: the last weeks routed again under two settings, before one goes live."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.table import Table

from factcheck import clock
from factcheck.api.json import dumps
from factcheck.errors import Refusal
from reviews.actions.rehearsal import MOST_OFFERS, MOST_WEEKS, dry_run, rehearse
from reviews.actions.routing_settings import weights_asked
from reviews.serializers.routing_settings import ComparisonDetail, DryRunDetail, compared, would_offer

# More than the API answers at once: here somebody waits for it, and sees how far it is.
_MOST_ASKED = 10 * MOST_OFFERS
_SHOWN = 20
_FIGURES = (
    ("seats given", lambda side: side["seats"]),
    ("seats nobody was free for", lambda side: side["unfilled"]),
    ("share of the work (Gini)", lambda side: f"{side['gini']:.2f}, {side['evenness']}"),
    ("hours until an offer: mean", lambda side: f"{side['waits']['mean']:.1f}"),
    ("hours until an offer: longest", lambda side: f"{side['waits']['longest']:.1f}"),
    ("hours until somebody accepts: mean", lambda side: f"{side['waits']['accepted']:.1f}"),
    ("topics known", lambda side: "-" if side["match"] is None else f"{side['match']:.0f} %"),
)


class Command(BaseCommand):
    help = (
        "Route the last weeks again with other weights, by the same rules, and compare load, waits, "
        "knowledge of topics and fairness with what is in force; then say what would be offered if they went "
        "live now. Writes nothing."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        # Django's own --version, which prints Django's, gives way to ours.
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument(
            "--weights", metavar="FILE", help='JSON such as {"load": 500}; - reads standard input'
        )
        which.add_argument("--version", type=int, metavar="N", help="a version that was entered")
        parser.add_argument(
            "--against", type=int, metavar="N", help="a version to compare with (default: what is in force)"
        )
        parser.add_argument("--weeks", type=int, default=4, help=f"1 to {MOST_WEEKS} (default: %(default)s)")
        parser.add_argument(
            "--most",
            type=int,
            default=MOST_OFFERS,
            help=f"offers to look at, the newest, 1 to {_MOST_ASKED} (default: %(default)s)",
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, weeks: int, most: int, **options: Any) -> None:
        if not 1 <= weeks <= MOST_WEEKS:
            raise CommandError(f"--weeks goes from 1 to {MOST_WEEKS}.")
        if not 1 <= most <= _MOST_ASKED:
            raise CommandError(f"--most goes from 1 to {_MOST_ASKED}.")
        try:
            a = weights_asked(options["against"])
            b = weights_asked(options["version"], _read(options["weights"]))
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        now = clock.now()
        with Console(stderr=True).status("Reading …") as status:
            found = rehearse(
                a,
                b,
                at=now,
                weeks=weeks,
                most=most,
                pairs=None,
                heard=lambda done: status.update(f"{done} …"),
            )
            offers = would_offer(dry_run(b, a, at=now), b)
        told = compared(found, a, b)
        if options["json"]:
            whole = {"comparison": ComparisonDetail(told).data, "now": DryRunDetail(offers).data}
            self.stdout.write(dumps(whole).decode())
            return
        self.stdout.write(_page(told, offers))


def _page(told: Mapping[str, Any], offers: Mapping[str, Any]) -> str:
    """Return all that a person at a terminal wants to know."""
    width = None if sys.stdout.isatty() else 100
    console = Console(file=StringIO(), highlight=False, width=width)
    with console.capture() as said:
        console.print(
            f"{told['decisions']} decisions since {told['since']:%-d %B %Y}, {told['waiting']} of them still"
            f" wait. Left out: {told['left_out']} older offers, {told['unreadable']} without candidates."
        )
        for sentence in told["words"]:
            console.print(f"• {sentence}", markup=False)
        console.print(_figures(told))
        console.print(_loads(told))
        console.print(
            f"If B went live now: seats offered {offers['offers']}, left waiting {offers['unfilled']};"
            f" other than under A {offers['changes']}."
        )
        differing = [seat for seat in offers["seats"] if seat["reviewer"] != seat["instead_of"]]
        for seat in differing[:_SHOWN]:
            who, was = (seat[side] or "nobody" for side in ("reviewer", "instead_of"))
            console.print(f"  {seat['wording'][:60]}: {who}, not {was}", markup=False)
    return said.get().rstrip()


def _read(name: str | None) -> dict[str, Any] | None:
    """Return the weights in a file. Raises CommandError."""
    if name is None:
        return None
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text("utf-8")
        given = json.loads(text)
    except (OSError, ValueError) as reason:
        raise CommandError(f"{name} cannot be read as JSON: {reason}") from reason
    if not isinstance(given, dict):
        raise CommandError(f"{name} must hold one JSON object of weights.")
    return given


def _figures(told: Mapping[str, Any]) -> Table:
    table = Table(title="In figures", title_justify="left")
    for name in ("", "A", "B"):
        table.add_column(name, justify="right" if name else "left")
    for name, figure in _FIGURES:
        table.add_row(name, str(figure(told["a"])), str(figure(told["b"])))
    return table


def _loads(told: Mapping[str, Any]) -> Table:
    table = Table(title="Seats per reviewer", title_justify="left")
    for name in ("reviewer", "A", "B"):
        table.add_column(name, justify="left" if name == "reviewer" else "right")
    other = {load["reviewer"].pk: load["seats"] for load in told["b"]["loads"]}
    for load in sorted(told["a"]["loads"], key=lambda load: (-load["seats"], load["reviewer"].pk))[:_SHOWN]:
        table.add_row(str(load["reviewer"]), str(load["seats"]), str(other.get(load["reviewer"].pk, 0)))
    return table
