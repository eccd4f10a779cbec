import pytest

from reviews.models import Review
from tests.factories import UserFactory
from tests.reviews.factories import filed, panel

pytestmark = pytest.mark.django_db


def test_a_sealed_review_is_seen_by_its_writer_alone_until_the_last_one_is_filed():
    case = panel()
    writer = case.raters[0]
    others = [*case.raters[1:], case.researcher, case.editor, UserFactory(administrator=True)]

    filed(case, case.seats[0])

    assert Review.objects.visible_to(writer).count() == 1
    assert [Review.objects.visible_to(user).count() for user in others] == [0] * len(others)
    for seat in case.seats[1:]:
        filed(case, seat)
    assert {Review.objects.visible_to(user).count() for user in (writer, *others)} == {3}
