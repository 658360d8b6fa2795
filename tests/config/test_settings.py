"""Settings from the environment: what production must have, and where secrets come from."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.signing import Signer

from tests.production import ENVIRONMENT, read_settings


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_production_does_not_start_without_a_value_and_says_the_remedy(name):
    environment = {key: value for key, value in ENVIRONMENT.items() if key != name}

    with pytest.raises(ImproperlyConfigured, match=f"{name} is not set. Set it to"):
        read_settings(**environment)


def test_development_needs_nothing():
    assert read_settings()["DEBUG"] is True


def test_a_secret_comes_from_a_file(tmp_path):
    file = tmp_path / "key"
    file.write_text("from-the-file\n")
    environment = {**ENVIRONMENT, "SECRET_KEY": "", "SECRET_KEY_FILE": str(file)}

    assert read_settings(**environment)["SECRET_KEY"] == "from-the-file"


def test_a_file_that_is_not_there_is_told():
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY_FILE names no file"):
        read_settings(**ENVIRONMENT, SECRET_KEY_FILE="/nowhere/key")


def test_what_an_earlier_key_signed_stays_good_while_it_is_named(settings):
    signed = Signer(key="old").sign("a session")

    found = read_settings(
        **{**ENVIRONMENT, "SECRET_KEY": "new", "SECRET_KEY_FALLBACKS": "older old"}
    )

    keys = found["SECRET_KEY"], found["SECRET_KEY_FALLBACKS"]
    assert Signer(key=keys[0], fallback_keys=keys[1]).unsign(signed) == "a session"


@pytest.mark.parametrize(("debug", "required"), [("True", False), ("False", True)])
def test_the_second_factor_is_required_in_production(debug, required):
    assert read_settings(**ENVIRONMENT | {"DEBUG": debug})["MFA_REQUIRED"] is required


def test_the_organisations_sign_in_is_there_when_its_address_is(tmp_path):
    without = read_settings()["SOCIALACCOUNT_PROVIDERS"]["openid_connect"]["APPS"]
    found = read_settings(
        OIDC_NAME="Example",
        OIDC_SERVER_URL="https://id.example.org",
        OIDC_CLIENT_ID="tracker",
        OIDC_CLIENT_SECRET="secret",
    )

    assert without == []
    (app,) = found["SOCIALACCOUNT_PROVIDERS"]["openid_connect"]["APPS"]
    assert (app["name"], app["client_id"], app["secret"]) == ("Example", "tracker", "secret")


def test_a_pool_of_connections_keeps_what_the_address_says_of_tls():
    address = "postgres://tracker@db.example.org/tracker?sslmode=verify-full"
    found = read_settings(DATABASE_URL=address, DATABASE_POOL="8")["DATABASES"]["default"]

    assert found["OPTIONS"]["sslmode"] == "verify-full"
    assert found["OPTIONS"]["pool"]["max_size"] == 8


@pytest.mark.parametrize(
    ("address", "backend"),
    [("", "LocMemCache"), ("database", "DatabaseCache"), ("redis://cache/1", "RedisCache")],
)
def test_attempts_are_counted_where_the_setting_says(address, backend):
    found = read_settings(CACHE_URL=address)["CACHES"]["default"]

    assert found["BACKEND"].endswith(backend)


def test_files_are_kept_in_a_bucket_where_the_setting_names_one():
    found = read_settings(EVIDENCE_STORAGE="s3://bucket/a/folder")["STORAGES"]["default"]

    assert found["BACKEND"] == "storages.backends.s3.S3Storage"
    assert found["OPTIONS"]["bucket_name"] == "bucket"
    assert found["OPTIONS"]["location"] == "a/folder"


@pytest.mark.parametrize("setting", ["CACHE_URL", "EVIDENCE_STORAGE"])
def test_an_address_of_which_nothing_is_known_is_told(setting):
    with pytest.raises(ImproperlyConfigured, match=f"Set {setting} to"):
        read_settings(**{setting: "somewhere"})
