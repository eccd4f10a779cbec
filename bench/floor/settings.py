"""The desk's settings, with the floor's views beside its own routes."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.floor.urls"
