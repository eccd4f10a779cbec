"""A desk of the ground alone, with handlers made for tests: for processes that a test starts and kills."""

from datetime import timedelta

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS as WHOLE

_ABOVE = ("django.contrib.admin", "claims", "reviews")

INSTALLED_APPS = [*(app for app in WHOLE if app not in _ABOVE), "tests.factcheck.ground"]
ROOT_URLCONF = "tests.factcheck.ground.urls"
REACTIONS: dict[str, list[str]] = {}
BEAT = {
    "factcheck.tasks.forget_old_rows": timedelta(hours=1),
    "tests.factcheck.ground.tasks.not_written_yet": timedelta(hours=1),
}
