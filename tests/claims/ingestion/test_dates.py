from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.ingestion import dates

MOMENT = datetime(2024, 3, 28, 10, 46, tzinfo=UTC)

SAME_MOMENT = [
    ("2024-03-28T16:16:00+05:30", "+05:30"),
    ("2024-03-28T16:16:00+0530", "+0530"),
    ("2024-03-28T10:46:00Z", "Z"),
    ("2024-03-28T10:46Z", "Z"),
    ("2024-03-28T10:46:00.000Z", "Z"),
    ("2024-03-28T11:46+01:00[Europe/Berlin]", "+01:00"),
    ("2024-03-28T11:46:00+01", "+01"),
    ("2024-03-28 10:46:00 UTC", "UTC"),
    ("2024-03-28 16:16 UTC+5:30", "UTC+5:30"),
    ("2024/03/28 10:46 GMT", "GMT"),
    ("20240328T104600Z", "Z"),
    ("Thu, 28 Mar 2024 16:16:00 +0530", "+0530"),
    ("Thu, 28 Mar 2024 10:46:00 GMT", "GMT"),
    ("Thu, 28 Mar 2024 05:46:00 -0500 (EST)", "-0500"),
    ("Thu Mar 28 10:46:00 UTC 2024", "UTC"),
    ("Thu Mar 28 10:46:00 +0000 2024", "+0000"),
    ("Mar 28, 2024, 4:16 PM IST", "IST"),
    ("Mar. 28, 2024 4:16 p.m. IST", "IST"),
    ("March 28th, 2024 at 6:46 a.m. EDT", "EDT"),
    ("March 28, 2024, 6:46 a.m. ET", "ET"),
    ("6:46 AM EDT, Thu March 28, 2024", "EDT"),
    ("1046 GMT, 28 March 2024", "GMT"),
    ("28 March 2024 11:46 CET", "CET"),
    ("28 March 2024 • 10:46 GMT", "GMT"),
    ("28-Mar-2024 10:46 UTC", "UTC"),
    ("2024 March 28, 10:46 UTC", "UTC"),
    ("28/03/2024 10:46 GMT", "GMT"),
    ("03/28/2024 10:46 GMT", "GMT"),
    ("28.03.2024, 11:46 MEZ", "MEZ"),
    ("28. März 2024, 11:46 Uhr MEZ", "MEZ"),
    ("28 mars 2024 à 11h46 (heure de Paris)", "heure de Paris"),
    ("28 de marzo de 2024 a las 11:46 CET", "CET"),
    ("28 de março de 2024 às 07h46 BRT", "BRT"),
    ("28 marzo 2024 alle ore 11.46 CET", "CET"),
    ("28 maart 2024 om 11:46 CET", "CET"),
    ("28 марта 2024 г., 13:46 мск", "мск"),
    ("2024年3月28日 19:46 JST", "JST"),
    ("28 March 2024 10:46 Europe/London", "Europe/London"),
    ("28 March 2024 10:46\u00a0GMT", "GMT"),
    ("Published - March 28, 2024 04:16 pm IST - MOSCOW", "IST"),
    ("Thu Mar 28 2024 16:16:00 GMT+0530 (India Standard Time)", "GMT+0530"),
    ("MOSCOW, 28 March 2024, 13:46 MSK (Herald) —", "MSK"),
    ("10:46AM GMT 28 Mar 2024", "GMT"),
    ("28 March 2024 20:46 AEST", "AEST"),  # Brisbane, where no clock is changed
    ("Veröffentlicht am 28.03.2024 um 11:46 Uhr (MEZ)", "MEZ"),
    ("Donnerstag, 28. März 2024 11:46 MEZ", "MEZ"),
    ("28.3.2024, 11.46 Uhr MEZ", "MEZ"),
    ("28. Mär. 2024 11:46 MEZ", "MEZ"),
    ("28 mars 2024 11:46 UTC+1", "UTC+1"),
    ("Publié le 28 mars 2024 à 11 h 46 CET", "CET"),
    ("jeudi 28 mars 2024 11h46 CET", "CET"),
    ("Publicado: 28/03/2024 11:46 CET", "CET"),
    ("jueves 28 de marzo de 2024 | 11:46 CET", "CET"),
    ("28 de março de 2024 | 10h46 GMT", "GMT"),
    ("Publicado em 28/03/2024 às 07h46 BRT", "BRT"),
    ("giovedì 28 marzo 2024, ore 11:46 CET", "CET"),
    ("28 Marzo 2024 - 11:46 CET", "CET"),
    ("2024년 3월 28일 19:46 KST", "KST"),
]


