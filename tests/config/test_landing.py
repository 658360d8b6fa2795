"""Where people arrive after signing in."""

import pytest

from tests.factories import make_focal_point, make_member_state, make_plan, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return make_plan()


@pytest.fixture
def state():
    return make_member_state()


def sign_in(client, user, address="/accounts/login/"):
    data = {"username": user.username, "password": "a long password"}
    return client.post(address, data).url


def test_a_focal_point_starts_at_the_page_of_the_own_state(client, plan, state):
    person = make_focal_point(member_state=state).user

    assert sign_in(client, person) == "/plans/2026-2030/member-states/AAA/"


@pytest.mark.parametrize(
    ("asked", "page"), [("/help/", "/help/"), ("/", "/plans/2026-2030/member-states/AAA/")]
)
def test_the_page_that_was_asked_for_comes_before(client, plan, state, asked, page):
    person = make_focal_point(member_state=state).user

    assert sign_in(client, person, f"/accounts/login/?next={asked}") == page


def test_a_page_of_another_site_is_never_next(client, plan, state):
    person = make_focal_point(member_state=state).user

    address = sign_in(client, person, "/accounts/login/?next=https://example.org/")

    assert address == "/plans/2026-2030/member-states/AAA/"


def test_staff_start_at_their_work(client, plan, officer):
    assert sign_in(client, officer) == "/my-work/"


def test_all_others_start_at_the_overview(client, plan):
    assert sign_in(client, make_user(role=None)) == "/"


def test_without_a_plan_a_focal_point_starts_where_all_do(client):
    person = make_focal_point().user

    assert sign_in(client, person) == "/"
