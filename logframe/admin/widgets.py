"""The choice of a record among many: searched for by words, and sent as its key."""

from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple

LONGEST_KEY = 18  # digits, which every database holds


class _KeysAlone:
    """Shows nothing as chosen by what is no key, where a form that had it comes back refused."""

    def optgroups(self, name, value, attr=None):
        """Return the options that are chosen."""
        keys = [one for one in value if one.isdecimal() and len(one) <= LONGEST_KEY]
        return super().optgroups(name, keys, attr)


class SearchedRecord(_KeysAlone, AutocompleteSelect):
    """One record."""


class SearchedRecords(_KeysAlone, AutocompleteSelectMultiple):
    """Several records."""
