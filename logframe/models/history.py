"""The history of a record: each save leaves an entry, which is kept by `simple_history`."""

from functools import cache

from simple_history import manager, models


class HistoryManager(manager.HistoryManager):
    """The entries of one record, or of all of its kind."""

    # A history that is asked for makes this class anew each time, which takes a sixth of a save.
    from_queryset = classmethod(cache(manager.HistoryManager.from_queryset.__func__))


class HistoricalRecords(models.HistoricalRecords):
    """What a model names to have a history."""

    def __init__(self, **options):
        super().__init__(history_manager=HistoryManager, **options)
