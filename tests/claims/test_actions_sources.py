"""Outlets and topics: entered once, found by name and address."""

import pytest

from claims import actions
from claims.actions.outlets import AlreadyThere
from claims.models import Outlet, Topic
from factcheck.errors import NotAllowed
from factcheck.models import Event, Job
from tests.factories import AT, OutletFactory, TopicFactory, UserFactory

pytestmark = pytest.mark.django_db


def traces() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Outlet, Topic, Event, Job))


def test_an_outlet_is_known_by_its_domain_without_www():
    outlet = OutletFactory(domain="WWW.Paper.Example")

    assert Outlet.objects.get().domain == "paper.example"
    assert Event.objects.get(subject=outlet.uuid).name == "outlet.added"


@pytest.mark.parametrize("taken", [{"slug": "post"}, {"domain": "www.post.example"}])
def test_slug_and_domain_of_an_outlet_are_its_own(taken):
    OutletFactory(slug="post", domain="post.example")
    before = traces()

    with pytest.raises(AlreadyThere):
        OutletFactory(**taken)

    assert traces() == before


def test_outlets_without_a_site_do_not_meet():
    OutletFactory.create_batch(2, domain="")

    assert Outlet.objects.count() == 2


def test_the_outlet_of_an_article_is_found_by_host_then_by_name_then_entered():
    by_host = OutletFactory(domain="post.example", name="Harbour Post")

    found = actions.outlet_of(url="https://www.post.example/1", name="Another name", by=None, at=AT)
    by_name = actions.outlet_of(url="https://mirror.example/1", name="HARBOUR POST", by=None, at=AT)
    entered = actions.outlet_of(url="https://new.example/1", name="Harbour Post!", by=None, at=AT)

    assert found == by_name == by_host
    assert entered is not None
    assert (entered.slug, entered.domain) == ("harbour-post", "new.example")
    assert actions.outlet_of(by=None, at=AT) is None


def test_a_new_outlet_gets_a_slug_that_is_free():
    OutletFactory(slug="harbour-post", domain="one.example")

    entered = actions.outlet_of(url="https://two.example/", name="Harbour Post", by=None, at=AT)

    assert entered is not None
    assert entered.slug == "harbour-post-2"


@pytest.mark.parametrize("host", ["127.0.0.1:8801", "[2001:db8::1]", "localhost:8000"])
def test_a_bare_address_names_no_outlet(host):
    first = actions.outlet_of(url=f"http://{host}/1", name="Harbour Post", by=None, at=AT)
    other = actions.outlet_of(url=f"http://{host}/2", name="Valley Courier", by=None, at=AT)

    assert first is not None
    assert other is not None
    assert first != other
    assert first.domain == ""


def test_a_topic_is_entered_once():
    TopicFactory(slug="housing")

    with pytest.raises(AlreadyThere):
        TopicFactory(slug="housing")


def test_readers_touch_no_source():
    reader = UserFactory(reader=True)
    before = traces()

    for call, arguments in (
        (actions.add_outlet, {"slug": "x", "name": "X"}),
        (actions.add_topic, {"slug": "x", "name": "X", "keywords": []}),
    ):
        with pytest.raises(NotAllowed):
            call(**arguments, by=reader, at=AT)

    assert traces() == before
