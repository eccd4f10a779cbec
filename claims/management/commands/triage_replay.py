"""`manage.py triage_replay`: how other weights would have ordered the last weeks, before they go live."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.table import Table

from claims.actions.triage_replay import MOST_CLAIMS, MOST_DAYS, dry_run, replay
from claims.actions.triage_settings import weights_asked, weights_in_force
from claims.serializers.triage_settings import OrderComparison, told
from factcheck import clock
from factcheck.api.json import dumps
from factcheck.errors import Refusal

# More than the API looks at: here somebody waits for it.
_MOST_ASKED = 20 * MOST_CLAIMS
_SHOWN = 10


class Command(BaseCommand):
    help = (
        "Order the claims of the last weeks again with other weights, and compare with what is in force: "
        "what stands first, what moves and why, what the gates would keep off, and where the claims stand "
        "that people accepted or declined; then the list as it would stand if they went live now. Writes "
        "nothing."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        # Django's own --version, which prints Django's, gives way to ours.
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument(
            "--weights", metavar="FILE", help='JSON such as {"harm": 50}; - reads standard input'
        )
        which.add_argument("--version", type=int, metavar="N", help="a version that was entered")
        parser.add_argument(
            "--against", type=int, metavar="N", help="a version to compare with (default: what is in force)"
        )
        parser.add_argument("--days", type=int, default=28, help=f"1 to {MOST_DAYS} (default: %(default)s)")
        parser.add_argument(
            "--most",
            type=int,
            default=MOST_CLAIMS,
            help=f"claims to look at, the newest, 1 to {_MOST_ASKED} (default: %(default)s)",
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, days: int, most: int, **options: Any) -> None:
        if not 1 <= days <= MOST_DAYS:
            raise CommandError(f"--days goes from 1 to {MOST_DAYS}.")
        if not 1 <= most <= _MOST_ASKED:
            raise CommandError(f"--most goes from 1 to {_MOST_ASKED}.")
        try:
            a = weights_asked(options["against"])
            b = weights_asked(options["version"], _read(options["weights"]))
        except Refusal as refusal:
            raise CommandError(f"{refusal.field}: {refusal.message}") from refusal
        now = clock.now()
        with Console(stderr=True).status("Reading …"):
            past = told(replay(a, b, at=now, days=days, most=most), a, b)
            standing = weights_in_force()
            live = told(dry_run(standing, b, at=now, most=most), standing, b)
        if options["json"]:
            whole = {"comparison": OrderComparison(past).data, "now": OrderComparison(live).data}
            self.stdout.write(dumps(whole).decode())
            return
        self.stdout.write(_page(past, live))


def _read(name: str | None) -> dict[str, Any] | None:
    """Return the weights in a file. Raises CommandError."""
    if name is None:
        return None
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text("utf-8")
        given = json.loads(text)
    except (OSError, ValueError, RecursionError) as reason:
        raise CommandError(f"{name} cannot be read as JSON: {reason}") from reason
    if not isinstance(given, dict):
        raise CommandError(f"{name} must hold one JSON object of weights.")
    return given


def _page(past: Mapping[str, Any], live: Mapping[str, Any]) -> str:
    """Return all that a person at a terminal wants to know."""
    console = Console(file=StringIO(), highlight=False, width=None if sys.stdout.isatty() else 110)
    with console.capture() as said:
        console.print(
            f"{past['claims']} claims since {past['since']:%-d %B %Y}, {past['left_out']} older ones left"
            f" out; people accepted {past['accepted']} of them and declined {past['declined']}."
        )
        console.print(_weights(past))
        console.print(_figures(past))
        console.print(_tops(past["tops"]))
        for name, title in _GROUPS.items():
            _group(console, title, past[name], past["counts"][name])
        console.print(
            f"If B went live now: {live['b']['listed']} on the list, {live['a']['listed']} today;"
            f" {live['counts']['appear']} would appear, {live['counts']['vanish']} vanish,"
            f" {live['counts']['up']} go up, {live['counts']['down']} go down."
        )
    return said.get().rstrip()


_GROUPS = {
    "up": "further up",
    "down": "further down",
    "appear": "listed under B alone",
    "vanish": "listed under A alone",
}


def _weights(past: Mapping[str, Any]) -> Table:
    table = _table("Weights that differ", "", "A", "B")
    a, b = past["a"]["weights"], past["b"]["weights"]
    for name in a:
        if a[name] != b[name]:
            table.add_row(name, f"{a[name]:g}", f"{b[name]:g}")
    return table


def _figures(past: Mapping[str, Any]) -> Table:
    table = _table("In figures", "", "A", "B")
    a, b = past["a"], past["b"]
    table.add_row("on the list", str(a["listed"]), str(b["listed"]))
    table.add_row("accepted claims on it", str(a["accepted_listed"]), str(b["accepted_listed"]))
    table.add_row("their median rank", *(_number(side["accepted_median"]) for side in (a, b)))
    for gate in sorted({*a["gates"], *b["gates"]}):
        words = f"kept off: {gate.replace('_', ' ')}"
        table.add_row(words, str(a["gates"].get(gate, 0)), str(b["gates"].get(gate, 0)))
    return table


def _tops(tops: Sequence[Mapping[str, Any]]) -> Table:
    table = _table(
        "The first k", "k", "in common", "accepted A", "accepted B", "of decided A", "of decided B"
    )
    for top in tops:
        table.add_row(
            str(top["k"]),
            f"{100 * top['overlap']:.0f} %",
            str(top["a_accepted"]),
            str(top["b_accepted"]),
            _number(top["a_precision"]),
            _number(top["b_precision"]),
        )
    return table


def _group(console: Console, title: str, moved: Sequence[Mapping[str, Any]], count: int) -> None:
    console.print(f"{count} {title}{':' if count else '.'}")
    for one in moved[:_SHOWN]:
        ranks = " -> ".join(str(one[side]["rank"] or one[side]["gate"]) for side in ("a", "b"))
        console.print(f"  {ranks}  {one['wording'][:80]}", markup=False)
        if changed := _changed(one["a"]["parts"], one["b"]["parts"]):
            console.print(f"      {changed}", markup=False)


def _changed(a: Sequence[Any], b: Sequence[Any]) -> str:
    """The parts that weigh differently."""
    before, after = ({part.name: part.weight for part in parts} for parts in (a, b))
    names = dict.fromkeys([*before, *after])
    pairs = [(name, before.get(name, 0.0), after.get(name, 0.0)) for name in names]
    return ", ".join(f"{name} {old:.1f} -> {new:.1f}" for name, old, new in pairs if old != new)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left")
    for name in columns:
        table.add_column(name, justify="left" if name in ("", "k") else "right")
    return table


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
