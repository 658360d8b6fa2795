"""The rights of a person, which nearly every page asks for."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group, Permission, User
from django.db.models import IntegerField, Q, QuerySet

from logframe.prepared import Prepared


def _of_person(person: int) -> QuerySet:
    own = User.user_permissions.through.objects.filter(user=person)
    of_groups = Group.permissions.through.objects.filter(group__user=person)
    rights = Permission.objects.filter(
        Q(pk__in=own.values("permission")) | Q(pk__in=of_groups.values("permission"))
    )
    return rights.order_by().values_list("content_type__app_label", "codename")


KEPT = "_perm_cache"  # where Django's own looks, for as long as the page is made
RIGHTS = Prepared(_of_person, person=IntegerField())


class RightsBackend(ModelBackend):
    """Django's own, but for one thing: it reads all rights of a person at once."""

    def get_all_permissions(self, user_obj, obj=None) -> set[str]:
        """Return the rights of the person and of all groups that the person is in."""
        if user_obj.is_active and not user_obj.is_superuser and not hasattr(user_obj, KEPT):
            setattr(user_obj, KEPT, {".".join(right) for right in RIGHTS(person=user_obj.pk)})
        return super().get_all_permissions(user_obj, obj)
