"""The groups of people and what each may do in the admin: one table, applied after migrating."""

from django.apps import apps
from django.contrib.auth.management import create_permissions

OFFICERS = "Secretariat officers"
MANAGERS = "Secretariat managers"
FOCAL_POINTS = "Focal points"

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
}


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
        group, _ = Group.objects.using(using).get_or_create(name=name)
        group.permissions.set(
            known[label.split(".")[0], f"{action}_{label.split('.')[1]}"]
            for label, actions in models.items()
            for action in actions
        )
