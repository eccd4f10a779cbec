"""No forbidden target is reached through any way in: at the judge, and where every address would answer."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from factcheck.net import connection
from tests.forbidden_targets import LINKS, URLS
from tests.outside.in_a_namespace import NOT_PERMITTED
from tests.outside.sinks import LEFT_OUT, SINKS
from tests.outside.world import ADDRESS, STAYED, World, resolver
from tests.source_code import ROOT

pytestmark = pytest.mark.allow_hosts([ADDRESS])

REFUSED = {"forbidden_address", STAYED, LEFT_OUT}


def test_the_table_is_as_long_as_promised_and_says_nothing_twice():
    assert len(set(URLS)) == len(URLS)
    assert len(LINKS) >= 150


@pytest.fixture
def world(settings: Any) -> Iterator[World]:
    site = World()
    settings.FETCH_ALLOW = site.origins
    yield site
    site.close()


@pytest.mark.django_db
@pytest.mark.parametrize("name", SINKS)
def test_no_target_is_connected_to(world, monkeypatch, name):
    knocked: list[tuple[str, int]] = []
    plain = socket.create_connection

    def knock(address: tuple[str, int], timeout: float) -> socket.socket:
        knocked.append(address)
        return plain(address, timeout)

    monkeypatch.setattr(connection.socket, "create_connection", knock)
    monkeypatch.setattr(connection.socket, "getaddrinfo", resolver)

    became = SINKS[name](world, LINKS)

    assert {target: code for target, code in became.items() if code not in REFUSED} == {}
    assert {address for address in knocked if address != (ADDRESS, world.port)} == set()
    assert set(became) == set(LINKS)


@pytest.mark.slow
def test_nothing_is_reached_where_every_address_answers():
    ran = subprocess.run(
        [sys.executable, "-m", "tests.outside.in_a_namespace"],
        cwd=ROOT,
        env=os.environ | {"FETCH_ALLOW": "", "PRODUCTION": ""},
        capture_output=True,
        text=True,
        timeout=120,
    )
    if ran.returncode == NOT_PERMITTED:
        pytest.skip(ran.stdout)
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)

    assert len(told["controls"]) == 7  # the canary is awake, and the public is gone to
    assert told["public"] == "secret"
    assert told["heard"] == []
    assert set(told["codes"]) == set(SINKS)
    for name, codes in told["codes"].items():
        assert set(codes) <= REFUSED, name
        assert sum(codes.values()) == told["tried"] == len(LINKS)
