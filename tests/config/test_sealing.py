"""The keys of second factors: sealed in the database, also when SECRET_KEY changes."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.core.management import call_command

from config.verification import check_second_factors
from tests.totp import code_of

pytestmark = pytest.mark.django_db

KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
OLD, NEW = "o" * 60, "n" * 60


@pytest.fixture
def app(officer) -> Authenticator:
    """The second factor of an officer, sealed by the old key of the site."""
    cache.clear()
    return TOTP.activate(officer, KEY).instance


@pytest.fixture(autouse=True)
def _old_key(settings):
    settings.SECRET_KEY = OLD


def opens(app: Authenticator) -> bool:
    return TOTP(Authenticator.objects.get(pk=app.pk)).validate_code(code_of(KEY))


def migrate() -> None:
    call_command("migrate", verbosity=0)


def test_the_database_has_no_key_in_clear(app, officer):
    codes = RecoveryCodes.activate(officer)

    kept = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))

    assert KEY not in kept
    assert opens(app)
    assert codes.validate_code(codes.get_unused_codes()[0])


def test_after_a_change_of_the_secret_key_the_old_one_still_reads(app, settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]

    assert opens(app)


def test_migrating_seals_by_the_new_secret_key(app, settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    migrate()
    settings.SECRET_KEY_FALLBACKS = []

    assert opens(app)


def test_migrating_seals_what_an_earlier_release_kept_in_clear(app):
    Authenticator.objects.filter(pk=app.pk).update(data={"secret": KEY})
    migrate()

    assert Authenticator.objects.get(pk=app.pk).data["secret"] != KEY
    assert opens(app)


def test_a_key_that_cannot_be_read_opens_nothing_and_is_told(app, settings):
    settings.SECRET_KEY = NEW
    migrate()

    assert not opens(app)
    assert list(check_second_factors()) == [
        "TOTP Authenticator of officer: SECRET_KEY is not the one that sealed it."
    ]