@pytest.mark.parametrize(("written", "zone"), SAME_MOMENT)
def test_written_forms_of_one_moment_are_read_alike(written, zone):
    assert dates.parse(written) == dates.Dated(MOMENT, zone)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "yesterday",
        "28 March 2024",
        "2024-03-28",
        "28 March 2024 16:16",
        "2024-03-28T16:16:00",
        "28. März 2024, 16:16 Uhr",
        "MOSCOW, March 28",
        "March 28, 4:16 PM IST",
        "03/04/2024 16:16 GMT",
        "2024-03-28 16:16 CST",
        "2024-03-28 16:16 XYZ",
        "Thu, 28 Mar 2024 16:16:00 CST",
        "28 March 2024 16:16 -17:00",
        "28 March 2024 16:16 +05:29",
        "28 March 2024 16:16 Nowhere/Land",
        "31 February 2024 16:16 GMT",
        "Thu, 31 Feb 2024 16:16:00 GMT",
        "28 March 2024 25:16 GMT",
        "28 March 2024 16:76 GMT",
        "28 March 2024 16:16 PM GMT",
        "10 March 2024 2:30 AM ET",
        "3 November 2024 1:30 AM ET",
        "28 July 2024 10:46 EST",
        "28 January 2024 10:46 EDT",
        "28 March 2024 10:46 BST",
        "28 July 2024 10:46 CET",
        "28 March 2024 24:00 GMT",
        "28 March 2024 at noon GMT",
        "28.03.24, 11:46 Uhr MEZ",
        "MOSCOW, March 28 (Herald) —",
        "MOSCOW, March 28, 2024 (Herald) —",
        "Updated - March 28, 2024 04:16 pm IST - MOSCOW",
        "Publié le 28 mars 2024 à 11h46, mis à jour le 29 mars 2024 à 10h00 CET",
        "Actualizado el 28 de marzo de 2024 a las 11:46 CET",
        "vor 3 Stunden",
        "il y a deux heures",
        "hace 2 horas",
        "2 hours ago",
        "1711622760",
        "1970-01-01T00:00:00Z",
        "2023-02-29T10:46Z",
    ],
)
def test_what_is_not_beyond_doubt_is_unknown(written):
    assert dates.published(written) is None


def test_the_outlets_zone_stands_in_where_none_is_written():
    berlin = ZoneInfo("Europe/Berlin")

    assert dates.parse("28. März 2024, 11:46 Uhr", default_zone=berlin) == dates.Dated(MOMENT, "")


def test_the_outlets_zone_never_replaces_a_written_one():
    berlin = ZoneInfo("Europe/Berlin")

    assert dates.parse("2024-03-28 16:16 CST", default_zone=berlin) is None
    assert dates.parse("2024-03-28T10:46Z", default_zone=berlin) == dates.Dated(MOMENT, "Z")


@pytest.mark.parametrize("written", ["28 March 2024", "31 March 2024 02:30"])
def test_a_day_without_time_or_a_skipped_hour_stays_unknown_in_any_zone(written):
    assert dates.parse(written, default_zone=ZoneInfo("Europe/Berlin")) is None


def test_a_line_tells_when_it_was_published_not_when_it_was_updated():
    line = "Updated: 29 March 2024 09:00 GMT | First published: 28 March 2024 10:46 GMT"

    assert dates.published(line) == dates.Dated(MOMENT, "GMT")
    assert dates.published("28 March 2024 10:46 GMT, updated 29 March 2024 09:00 GMT") == dates.Dated(
        MOMENT, "GMT"
    )
    assert dates.published("Updated 29 March 2024 09:00 GMT") is None


def test_the_first_moment_beyond_doubt_wins():
    assert dates.parse("03/04/2024 10:00 GMT or 28 March 2024 10:46 GMT") == dates.Dated(MOMENT, "GMT")


def test_a_day_is_read_without_its_time():
    assert str(dates.day("Berlin, 28. März 2024")) == "2024-03-28"
    assert dates.day("03/04/2024") is None


offsets = st.integers(-14 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))
moments = st.builds(
    lambda seconds, zone: datetime.fromtimestamp(seconds, zone),
    st.integers(-(2**31), 2**32 - 3 * 10**8).filter(bool),  # 0 is what programs write for "none"
    offsets,
)


@settings(max_examples=50)
@given(moment=moments)
def test_a_moment_with_its_offset_comes_back_from_any_form(moment):
    forms = [
        moment.isoformat(),
        f"{moment:%a, %d %b %Y %H:%M:%S %z}",
        f"{moment:%a %b %d %H:%M:%S %z %Y}",
        f"{moment:%B} {moment.day}, {moment.year} at {moment:%I:%M:%S %p} {moment:%z}",
        f"Published {moment.day}. {moment:%B} {moment.year}, {moment:%H:%M:%S} Uhr {moment:%z}",
    ]

    assert {dates.published(form).at for form in forms} == {moment}


@settings(max_examples=50)
@given(text=st.text() | st.text("0123456789 :-/.,TZ+MarchGMT", max_size=60))
def test_any_text_gives_an_aware_moment_or_none(text):
    found = dates.published(text, default_zone=ZoneInfo("America/New_York"))

    assert found is None or found.at.utcoffset() == timedelta(0)
