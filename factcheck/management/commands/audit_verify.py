"""`manage.py audit_verify`: does the audit trail hold?"""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from factcheck import audit
from factcheck.models import Event


class Command(BaseCommand):
    help = "Recompute the audit trail. Exit code 1: the first bad row of each bad chain is named."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--first", action="store_true", help="stop at the first bad chain")

    def handle(self, *args: Any, **options: Any) -> None:
        faults = audit.faults()
        found = [fault] if options["first"] and (fault := next(faults, None)) else list(faults)
        events = Event.objects.count()
        if options["json"]:
            rows = [
                {
                    "subject_type": f.subject_type,
                    "subject": str(f.subject),
                    "seq": f.seq,
                    "problem": f.problem,
                }
                for f in found
            ]
            self.stdout.write(json.dumps({"holds": not found, "events": events, "faults": rows}))
        else:
            for f in found:
                self.stdout.write(
                    self.style.ERROR(f"{f.subject_type} {f.subject}, event {f.seq}: {f.problem}")
                )
            if not found:
                self.stdout.write(self.style.SUCCESS(f"{events} events: every chain holds"))
        if found:
            sys.exit(1)
