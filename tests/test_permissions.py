"""The permission matrix: every address x every role x every method has an expected answer.

A cell is a status. What the roles may do comes from the table in config/roles.py, which the help
page tells too; the tests at the end hold that table itself.
"""

import logging
import re
from dataclasses import dataclass
from http.cookies import SimpleCookie

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.template import Origin
from django.template.loaders.base import Loader
from django.test import Client, override_settings

from config.roles import (
    ADMINISTRATORS,
    APPOINTS,
    FOCAL_POINTS,
    MANAGERS,
    OFFICERS,
    ROLES,
    STAFF,
    grant_roles,
    may,
)
from tests.conftest import signed_in
from tests.looks import EVERY_LOOK
from tests.permissions import every_address, make_one_of_each, make_people

pytestmark = pytest.mark.django_db

ANONYMOUS = "anonymous"
GROUPS = {
    "focal": FOCAL_POINTS,
    "other focal": FOCAL_POINTS,
    "officer": OFFICERS,
    "manager": MANAGERS,
    "administrator": ADMINISTRATORS,
}
EVERYBODY = (ANONYMOUS, *GROUPS)
# To HEAD every page answers what it answers to GET, and takes as long.
TWICE = ("HEAD",) if EVERY_LOOK else ()
METHODS = ("GET", *TWICE, "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
OK, GO_ON, KEY, REFUSED, ABSENT, NOT_SO = 200, 302, 401, 403, 404, 405

# What a GET and an empty POST answer to who may come.
READ, FORM, STEP, LED, NONE = (OK, NOT_SO), (OK, OK), (OK, GO_ON), (GO_ON, GO_ON), (ABSENT, ABSENT)
SEEN = (OK, REFUSED)  # a form of the admin that is only looked at
# Whom a page lets in; any other word is a right.
ALL, ACCOUNT, OFFICE, NOBODY = "all", "account", "office", "nobody"


@dataclass(frozen=True)
class Rule:
    """Whom some addresses let in, what they answer then, and whether a public site opens them."""

    who: str
    answers: tuple[int, int]
    names: str
    is_public: bool = False


RULES = (
    Rule(
        ACCOUNT,
        READ,
        "home plan area output indicators indicator logframe activities member-states sdgs help"
        " meetings meeting meeting_follow_up decisions decision trace search member-state"
        " meeting_papers edition_changes edition_content iati informea",
        is_public=True,
    ),
    Rule(ACCOUNT, SEEN, "edition", is_public=True),
    # Its file is not on the disk here, and that is told.
    Rule(ACCOUNT, (ABSENT, NOT_SO), "issued_file edition_zip", is_public=True),
    # The address needs a key of its own, whoever asks.
    Rule(ALL, (KEY, NOT_SO), "feed"),
    Rule(ACCOUNT, FORM, "feeds"),
    Rule("meetings.view_edition", (ABSENT, NOT_SO), "meeting_draft"),
    Rule("meetings.issue_edition", FORM, "issue_edition"),
    Rule("logframe.add_progressreport", FORM, "narrative"),
    Rule("logframe.add_milestone", FORM, "milestones"),
    Rule("logframe.add_measurement", STEP, "record record_indicator work"),
    Rule("logframe.close_reportingperiod", FORM, "close_year"),
    Rule("meetings.add_followup", FORM, "follow_up"),
    Rule("meetings.add_decisionrelation", FORM, "relation"),
    # The file belongs to a draft, and is not on the disk: staff are told of the second.
    Rule(ACCOUNT, (ABSENT, NOT_SO), "evidence"),
    # Signing in, and one's own account
    Rule(
        ALL,
        FORM,
        "account_login account_reset_password account_reset_password_from_key healthz readyz",
    ),
    Rule(
        ALL,
        READ,
        "account_inactive account_reset_password_done account_reset_password_from_key_done",
    ),
    Rule(ALL, NONE, "openid_connect_login openid_connect_callback"),
    Rule(ACCOUNT, (NOT_SO, GO_ON), "account_logout"),
    Rule(ACCOUNT, FORM, "account_reauthenticate account_change_password"),
    Rule(ACCOUNT, READ, "mfa_index"),
    Rule(
        ACCOUNT,
        LED,
        "mfa_authenticate mfa_reauthenticate mfa_activate_totp mfa_generate_recovery_codes",
    ),
    Rule(ACCOUNT, NONE, "mfa_deactivate_totp"),
    Rule(ACCOUNT, (ABSENT, NOT_SO), "mfa_view_recovery_codes"),
    # The admin as a whole
    Rule(OFFICE, FORM, "admin:index admin:app_list"),
    Rule(OFFICE, READ, "admin:password_change_done admin:jsi18n"),
    Rule(OFFICE, LED, "admin:login admin:password_change admin:view_on_site"),
    Rule(OFFICE, (NOT_SO, GO_ON), "admin:logout"),
    Rule(OFFICE, (REFUSED, NOT_SO), "admin:autocomplete"),
    Rule(OFFICE, LED, "admin:shortcut"),
    Rule(OFFICE, NONE, "admin:nowhere"),
    # Where people give their password once more before
    Rule("auth.add_user", LED, "admin:auth_user_add"),
    Rule("auth.change_user", LED, "admin:auth_user_change"),
    Rule("auth.view_user", STEP, "admin:auth_user_changelist"),
    Rule(ACCOUNT, STEP, "account_sign_ins"),
    # What is stricter than the rights
    Rule(NOBODY, FORM, "admin:auth_user_delete admin:auth_user_password_change"),
    Rule("logframe.view_milestone", SEEN, "admin:logframe_milestone_change"),
    Rule("meetings.add_decision", FORM, "admin:meetings_meeting_read_report"),
    # Of activities, by another officer: undone by who imported them, or may delete them.
    Rule("logframe.delete_activity", STEP, "admin:logframe_importrun_undo"),
)
BY_NAME = {name: rule for rule in RULES for name in rule.names.split()}
# The pages of every model in the admin: the right that each asks for, and its answers.
MODEL_PAGES = {
    "changelist": ("view", FORM),
    "history": ("view", FORM),
    "simple_history": ("view", SEEN),
    "export": ("view", FORM),
    "add": ("add", FORM),
    "import": ("add", FORM),
    "process_import": ("add", LED),
    "delete": ("delete", FORM),
    "verify": ("verify", (NOT_SO, GO_ON)),
    "return": ("verify", FORM),
}
# Where the answer is another for one role.
EXCEPTIONS = {
    ("edition", "manager"): FORM,  # who adds errata
    ("work", "administrator"): LED,
    ("member-state", "other focal"): (ABSENT, NOT_SO),
}
PAGE = re.compile(r"admin:([a-z]+)_([a-z]+)_(\w+)")


def rule_of(name: str, role: str) -> Rule:
    """Return the rule for an address; raises KeyError for one of which nothing is expected."""
    if name in BY_NAME or not (found := PAGE.fullmatch(name)):
        return BY_NAME[name]
    app, model, page = found.groups()
    if page == "change":
        changes = role in GROUPS and may(GROUPS[role], f"{app}.change_{model}")
        return Rule(f"{app}.view_{model}", FORM if changes else SEEN, name)
    action, answers = MODEL_PAGES[page]
    return Rule(f"{app}.{action}_{model}", answers, name)


def may_come(role: str, who: str) -> bool:
    if who in (ALL, NOBODY) or role == ANONYMOUS:
        return who == ALL
    if who in (ACCOUNT, OFFICE):
        return who == ACCOUNT or GROUPS[role] in STAFF
    return may(GROUPS[role], who)


def expected(name: str, role: str, method: str) -> int:
    """Return the status of one cell."""
    if method not in ("GET", "HEAD", "POST"):
        return NOT_SO
    rule = rule_of(name, role)
    get, post = EXCEPTIONS.get((name, role), rule.answers)
    if may_come(role, rule.who) or (name, role) in EXCEPTIONS:
        return post if method == "POST" else get
    return GO_ON if role == ANONYMOUS else REFUSED


class Blank(Loader):
    """Every template, empty: a status does not depend on what a page looks like."""

    def get_template_sources(self, template_name):
        """Return the one place of a template."""
        yield Origin(template_name, template_name, self)

    def get_contents(self, origin) -> str:
        """Return nothing."""
        return ""


BLANK = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {"loaders": [f"{__name__}.Blank"]},
    }
]


