from datetime import UTC, datetime

import psycopg
import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from factcheck.postgres.base import MomentLoader

MOMENTS = st.datetimes(timezones=st.just(UTC))


def as_written(moment: datetime) -> bytes:
    """As PostgreSQL writes it: no zeros at the end of the fraction, the offset without minutes."""
    text = moment.strftime("%Y-%m-%d %H:%M:%S").rjust(19, "0")
    fraction = f".{moment.microsecond:06}".rstrip("0").rstrip(".")
    return f"{text}{fraction}+00".encode()


@given(MOMENTS)
def test_a_moment_is_read_as_it_was_written(moment):
    assert MomentLoader(0).load(as_written(moment)) == moment


def test_a_moment_of_another_zone_is_read_in_utc():
    moment = MomentLoader(0).load(b"2024-03-28 16:16:00.25+05:30")

    assert (moment, moment.tzinfo) == (datetime(2024, 3, 28, 10, 46, 0, 250_000, tzinfo=UTC), UTC)


@pytest.mark.postgres
@pytest.mark.django_db
@given(MOMENTS)
def test_what_is_stored_comes_back(moment):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::timestamptz", [moment])
        assert cursor.fetchone() == (moment,)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("gone", [False, True])
def test_a_connection_whose_server_went_away_is_replaced_before_the_next_request(gone):
    """As after a restart of the database: the first answer is a good one."""
    before = _backend()
    if gone:
        _end(before)

    _begin_a_request()

    assert (_backend() == before) is not gone


def _backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def _end(backend: int) -> None:
    given = connection.settings_dict
    address = {
        "host": given["HOST"],
        "port": given["PORT"] or 5432,
        "user": given["USER"],
        "dbname": given["NAME"],
    }
    with psycopg.connect(**address, password=given["PASSWORD"], autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [backend])


def _begin_a_request() -> None:
    connection.health_check_enabled, connection.health_check_done = True, False


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_after_an_error_the_server_itself_is_asked():
    connection.ensure_connection()
    connection.errors_occurred = True

    assert connection.is_usable()
    connection.errors_occurred = False
    assert connection.is_usable()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_a_connection_nothing_is_usable():
    connection.close()

    assert not connection.is_usable()
