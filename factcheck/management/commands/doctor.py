"""`manage.py doctor`: is the desk well?"""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from factcheck import health


class Command(BaseCommand):
    help = "Look at database, migrations, triggers, jobs and beat. Exit code 1: something is not well."
    requires_system_checks: list[str] = []  # it must work when they do not

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        findings = health.examine()
        well = all(finding.well for finding in findings)
        if options["json"]:
            self.stdout.write(json.dumps({"well": well, "findings": [asdict(f) for f in findings]}))
        else:
            for finding in findings:
                mark = self.style.SUCCESS("well") if finding.well else self.style.ERROR("ILL ")
                self.stdout.write(f"{mark}  {finding.code:<12} {finding.detail}")
        if not well:
            sys.exit(1)
