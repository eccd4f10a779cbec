"""Lint the migrations for changes that would stop a running desk. Run as a module."""

import os
import sys

import django

# Written before the first release: no older code runs beside them on anybody's desk. What comes after a
# release is not entered here.
UNRELEASED = [
    "0002_captures_hosts",
    "0002_feeds_and_copies",
    "0003_feed_notes_and_removal",
    "0004_identity_of_articles",
    "0005_addresses_of_articles",
    "0006_failed_checks_of_articles",
    "0002_routing_and_to_dos",
    "0003_routing_settings_in_force",
    "0004_skill_not_declared",
    "0005_routing_run_chain",
    "0006_absences_and_to_dos_agree",
    "0003_capture_removals",
    "0007_triage_merging_splitting",
    "0007_policies_file_and_after",
]


def main() -> int:
    """Return 0 if no migration breaks what runs beside it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django_migration_linter import MigrationLinter

    linter = MigrationLinter(
        os.getcwd(),
        include_apps=["factcheck", "claims", "reviews"],
        ignore_name=UNRELEASED,
        no_cache=True,
        quiet=["warning", "ok", "ignore"],
        ignore_initial_migrations=True,  # a new table is empty: nothing runs beside it
    )
    linter.lint_all_migrations()
    if not linter.nb_total:
        print("no migration was looked at", file=sys.stderr)  # noqa: T201 - a command's last word
        return 1
    return 1 if linter.has_errors else 0


if __name__ == "__main__":
    sys.exit(main())
