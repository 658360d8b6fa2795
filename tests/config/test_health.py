"""Whether the site may be sent people: asked by a proxy, answered in a line."""

from http import HTTPStatus

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from config.health import migrations_of_release

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def migrations(settings):
    """The table of migrations, with all of this release; the tests' database may have none."""
    settings.MIGRATION_MODULES = {}
    migrations_of_release.cache_clear()
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    missing = migrations_of_release() - set(recorder.applied_migrations())
    for migration in missing:
        recorder.record_applied(*migration)
    yield recorder
    for migration in missing:
        recorder.record_unapplied(*migration)
    migrations_of_release.cache_clear()


def test_a_site_is_ready_when_a_save_would_succeed(client, migrations):
    response = client.get("/readyz")

    assert (response.status_code, response.content) == (HTTPStatus.OK, b"ready")


def test_a_site_is_not_ready_while_migrations_are_to_be_applied(client, migrations):
    migrations.record_unapplied("logframe", "0001_initial")

    response = client.get("/readyz")

    migrations.record_applied("logframe", "0001_initial")
    assert response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert response.content == b"Migrations are to be applied: run manage.py migrate."
