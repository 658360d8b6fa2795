"""Accounts: who adds and changes whose, by invitation, and that nobody raises the own rights."""

import re

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from config.roles import ADMINISTRATORS, FOCAL_POINTS, MANAGERS, OFFICERS
from tests.conftest import confirmed, signed_in
from tests.factories import make_user
from tests.forms import admin_url, filled, messages_of, run, save, text_of

pytestmark = pytest.mark.django_db

ADD = "/admin/auth/user/add/"
EVERYBODY = {OFFICERS, MANAGERS, FOCAL_POINTS, ADMINISTRATORS}


@pytest.fixture
def manager_client(manager):
    return confirmed(manager)


@pytest.fixture
def administrator_client(administrator):
    return confirmed(administrator)


def group(name: str) -> Group:
    return Group.objects.get(name=name)


def add(client, **fields):
    person = {"username": "new", "email": "new@example.org", **fields}
    return client.post(ADD, person)


def link_in(mail) -> str:
    return re.search(r"http://127\.0\.0\.1:8000(\S+)", mail.body)[1]


@pytest.mark.parametrize(
    ("role", "groups"),
    [("manager", {OFFICERS, FOCAL_POINTS}), ("administrator", EVERYBODY), ("superuser", EVERYBODY)],
)
def test_people_are_offered_the_groups_into_which_they_may_put_others(role, groups):
    form = confirmed(make_user(role)).get(ADD).context["adminform"].form

    assert {one.name for one in form.fields["groups"].queryset} == groups


def test_a_manager_appoints_an_officer_who_then_works_in_the_admin(manager_client):
    add(manager_client, groups=[group(OFFICERS).pk], is_superuser="on", user_permissions="1")

    person = User.objects.get(username="new")
    assert person.groups.get().name == OFFICERS
    assert (person.is_staff, person.is_superuser) == (True, False)
    assert not person.user_permissions.exists()
    assert not person.has_usable_password()


def test_a_focal_point_does_not_work_in_the_admin(manager_client):
    add(manager_client, groups=[group(FOCAL_POINTS).pk])

    assert not User.objects.get(username="new").is_staff


@pytest.mark.parametrize("name", [MANAGERS, ADMINISTRATORS])
def test_a_manager_appoints_neither_a_manager_nor_an_administrator(manager_client, name):
    response = add(manager_client, groups=[group(name).pk])

    assert "Select a valid choice" in text_of(response)
    assert not User.objects.filter(username="new").exists()


@pytest.mark.parametrize("role", ["manager", "administrator"])
def test_nobody_changes_the_own_account_in_the_admin(role):
    person = make_user(role)

    response = confirmed(person).post(
        admin_url(person),
        {"username": person.username, "groups": [g.pk for g in Group.objects.all()]},
    )

    assert response.status_code == 403
    assert person.groups.count() == 1


@pytest.mark.parametrize("other", ["manager", "administrator", "superuser"])
def test_a_manager_changes_no_account_of_the_own_rank_or_above(manager_client, other):
    person = make_user(other)

    assert manager_client.get(admin_url(person)).status_code == 200
    assert manager_client.post(admin_url(person), {"username": "mine"}).status_code == 403
    assert not User.objects.filter(username="mine").exists()


def test_an_administrator_changes_no_superuser(administrator_client, superuser):
    assert administrator_client.post(admin_url(superuser), {"username": "x"}).status_code == 403


def test_an_administrator_makes_an_officer_a_manager(administrator_client, officer):
    save(administrator_client, officer, email="o@example.org", groups=[group(MANAGERS).pk])

    assert officer.groups.get().name == MANAGERS


def test_who_leaves_the_office_loses_the_admin(manager_client, officer):
    data = filled(manager_client.get(admin_url(officer))) | {"groups": [group(FOCAL_POINTS).pk]}
    manager_client.post(admin_url(officer), data)

    officer.refresh_from_db()
    assert not officer.is_staff


@pytest.mark.parametrize("role", ["officer", "focal"])
def test_officers_and_focal_points_manage_nobody(role):
    assert signed_in(make_user(role)).get("/admin/auth/user/").status_code == 403


@pytest.mark.parametrize("role", ["manager", "administrator", "superuser"])
def test_nobody_types_the_password_of_another_person(role, officer):
    address = reverse("admin:auth_user_password_change", args=[officer.pk])
    passwords = {"password1": "a long new password", "password2": "a long new password"}

    assert signed_in(make_user(role)).post(address, passwords).status_code == 403
    officer.refresh_from_db()
    assert officer.check_password("a long password")


def test_nobody_is_deleted(superuser, officer):
    assert (
        signed_in(superuser).post(admin_url(officer, "delete"), {"post": "yes"}).status_code == 403
    )


def test_administrators_see_the_groups_and_migrating_alone_changes_them(administrator_client):
    officers = group(OFFICERS)

    assert administrator_client.get(admin_url(officers)).status_code == 200
    assert administrator_client.post(admin_url(officers), {"name": "x"}).status_code == 403


# Invitations


def test_a_new_person_is_invited_by_mail_and_sets_the_password(client, manager_client, mailoutbox):
    response = add(manager_client, first_name="Ana", groups=[group(OFFICERS).pk])

    assert "was sent to new@example.org" in messages_of(manager_client.get(response.url))
    assert mailoutbox[0].to == ["new@example.org"]
    form = client.get(link_in(mailoutbox[0]), follow=True)
    address = form.redirect_chain[0][0]
    client.post(address, {"password1": "spring comes early", "password2": "spring comes early"})
    assert User.objects.get(username="new").check_password("spring comes early")
    assert "no longer good" in text_of(client.get(link_in(mailoutbox[0])))


def test_a_weak_password_is_refused(client, officer_client, officer, mailoutbox):
    officer.email = "officer@example.org"
    officer.save()
    client.post("/accounts/password/reset/", {"email": "officer@example.org"})
    address = client.get(link_in(mailoutbox[0])).url

    response = client.post(address, {"password1": "12345", "password2": "12345"})

    assert "too short" in text_of(response)
    assert officer_client.get("/help/").status_code == 200


def test_an_invitation_needs_an_address_that_no_other_account_has(manager_client):
    make_user(email="taken@example.org")

    assert "This field is required" in text_of(add(manager_client, email=""))
    assert "Another account has this" in text_of(add(manager_client, email="Taken@example.org"))


def test_an_address_is_kept_in_small_letters_in_which_it_is_looked_for(manager_client):
    add(manager_client, email="Ana@Example.org")

    assert User.objects.get(username="new").email == "ana@example.org"


def test_a_link_is_sent_again_only_to_whom_one_may_change(manager_client, mailoutbox):
    officer, other = make_user(email="o@example.org"), make_user("manager", email="m@example.org")

    response = run(manager_client, "send_links", officer, other)

    assert [mail.to for mail in mailoutbox] == [["o@example.org"]]
    assert "is not yours to change" in messages_of(response)


def test_a_mail_that_does_not_leave_is_told_and_the_account_stays(manager_client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    response = add(manager_client)

    assert "could not be sent" in messages_of(manager_client.get(response.url))
    assert User.objects.filter(username="new").exists()