@dataclass(frozen=True)
class Scene:
    """A browser for each role, and every address as pairs of its name and where it is."""

    clients: dict[str, Client]
    addresses: list[tuple[str, str]]

    def ask(self, role: str, method: str, path: str) -> int:
        """Return the answer to an empty request; what it writes is taken back."""
        client = self.clients[role]
        cookies = SimpleCookie(client.cookies)
        with transaction.atomic():
            status = client.generic(method, path).status_code
            transaction.set_rollback(True)
        client.cookies = cookies
        return status


@pytest.fixture(scope="module")
def scene(rows_of_module):
    logging.disable(logging.CRITICAL)  # each refusal would be told
    people = make_people()
    make_one_of_each()
    clients = {role: signed_in(person) for role, person in people.items()}
    with override_settings(TEMPLATES=BLANK):
        yield Scene({ANONYMOUS: Client(), **clients}, list(every_address()))
    logging.disable(logging.NOTSET)


def test_every_address_has_an_expectation_and_no_expectation_is_left_over(scene):
    names = {name for name, _path in scene.addresses}

    for name in names:
        rule_of(name, ANONYMOUS)  # raises KeyError for an address that somebody added
    assert set(BY_NAME) - names == set()
    assert len(scene.addresses) * len(EVERYBODY) * len(METHODS) >= 3000


