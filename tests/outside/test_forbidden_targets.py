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
from tests.outside.in_a_namespace import NOT_PERMITTED, answers
from tests.outside.sinks import SINKS, STAYED, World
from tests.source_code import ROOT

REFUSED = {"forbidden_address", STAYED}


def test_the_table_is_as_long_as_promised_and_says_nothing_twice():
    assert len(set(URLS)) == len(URLS)
    assert len(LINKS) >= 150


@pytest.fixture
def world(settings: Any) -> Iterator[World]:
    site = World(address="127.0.0.1")
    settings.FETCH_ALLOW = frozenset({site.origin})
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
    monkeypatch.setattr(connection.socket, "getaddrinfo", answers)

    became = {target: SINKS[name](world, target) for target in LINKS}

    assert {target: code for target, code in became.items() if code not in REFUSED} == {}
    assert {address for address in knocked if address != ("127.0.0.1", world.port)} == set()
    assert list(became.values()).count(STAYED) <= 5


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
