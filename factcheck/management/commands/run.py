"""`manage.py run`: the whole desk in one process."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from factcheck import health, process, triggers
from factcheck.errors import Refusal


class Command(BaseCommand):
    help = "Run the whole desk in this process: web server, worker and beat. Ctrl-C or SIGTERM ends it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="where to listen (default: %(default)s)")
        parser.add_argument("--port", type=int, help="default: the port of BASE_URL; 0 takes a free one")
        parser.add_argument("--no-migrate", action="store_true", help="refuse to start on an old database")

    def handle(self, *args: Any, host: str, port: int | None, no_migrate: bool, **options: Any) -> None:
        if port is None:
            port = urlsplit(settings.BASE_URL).port or 8000
        try:
            with process.sole_desk():
                _bring_up_to_date(allowed=not no_migrate)
                self._tell_sample_logins()
                code = process.serve(host=host, port=port)
        except (Refusal, OSError) as reason:
            raise CommandError(str(reason)) from None
        if code:
            sys.exit(code)

    def _tell_sample_logins(self) -> None:
        """Print the sample people's logins, where a demonstration has left some beside the database."""
        kept = Path(settings.DATA_DIR) / "demo_logins.json"
        if kept.exists() and not settings.PRODUCTION:
            self.stdout.write("Sample logins for /admin/:")
            for username, password in json.loads(kept.read_text("utf-8")).items():
                self.stdout.write(f"  {username:16} {password}")


def _bring_up_to_date(*, allowed: bool) -> None:
    if not (health.unapplied() or triggers.missing()):
        return
    if not allowed:
        raise CommandError("The database is behind this release: run `manage.py migrate`.")
    call_command("migrate", interactive=False, verbosity=0)
