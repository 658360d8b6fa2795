"""The rights of a person: their own, and those of their groups, read at once."""

import pytest
from django.contrib.auth.models import Permission, User

pytestmark = pytest.mark.django_db

OWN = "logframe.delete_activity"
OF_OFFICERS = "logframe.add_measurement"


def read_again(person: User) -> User:
    """Return the person as the next page knows them."""
    return User.objects.get(pk=person.pk)


def test_a_person_has_rights_of_their_own_and_of_their_groups(officer, django_assert_num_queries):
    officer.user_permissions.add(Permission.objects.get(codename="delete_activity"))
    person = read_again(officer)

    with django_assert_num_queries(1):
        assert person.has_perms([OWN, OF_OFFICERS])
        assert not person.has_perm("logframe.close_reportingperiod")
    assert person.get_user_permissions() == {OWN}


def test_a_right_is_gone_with_the_group(officer):
    assert officer.has_perm(OF_OFFICERS)

    officer.groups.clear()

    assert not read_again(officer).get_all_permissions()


def test_who_has_left_has_no_right(officer):
    officer.is_active = False

    assert not officer.has_perm(OF_OFFICERS)
    assert officer.get_all_permissions() == set()
