"""Writing the rows of a load: many at once, each with its entries in the history."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone

REASON = "load data, invented"
BATCH = 2000


def moment(day: date, hour: int = 10) -> datetime:
    """Return an hour of the day, by the time zone of the installation."""
    return timezone.make_aware(datetime.combine(day, time(hour)))


class Rows:
    """Writes rows past the checks, which would take hours, and counts what the history tells."""

    def __init__(self, author: User):
        self.author = author
        self.told = 0

    def add(self, rows: Iterable[models.Model], at: datetime) -> list[models.Model]:
        """Write new rows of one model, entered on a day, and return them."""
        rows = self.add_untold(rows)
        self.tell(rows, at)
        return rows

    def add_untold(self, rows: Iterable[models.Model]) -> list[models.Model]:
        """Write new rows of one model, of which the history is told apart."""
        rows = list(rows)
        if rows:
            type(rows[0])._base_manager.bulk_create(rows, batch_size=BATCH)
        return rows

    def tell(self, rows: Sequence[models.Model], at: datetime, *, changed: bool = False) -> None:
        """Write an entry of the history for each row as it is now: entered, or changed."""
        if not rows:
            return
        type(rows[0]).history.bulk_history_create(
            rows,
            batch_size=BATCH,
            update=changed,
            default_user=self.author,
            default_change_reason=REASON,
            default_date=at,
        )
        self.told += len(rows)
