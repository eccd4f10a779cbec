"""Make an API key and print its token, once."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from factcheck import clock, keys
from factcheck.models import User


class Command(BaseCommand):
    help = "Make an API key for a person or client and print the token. It cannot be shown again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", default="command line", help="What the key is for.")
        parser.add_argument(
            "--scope",
            action="append",
            choices=keys.SCOPES,
            help="What it may do; repeat for both. Default: both.",
        )
        parser.add_argument(
            "--days", type=int, default=365, help="How long it lives; 0 for ever. Default: 365."
        )
        parser.add_argument("--json", action="store_true", help="Print JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"], is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active user “{options['username']}”.", returncode=2)
        if not 0 <= options["days"] <= 36_500:
            raise CommandError("--days must be from 0 to 36500.", returncode=2)
        key, token = keys.create(
            user=user,
            name=options["name"][:100],
            scopes=options["scope"] or keys.SCOPES,
            days=options["days"] or None,
            at=clock.now(),
        )
        if options["json"]:
            ends = key.expires_at.isoformat() if key.expires_at else None
            made = {"token": token, "uuid": str(key.uuid), "user": user.username, "expires_at": ends}
            self.stdout.write(json.dumps(made | {"scopes": key.scopes}))
        else:
            self.stdout.write(token)
