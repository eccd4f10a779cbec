"""`manage.py route`: offer all free seats now, in this process."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from factcheck import clock
from factcheck.errors import Refusal
from reviews import actions
from reviews.models import RoutingRun


class Command(BaseCommand):
    help = "Offer all free seats so that all of them cost least. Exit 1 while another routing is under way."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            run = actions.route_backlog(at=clock.now(), now=clock.now)
        except Refusal as refusal:
            raise CommandError(refusal.message)
        if options["json"]:
            self.stdout.write(json.dumps(_figures(run)))
        elif run is None:
            self.stdout.write("No seat waits.")
        else:
            self.stdout.write(_told(run))


def _figures(run: RoutingRun | None) -> dict[str, Any]:
    names = ("seats", "offers", "unfilled", "left_out", "cost", "gap", "solver")
    if run is None:
        return {"run": None, **dict.fromkeys(names[:4], 0)}
    return {"run": str(run.uuid), **{name: getattr(run, name) for name in names}}


def _told(run: RoutingRun) -> str:
    told = f"{run.offers} of {run.seats} free seats are offered"
    if run.left_out:
        told += f"; {run.left_out} more are left to the next run"
    if run.unfilled:
        told += f". Nobody was free for {run.unfilled}: their fact-checks say what would help"
    return f"{told}."
