"""`manage.py ingest`: read one article now and print what was found."""

import hashlib
import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, transaction

from claims import actions
from claims.ingestion import parsing
from claims.ingestion.original import Original
from claims.management.found import as_json, as_lines
from claims.management.sources import take
from claims.models import Snapshot
from factcheck import clock, health
from factcheck.errors import Conflict, Refusal


class NotMigrated(Conflict):
    code = "database_behind"


class DatabaseAway(Conflict):
    code = "database_away"


class Command(BaseCommand):
    help = (
        "Read one article now, store it with its claims and print them, highest priority first. "
        "Exit code 1: nothing was stored, and standard error says why."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", help="an http(s) address, a file, or - for standard input")
        parser.add_argument("--json", action="store_true", help="print one JSON object, errors too")
        parser.add_argument(
            "--all",
            action="store_true",
            help="also opinions, predictions and whatever else is not on the list",
        )
        parser.add_argument("--dry-run", action="store_true", help="print, and store nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found, new = self._ingest(
                options["source"], everything=options["all"], keep=not options["dry_run"]
            )
        except Refusal as refusal:
            self._complain(refusal, options["source"], as_object=options["json"])
            sys.exit(1)
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        known = [] if new else ["Known already, with this text; nothing was added.", ""]
        self.stdout.write("\n".join([*known, *as_lines(found)]))

    def _ingest(self, name: str, *, everything: bool, keep: bool) -> tuple[dict[str, Any], bool]:
        """Return what was found and whether it is new. Raises Refusal."""
        _check_database()
        source = take(name)
        reading = parsing.read(
            source.body, url=source.url, media_type=source.media_type, charset=source.charset
        )
        parsed = parsing.find(reading.text, language=reading.language or "en")
        try:
            with transaction.atomic():
                stored, new = actions.store_article(
                    reading=reading,
                    statements=parsed.statements,
                    left_out=parsed.left_out,
                    body_hash=_hash(source),
                    original=source if keep else None,
                    by=None,
                    at=clock.now(),
                )
                snapshot = Snapshot.objects.select_related("article__outlet").get(pk=stored.pk)
                found = as_json(snapshot, everything=everything)
                transaction.set_rollback(not keep)
        except DatabaseError as failure:
            raise DatabaseAway(f"Nothing was stored: the database failed ({failure}).") from None
        return found, new

    def _complain(self, refusal: Refusal, source: str, *, as_object: bool) -> None:
        if as_object:
            line = json.dumps({"code": refusal.code, "message": refusal.message}, ensure_ascii=False)
        else:
            line = self.style.ERROR(f"{source}: {' '.join(refusal.message.split())} [{refusal.code}]")
        self.stderr.write(line)


def _check_database() -> None:
    """Say before any fetching that nothing could be stored. Raises NotMigrated, DatabaseAway."""
    try:
        behind = health.unapplied()
    except DatabaseError as failure:
        raise DatabaseAway(f"The database cannot be reached: {failure}.") from None
    if behind:
        raise NotMigrated("The database is not ready: run `manage.py migrate`.")


def _hash(source: Original) -> str:
    return hashlib.sha256(source.body).hexdigest()
