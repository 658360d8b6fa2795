"""Import a file as the admin does: all of it or nothing, with its rules, history and author."""

from pathlib import Path

from django.contrib.auth import get_permission_codename, get_user_model
from django.core.management.base import BaseCommand, CommandError

from logframe.exchange import format_of, pages_of, resource_of
from logframe.resources.rows import problems_of
from logframe.uploads import UnreadableFileError


class Command(BaseCommand):
    help = (
        "Imports a file (.csv or .xlsx) with the columns of an export: all rows, or none where one "
        "is wrong. The import can be undone in the admin."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("kind", help="As measurement, activity or decision.")
        parser.add_argument("file")
        parser.add_argument(
            "--by", metavar="USERNAME", required=True, help="Who imports; the history keeps it."
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Tell what would happen and write nothing."
        )

    def handle(self, *args, kind: str, file: str, by: str, dry_run: bool, **options) -> None:
        pages = pages_of(kind)
        user = self.person(by, pages)
        try:
            dataset = format_of(file).create_dataset(Path(file).read_bytes())
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except UnreadableFileError as error:
            raise CommandError(f"Nothing was imported. {error}") from error
        result = resource_of(pages).import_data(
            dataset, dry_run, user=user, file_name=Path(file).name
        )
        if problems := problems_of(result):
            raise CommandError("Nothing was imported.\n" + "\n".join(problems))
        told = "{new} new, {update} changed, {skip} unchanged.".format(**result.totals)
        self.stdout.write(f"Would be imported: {told}" if dry_run else f"Imported: {told}")

    def person(self, name: str, pages):
        """Return who imports: somebody who may add and change these records."""
        user = get_user_model().objects.filter(username=name, is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active user “{name}”.")
        opts = pages.opts
        rights = [get_permission_codename(action, opts) for action in ("add", "change")]
        if not user.has_perms([f"{opts.app_label}.{right}" for right in rights]):
            raise CommandError(f"{name} may not add and change {opts.verbose_name_plural}.")
        return user
