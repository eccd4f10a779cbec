"""Fill the database of a journey; run as a module. Prints one JSON object: {"reviewers": {...}, "seats": n}.

`reviewers` maps the user names of people with a working profile to their keys,
`seats` is how many seats wait for whoever takes the next one.
"""

import json
import os
import sys

import django


def main(people: int, seats: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.journeys.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from factcheck.models import ApiKey, Job
    from tests.reviews.factories import opened, reviewer

    for _ in range(seats):
        opened()
    keys = {}
    for _ in range(people):
        user = reviewer().user
        _, keys[user.username] = ApiKey.issue(user=user, name="journey", scopes=["read", "write"])
    Job.objects.all().delete()  # their articles have addresses that nobody is to fetch
    print(json.dumps({"reviewers": keys, "seats": seats}))  # noqa: T201 - read by who started this


if __name__ == "__main__":
    main(people=int(sys.argv[1]), seats=int(sys.argv[2]))
