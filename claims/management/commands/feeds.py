"""`manage.py feeds`: look at what is followed, try and find feeds, take lists over and give them out."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from claims import actions
from claims.ingestion import parsing
from claims.ingestion.discovery import discover
from claims.ingestion.trials import try_out
from claims.management import feed_lines
from claims.models import Feed, Outlet
from claims.serializers.feeds import LARGEST_OPML, FeedDetail
from claims.serializers.opml import opml_of
from claims.serializers.trials import discovery_shown, trial_shown
from factcheck import clock
from factcheck.api.json import dumps
from factcheck.errors import Refusal

_SECONDS = 60.0  # nobody's web server waits here
_UNUSABLE = 2


class Command(BaseCommand):
    help = (
        "Feeds: list them with their health, try an address, find a site's feeds, follow one, take over and"
        " give out OPML. Exit code 1: it was refused, or nothing could be read there; 2: a file, an outlet or"
        " the database is not there."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        given = verbs.add_parser("list", help="every feed with its health")
        given.add_argument("--failing", action="store_true", help="only those whose last poll was bad")
        verbs.add_parser("test", help="read an address as a feed, take nothing in").add_argument("url")
        verbs.add_parser("discover", help="find the feeds that a site announces").add_argument("url")
        add = verbs.add_parser("add", help="follow a feed")
        add.add_argument("url")
        add.add_argument("--outlet", metavar="SLUG", help="whose it is; else found by the address")
        add.add_argument("--title", default="", help="else the feed's own")
        add.add_argument("--minutes", type=int, default=15, help="between two polls (default: %(default)s)")
        add.add_argument("--fixed", action="store_true", help="never wait longer or shorter than that")
        verbs.add_parser("import", help="follow the feeds of an OPML file").add_argument(
            "file", help="a path, or - for standard input"
        )
        verbs.add_parser("export", help="print every feed as OPML")
        for verb in verbs.choices.values():
            verb.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            well = getattr(self, f"_{options['verb']}")(options)
        except Refusal as refusal:
            told = {"code": refusal.code, "message": refusal.message}
            line = dumps(told).decode() if options["json"] else f"{refusal.message} [{refusal.code}]"
            self.stderr.write(line if options["json"] else self.style.ERROR(line))
            sys.exit(1)
        except DatabaseError as failure:
            raise CommandError(f"The database cannot be used: {failure}", returncode=_UNUSABLE) from None
        if not well:
            sys.exit(1)

    def _list(self, options: dict[str, Any]) -> bool:
        rows = Feed.objects.followed().select_related("outlet").order_by("outlet__name", "id")
        rows = rows.filter(failures__gt=0) if options["failing"] else rows
        if options["json"]:
            return self._say(options, {"feeds": FeedDetail(rows, many=True).data})
        return self._say(options, {}, feed_lines.feeds(rows))

    def _test(self, options: dict[str, Any]) -> bool:
        told = trial_shown(try_out(options["url"], seconds=_SECONDS))
        return self._say(options, told, feed_lines.trial(told)) and bool(told["ok"])

    def _discover(self, options: dict[str, Any]) -> bool:
        told = discovery_shown(discover(options["url"], seconds=_SECONDS))
        return self._say(options, told, feed_lines.discovery(told)) and bool(told["ok"])

    def _add(self, options: dict[str, Any]) -> bool:
        if not 1 <= options["minutes"] <= 7 * 24 * 60:
            raise CommandError("--minutes must be from 1 to 10080.", returncode=_UNUSABLE)
        feed = actions.add_feed(
            url=options["url"],
            outlet_id=_outlet(options["outlet"]).uuid if options["outlet"] else None,
            title=options["title"][:300],
            interval=timedelta(minutes=options["minutes"]),
            adapts=not options["fixed"],
            by=None,
            at=clock.now(),
        )
        return self._say(options, FeedDetail(feed).data, [f"{feed.uuid}  {feed.url} ({feed.outlet.name})"])

    def _import(self, options: dict[str, Any]) -> bool:
        outlines = parsing.outlines(_bytes_of(options["file"]))
        found = actions.import_feeds(outlines=outlines, by=None, at=clock.now())
        return self._say(options, {"results": [asdict(one) for one in found]}, feed_lines.imported(found))

    def _export(self, options: dict[str, Any]) -> bool:
        whole = opml_of(Feed.objects.followed(), at=clock.now()).decode()
        return self._say(options, {"opml": whole}, [whole.rstrip("\n")])

    def _say(self, options: dict[str, Any], told: Any, lines: Iterable[str] = ()) -> bool:
        text = dumps(told).decode() if options["json"] else "\n".join(lines)
        if text:
            self.stdout.write(text)
        return True


def _outlet(slug: str) -> Outlet:
    outlet = Outlet.objects.filter(slug=slug).first()
    if outlet is None:
        raise CommandError(f"There is no outlet “{slug}”.", returncode=_UNUSABLE)
    return outlet


def _bytes_of(name: str) -> bytes:
    try:
        if name == "-":
            body = sys.stdin.buffer.read(LARGEST_OPML + 1)
        else:
            with Path(name).open("rb") as file:
                body = file.read(LARGEST_OPML + 1)
    except OSError as failure:
        message = f"“{name}” cannot be read: {failure.strerror or failure}."
        raise CommandError(message, returncode=_UNUSABLE) from None
    if len(body) > LARGEST_OPML:
        raise CommandError("The file is larger than 4 MB.", returncode=_UNUSABLE)
    return body