@pytest.mark.parametrize("role", EVERYBODY)
def test_every_cell_is_as_expected(scene, role):
    unexplained = {
        (name, method, status)
        for name, path in scene.addresses
        for method in METHODS
        if (status := scene.ask(role, method, path)) != expected(name, role, method)
    }

    assert unexplained == set()


def test_a_public_site_opens_what_is_read_and_nothing_else(scene, settings):
    settings.LOGFRAME_PUBLIC = True

    opened = {name for name, path in scene.addresses if scene.ask(ANONYMOUS, "GET", path) == OK}

    assert opened == {
        name
        for name, rule in BY_NAME.items()
        if (rule.is_public or rule.who == ALL) and rule.answers[0] == OK
    }


# The roles by themselves: no right of one that another must not have.


@pytest.mark.parametrize(
    "right",
    [
        "logframe.verify_measurement",
        "logframe.verify_progressreport",
        "logframe.close_reportingperiod",
        "meetings.issue_edition",
        "auth.view_user",
        "auth.add_user",
        "auth.change_user",
        "auth.change_group",
        "axes.delete_accessattempt",
    ],
)
def test_an_officer_does_not_verify_close_issue_or_manage_people(right):
    assert not may(OFFICERS, right)


def test_focal_points_have_no_right_to_anything_of_the_admin():
    assert ROLES[FOCAL_POINTS] == {}
    assert FOCAL_POINTS not in STAFF


def test_administrators_have_no_part_in_the_reporting():
    rights = {label for label in ROLES[ADMINISTRATORS] if not label.startswith(("auth", "axes"))}

    assert rights == {"logframe.focalpoint", "logframe.memberstate"}


@pytest.mark.parametrize("group", list(ROLES))
def test_the_help_page_tells_who_appoints_whom(group):
    appoints = APPOINTS.get(group, ())

    assert may(group, "auth.add_user") == (OFFICERS in appoints and FOCAL_POINTS in appoints)
    assert may(group, "auth.view_group") == (MANAGERS in appoints)


def test_nobody_deletes_people_and_only_migrating_changes_groups():
    for group in ROLES:
        for right in ("auth.delete_user", "auth.add_group", "auth.change_group"):
            assert not may(group, right)


@pytest.mark.parametrize("name", list(ROLES))
def test_migrating_gives_each_group_exactly_what_the_table_says(name):
    group = Group.objects.get(name=name)
    group.permissions.add(Permission.objects.get(codename="delete_user"))

    grant_roles(using="default")

    given = {
        f"{right.content_type.app_label}.{right.codename}"
        for right in group.permissions.select_related("content_type")
    }
    assert given == {
        f"{label.split('.')[0]}.{action}_{label.split('.')[1]}"
        for label, actions in ROLES[name].items()
        for action in actions
    }
