"""`manage.py seed`: load the sample desk."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from factcheck import clock, health
from factcheck.errors import Refusal
from reviews import seeding


class Command(BaseCommand):
    help = (
        "Load the sample topics, outlets, people, scales and policies. What is there already is left alone. "
        "The people cannot log in unless --with-keys gives them keys and passwords."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seeds", type=Path, default=settings.SEEDS_DIR, help="default: %(default)s")
        parser.add_argument(
            "--with-keys",
            action="store_true",
            help="for demonstrations: API keys and passwords, kept in demo_keys.json and demo_logins.json",
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of lines")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["with_keys"] and settings.PRODUCTION:
            raise CommandError("Sample keys and passwords have no place on a desk in production.")
        try:
            self._sow(options)
        except (Refusal, DatabaseError, OSError, ValueError, KeyError) as reason:
            raise CommandError(f"The seeds cannot be loaded: {reason}") from reason

    def _sow(self, options: dict[str, Any]) -> None:
        if health.unapplied():
            raise CommandError("The database is not ready: run `manage.py migrate`.")
        at, lines = clock.now(), options["verbosity"] > 0 and not options["json"]
        added: dict[str, int] = {}
        for sown in seeding.sow(options["seeds"], at=at):
            added[sown.kind] = sown.added
            if lines:
                self.stdout.write(f"{sown.kind}: {sown.total}, of which {sown.added} added")
        if options["with_keys"]:
            added["access"] = seeding.give_access(_usernames(options["seeds"]), at=at)
            if lines:
                self.stdout.write(f"keys and passwords: {added['access']} added; see {settings.DATA_DIR}")
        if options["json"]:
            self.stdout.write(json.dumps({"added": added}))
        elif lines and not any(added.values()):
            self.stdout.write("Everything was there already; nothing was changed.")


def _usernames(seeds: Path) -> list[str]:
    return [person["username"] for person in json.loads((seeds / "people.json").read_text("utf-8"))]
