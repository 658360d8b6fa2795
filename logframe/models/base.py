"""What all records share: a human key, a check on every way in, and no silent overwriting."""

from collections import Counter
from datetime import date
from functools import cache, reduce
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import IntegrityError, models, transaction
from django.utils.encoding import force_str
from django.utils.translation import gettext_lazy as _


class StaleRecordError(ValidationError):
    """Somebody else saved the record after it was read: the save is refused, nothing is lost."""

    def __init__(self, record: models.Model):
        message = _("%(record)s was changed by somebody else while you were editing it.")
        super().__init__(message, code="stale", params={"record": str(record)})


class RecordQuerySet(models.QuerySet):
    """Rows that can be found by the key that people use."""

    def get_by_natural_key(self, *key):
        """Find the row that people name by this key, for example ("2026-2030", "4.1(a)")."""
        return self.get(**dict(zip(self.model.natural_key_fields, key, strict=True)))

    @transaction.atomic
    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete the rows one by one, so that each can refuse; all of them or none."""
        deleted = Counter()
        for row in self:
            deleted.update(row.delete()[1])
        return deleted.total(), dict(deleted)

    # As Django marks its own: not for templates, and not on a manager, which means all rows.
    delete.alters_data = True
    delete.queryset_only = True


class Record(models.Model):
    """A row of the tracker: it has a key that people use, and every save checks it in full.

    `natural_key_fields` are the lookups that make up the key, `named_by` the fields that make up
    its name. `derived_fields` are those that `derive()` fills from others before the check; nobody
    types them. `story_parts` are the relations whose rows belong to it, so that its history tells
    of them too; `story_name` are the fields that name a row there, where its key says too little.
    Saving raises ValidationError when a rule is broken, StaleRecordError when somebody else saved
    the row meanwhile.
    """

    natural_key_fields: ClassVar[tuple[str, ...]]
    named_by: ClassVar[tuple[str, ...]]
    derived_fields: ClassVar[tuple[str, ...]] = ()
    story_parts: ClassVar[tuple[str, ...]] = ()
    story_name: ClassVar[tuple[str, ...]] = ()

    # Set by an import, which reads all rows of a file at once and locks them: see resources.many.
    stored_row: ClassVar["Record | None"] = None

    # The day of the past of which the row tells, where it was read as of one; None is today.
    seen_on: ClassVar[date | None] = None

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return " ".join(getattr(self, field) for field in self.named_by)

    def save(self, *args, **kwargs) -> None:
        """Check the row in full, then write it unless somebody else did meanwhile.

        What the database keeps by itself is asked only where it refuses: that halves the time.
        """
        if self.seen_on:
            raise ValidationError(_("What a record was in the past is read, never written."))
        self._check_what_the_database_does_not()
        seen = self.version
        try:
            with transaction.atomic():
                self.check_closing()
                if not self._state.adding:
                    self._claim_version()
                super().save(*args, **kwargs)
        except IntegrityError:
            # A constraint is broken, or somebody else wrote meanwhile what this repeats: say which.
            self.version = seen
            self.full_clean()
            raise

    @transaction.atomic
    def delete(self, *args, **kwargs) -> tuple[int, dict[str, int]]:
        """Delete the row, unless it stands in a closed year."""
        self.check_closing()
        return super().delete(*args, **kwargs)

    def check_closing(self) -> None:
        """Refuse a write into a closed year; asked in the transaction that writes."""

    def natural_key(self) -> tuple:
        """Return the key that people use, as fixtures and files write it."""
        return tuple(self._follow(path.split("__")) for path in self.natural_key_fields)

    def _follow(self, names: list[str]):
        return reduce(lambda row, name: None if row is None else getattr(row, name), names, self)

    def derive(self) -> None:
        """Fill the fields that follow from others; called before every check."""

    def _get_FIELD_display(self, field) -> str:
        """Return the word for a choice: Django would translate all words of the field each time."""
        value = getattr(self, field.attname)
        return force_str(words_of_choices(field).get(value, value), strings_only=True)

    def stored(self):
        """Return the row as the database has it, or None while it is new."""
        if self._state.adding:
            return None
        return self.stored_row or type(self)._base_manager.filter(pk=self.pk).first()

    def full_clean(self, *args, **kwargs) -> None:
        """Check fields, rules across fields, uniqueness and constraints."""
        self.derive()
        super().full_clean(*args, **kwargs)

    def clean_fields(self, exclude=None) -> None:
        """Check each field, but for what was just read: whether the rows referred to are there."""
        super().clean_fields({*(exclude or ()), *self._rows_at_hand()})

    def _rows_at_hand(self) -> set[str]:
        """Return the relations whose row was read from the database together with its number."""
        return {
            field.name
            for field in self._meta.concrete_fields
            if field.is_relation
            and (row := self._state.fields_cache.get(field.name))
            and not row._state.adding
            and row.pk == getattr(self, field.attname)
            and not field.get_limit_choices_to()
        }

    def _check_what_the_database_does_not(self) -> None:
        try:
            self.full_clean(validate_unique=False, validate_constraints=False)
        except ValidationError:
            self.full_clean()  # all that is wrong at once
            raise

    def validate_constraints(self, exclude=None) -> None:
        """Check all constraints at once; which of them is broken is asked only where one is."""
        if exclude or not keeps_constraints(self):
            super().validate_constraints(exclude)

    def _claim_version(self) -> None:
        ours = type(self)._base_manager.filter(pk=self.pk, version=self.version)
        if not ours.update(version=models.F("version") + 1):
            raise StaleRecordError(self)
        self.version += 1


def keeps_constraints(row: Record) -> bool:
    """Whether a row keeps every constraint of its model."""
    try:
        for constraint in constraints_at_once(type(row)):
            constraint.validate(type(row), row)
    except ValidationError:
        return False
    return True


@cache
def constraints_at_once(model: type[Record]) -> list[models.BaseConstraint]:
    """Return the constraints of a model with those within a row as one: one question to ask."""
    constraints = model._meta.constraints
    within = [one for one in constraints if isinstance(one, models.CheckConstraint)]
    if not within:
        return constraints
    together = models.Q(*(one.condition for one in within))
    among = [one for one in constraints if one not in within]
    return [models.CheckConstraint(condition=together, name="all_at_once"), *among]


@cache
def words_of_choices(field: models.Field) -> dict:
    """Return the words of the choices of a field, which are translated when they are shown."""
    return dict(field.flatchoices)


def number_field(verbose_name, **options) -> models.DecimalField:
    """Return the field for a number that is reported or aimed at.

    15 significant digits, 4 of them decimals: as many as every supported database keeps exactly.
    """
    return models.DecimalField(verbose_name, max_digits=15, decimal_places=4, **options)


def sha256_field(**options) -> models.CharField:
    """Return the field for a SHA-256, as 64 hexadecimal digits in small letters."""
    digits = RegexValidator(r"^[0-9a-f]{64}$", _("A SHA-256 has 64 digits from 0 to f."))
    return models.CharField("SHA-256", max_length=64, validators=[digits], **options)


def slug_of(code: str) -> str:
    """Return the code as it stands in addresses: "4.1(a)-1" becomes "4.1a-1"."""
    return code.replace("(", "").replace(")", "").replace("/", "-").replace(" ", "-")
