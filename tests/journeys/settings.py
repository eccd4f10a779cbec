"""The desk's settings, with a sweep each second: a journey does not wait a quarter of a minute for it."""

from config.settings import *  # noqa: F403

SWEEP_SECONDS = 1.0
