"""A query whose SQL stays answers as one that is built anew, whatever it is asked with."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import DateField, DecimalField
from django.test.utils import CaptureQueriesContext

from logframe.models import MemberState, Milestone
from logframe.prepared import Among, Numbers, Prepared, PreparedRecords
from tests.factories import make_member_state, make_milestone

pytestmark = pytest.mark.django_db

NUMBER = DecimalField(max_digits=20, decimal_places=4)


def milestones(on, above):
    rows = Milestone.objects.filter(set_on__lte=on, value__gt=above)
    return rows.order_by("year").values_list("year", "value", "set_on", "due_on")


@pytest.fixture
def ask() -> Prepared:
    return Prepared(milestones, on=DateField(), above=NUMBER)


@pytest.fixture(autouse=True)
def rows():
    for year in (2026, 2027, 2028):
        make_milestone(year=year, value=Decimal(year - 2025) / 4, set_on=date(year - 1, 6, 1))


@pytest.mark.parametrize(
    ("on", "above", "years"),
    [
        (date(2027, 5, 31), "0", [2026, 2027]),
        (date(2027, 6, 1), "0.25", [2027, 2028]),
        (date(2025, 5, 31), "0", []),
    ],
)
def test_it_returns_what_the_query_returns(ask, on, above, years):
    for _time in range(2):
        found = ask(on=on, above=Decimal(above))
        assert [row[0] for row in found] == years
        assert found == list(milestones(on, Decimal(above)))


def test_it_is_one_query_each_time(ask):
    with CaptureQueriesContext(connection) as queries:
        ask(on=date(2026, 12, 31), above=Decimal(0))
        ask(on=date(2025, 12, 31), above=Decimal(0))

    assert len(queries) == 2


def test_it_needs_every_value_that_it_has_a_place_for(ask):
    with pytest.raises(KeyError, match="above"):
        ask(on=date(2026, 12, 31))


@pytest.mark.parametrize(("years", "found"), [([2028, 2026, 2030], [2026, 2028]), ([], [])])
def test_many_numbers_are_asked_for_in_one_place(years, found):
    ask = Prepared(
        lambda years: (
            Milestone.objects.filter(Among("year", years)).order_by("year").values_list("year")
        ),
        years=Numbers(),
    )

    assert [year for (year,) in ask(years=[2027])] == [2027]
    assert [year for (year,) in ask(years=years)] == found


def test_records_come_with_all_their_fields():
    make_member_state(code="MNG", name="Mongolia", order=2)
    make_member_state(code="CHN", name="China", order=1)

    found = PreparedRecords(lambda: MemberState.objects.order_by("order"))()

    assert [state.name for state in found] == ["China", "Mongolia"]
    assert found == list(MemberState.objects.order_by("order"))
    assert found[0].get_deferred_fields() == set()
    found[0].name = "The People's Republic of China"
    found[0].save()
    assert MemberState.objects.get(code="CHN").name == "The People's Republic of China"
