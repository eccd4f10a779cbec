"""`manage.py demo`: the main job, from sample articles to published verdicts, in one process."""

import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console

from factcheck import process
from factcheck.errors import Refusal
from reviews import seeding
from reviews.demo import any_article, intake, show, threads
from reviews.demo.client import Answer
from reviews.demo.desk import Desk
from reviews.demo.site import SampleSite


class Command(BaseCommand):
    help = (
        "Run the desk in this process, let sample articles come in by feed, and let sample reviewers work on "
        "them through the REST API. Killed and started again it goes on; run again it repeats nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--article", default="", help="a file or an address to take through instead")
        parser.add_argument("--port", type=int, default=8000, help="of the desk (default: %(default)s)")
        parser.add_argument(
            "--site-port", type=int, default=8801, help="of the sample site (default: %(default)s)"
        )

    def handle(self, *args: Any, article: str, port: int, site_port: int, **options: Any) -> None:
        if article and not article.startswith(("http://", "https://")) and not Path(article).is_file():
            raise CommandError(f"There is no file {article}.")
        started = time.monotonic()
        console = Console(highlight=False, width=None if sys.stdout.isatty() else 110)
        try:
            with process.sole_desk(), SampleSite(settings.SEEDS_DIR, port=site_port) as site:
                self._prepare(site, console)
                settings.BASE_URL = f"http://127.0.0.1:{port}"  # what the pages call themselves
                with process.serving(host="127.0.0.1", port=port) as base:
                    desk = Desk(base, site, seeding.tokens(), say=lambda words: _say(console, started, words))
                    self._play(desk, article, console)
                    published = desk.editor.rows("publications/")
        except (Refusal, Answer, OSError, LookupError, RuntimeError, TimeoutError) as reason:
            raise CommandError(str(reason)) from reason
        _last_words(console, desk, published, time.monotonic() - started)

    def _prepare(self, site: SampleSite, console: Console) -> None:
        console.print("Setting up the database and the sample desk ...")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("seed", with_keys=True, verbosity=0)
        # The sample site is on loopback: this process, and no other, may fetch from it.
        settings.FETCH_ALLOW = frozenset({*settings.FETCH_ALLOW, site.origin.removeprefix("http://")})

    def _play(self, desk: Desk, article: str, console: Console) -> None:
        if article:
            found = intake.bring(desk, article, by=any_article.PITCHER)
            any_article.through(desk, found)
            show.claims(desk, console, article=found["uuid"])
        else:
            intake.follow_feeds(desk)
            intake.read_later_versions(desk, intake.read_everything(desk))
            threads.default_path(desk)
            threads.blind_panel(desk)
            threads.recusal(desk)
            threads.unpublished(desk)
            intake.stop_feeds(desk)
            show.articles(desk, console)
            show.claims(desk, console)
        show.work(desk, console)
        show.verdicts(desk, console)
        show.claim_review(desk, console)


def _say(console: Console, started: float, words: str) -> None:
    console.print(f"[dim]{time.monotonic() - started:5.1f} s[/dim]  ", end="")
    console.print(words, markup=False)


def _last_words(console: Console, desk: Desk, published: list[dict[str, Any]], seconds: float) -> None:
    if desk.done == 0:
        console.print("Everything was there already from an earlier run: nothing was repeated.", style="bold")
    console.print(f"{desk.done} steps in {seconds:.1f} seconds. Start the desk with `make run`, then open:")
    pages = [(f"/checks/{p['slug']}/", p["title"]) for p in published]
    for where, what in (
        ("/", "what was published"),
        *pages,
        ("/admin/", "the desk's tables and buttons (logins: `make run` prints them)"),
        ("/api/docs/", "the REST API"),
    ):
        console.print(f"  {desk.base}{where}\n      {what}", markup=False)
