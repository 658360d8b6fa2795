"""The groups of people and what each may do: one table, applied after migrating."""

from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

OFFICERS = gettext_noop("Secretariat officers")
MANAGERS = gettext_noop("Secretariat managers")
FOCAL_POINTS = gettext_noop("Focal points")
ADMINISTRATORS = gettext_noop("Administrators")
# Who works in the admin.
STAFF = (OFFICERS, MANAGERS, ADMINISTRATORS)

LOOK = ("view",)
ENTER = ("view", "add", "change")
KEEP = ("view", "add", "change", "delete")

# What each group may do with each model; a model that is not named is closed to the group.
ROLES = {
    OFFICERS: {
        "logframe.memberstate": LOOK,
        "logframe.sustainabledevelopmentgoal": LOOK,
        "logframe.sdglink": LOOK,
        "logframe.plan": LOOK,
        "logframe.planstatement": LOOK,
        "logframe.reportingperiod": LOOK,
        "logframe.thematicarea": LOOK,
        "logframe.objective": LOOK,
        "logframe.output": LOOK,
        "logframe.indicator": ENTER,
        "logframe.scalelevel": ENTER,
        "logframe.milestone": ENTER,
        "logframe.measurement": KEEP,
        "logframe.progressreport": KEEP,
        "logframe.reviewreturn": LOOK,
        "logframe.importrun": LOOK,
        "logframe.activity": ENTER,
        "meetings.body": LOOK,
        "meetings.meeting": ENTER,
        "meetings.meetingofficer": KEEP,
        "meetings.agendaitem": KEEP,
        "meetings.document": KEEP,
        "meetings.decision": ENTER,
        "meetings.addressee": KEEP,
        "meetings.decisionlink": KEEP,
        "meetings.decisionrelation": KEEP,
        "meetings.followup": ENTER,
        "meetings.edition": LOOK,
        "meetings.issuedfile": LOOK,
        "meetings.erratum": LOOK,
    },
    MANAGERS: {
        "auth.user": ENTER,
        "logframe.focalpoint": KEEP,
        "logframe.memberstate": ENTER,
        "logframe.sustainabledevelopmentgoal": ENTER,
        "logframe.sdglink": KEEP,
        "logframe.plan": ENTER,
        "logframe.planstatement": KEEP,
        "logframe.reportingperiod": (*ENTER, "close"),
        "logframe.thematicarea": ENTER,
        "logframe.objective": ENTER,
        "logframe.output": ENTER,
        "logframe.indicator": KEEP,
        "logframe.scalelevel": KEEP,
        "logframe.milestone": KEEP,
        "logframe.measurement": (*KEEP, "verify"),
        "logframe.progressreport": (*KEEP, "verify"),
        "logframe.reviewreturn": LOOK,
        "logframe.importrun": LOOK,
        "logframe.activity": KEEP,
        "meetings.body": ENTER,
        "meetings.meeting": KEEP,
        "meetings.meetingofficer": KEEP,
        "meetings.agendaitem": KEEP,
        "meetings.document": KEEP,
        "meetings.decision": KEEP,
        "meetings.addressee": KEEP,
        "meetings.decisionlink": KEEP,
        "meetings.decisionrelation": KEEP,
        "meetings.followup": KEEP,
        "meetings.edition": (*LOOK, "issue"),
        "meetings.issuedfile": LOOK,
        "meetings.erratum": ("view", "add"),
    },
    FOCAL_POINTS: {},
    ADMINISTRATORS: {
        "auth.user": ENTER,
        "auth.group": LOOK,
        "axes.accessattempt": ("view", "delete"),
        "logframe.focalpoint": KEEP,
        "logframe.memberstate": LOOK,
    },
}
# Whose accounts each group adds and changes; of the own account nobody changes anything in the
# admin, so that nobody raises the own rights.
APPOINTS = {
    MANAGERS: (OFFICERS, FOCAL_POINTS),
    ADMINISTRATORS: (OFFICERS, MANAGERS, FOCAL_POINTS, ADMINISTRATORS),
}


@dataclass(frozen=True)
class Deed:
    """Something that people do here, and the right that it asks for; none asks for an account."""

    words: Promise
    right: str = ""

    def is_open_to(self, group: str) -> bool:
        """Whether people of the group may do it."""
        return not self.right or may(group, self.right)


# What the help page tells.
DEEDS = (
    Deed(_("See verified values, decisions, meetings and activities of all areas")),
    Deed(
        _("See the page of every member State; a focal point sees that of the own"),
        "logframe.view_memberstate",
    ),
    Deed(_("See drafts, and what waits to be verified"), "logframe.view_measurement"),
    Deed(_("Record values and write narratives"), "logframe.add_measurement"),
    Deed(_("Set milestones"), "logframe.add_milestone"),
    Deed(_("Enter decisions and their follow-ups"), "meetings.add_decision"),
    Deed(_("Verify or return what a colleague recorded"), "logframe.verify_measurement"),
    Deed(_("Close or reopen a year"), "logframe.close_reportingperiod"),
    Deed(_("Issue the edition of a Meeting"), "meetings.issue_edition"),
    Deed(_("Change the plan itself, its areas and outputs"), "logframe.change_plan"),
    Deed(_("Invite officers and focal points, and change their accounts"), "auth.add_user"),
    Deed(_("Appoint managers and administrators"), "auth.view_group"),
    Deed(_("Open a sign-in that was closed against guessing"), "axes.delete_accessattempt"),
)


def may(group: str, right: str) -> bool:
    """Whether the table gives a group a right, as "logframe.add_measurement"."""
    app, _dot, codename = right.partition(".")
    action, _line, model = codename.partition("_")
    return action in ROLES[group].get(f"{app}.{model}", ())


def appointed_by(person) -> set[str]:
    """Return the groups whose people a person may add and change."""
    if person.is_superuser:
        return set(ROLES)
    own = person.groups.values_list("name", flat=True)
    return {group for name in own for group in APPOINTS.get(name, ())}


def grant_roles(using: str, **kwargs) -> None:
    """Create the groups and give each exactly the permissions of the table."""
    from django.contrib.auth.models import Group, Permission

    for app in apps.get_app_configs():
        create_permissions(app, verbosity=0, using=using)
    known = {
        (permission.content_type.app_label, permission.codename): permission
        for permission in Permission.objects.using(using).select_related("content_type")
    }
    for name, models in ROLES.items():
        group, _created = Group.objects.using(using).get_or_create(name=name)
        group.permissions.set(
            known[label.split(".")[0], f"{action}_{label.split('.')[1]}"]
            for label, actions in models.items()
            for action in actions
        )
