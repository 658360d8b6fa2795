"""Forms that set the milestones of an indicator: a target and a profile, then the years."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from logframe.dates import day
from logframe.facts import Facts
from logframe.facts import Milestone as DatedMilestone
from logframe.formats import number_text, with_one_line_break
from logframe.forms import FORM_IS_OLD
from logframe.models import Indicator, Milestone, ReportingPeriod
from logframe.profiles import Profile, propose, start_is_missed
from logframe.progress import Status, assess
from logframe.shown import told

PROFILES = {
    Profile.EVEN: _("even: equal steps"),
    Profile.EARLY: _("early: large steps first"),
    Profile.LATE: _("late: large steps last"),
    Profile.NONE_BEFORE_THE_END: _("none before the end"),
}
DECISION_FIELDS = ("set_on", "authority", "reason")
SET_MEANWHILE = _(
    "Somebody else set milestones of this indicator while you were looking at it. Nothing of yours "
    "is saved yet: compare with what stands now, and save again to set yours as well."
)
NO_WAY_KNOWN = _(
    "No baseline is known, so there is no way to spread over the years: a milestone is proposed "
    "for the last year only."
)
NO_AMOUNT_KNOWN = _("No baseline is known, so the same amount is proposed for every year.")


@dataclass
class Course:
    """An indicator with the years of its plan: what stands for each, and which are closed.

    `milestones` are the rows that stand, by year: the one set latest.
    """

    indicator: Indicator
    milestones: dict[int, Milestone]
    periods: dict[int, ReportingPeriod]
    newest: int

    @classmethod
    def load(cls, indicator: Indicator) -> "Course":
        """Read the milestones and the reporting periods, in two queries."""
        rows = list(indicator.milestones.order_by("year", "set_on"))
        return cls(
            indicator=indicator,
            milestones={row.year: row for row in rows},
            periods={period.year: period for period in indicator.plan.periods.all()},
            newest=max((row.pk for row in rows), default=0),
        )

    @property
    def years(self) -> range:
        """The years of the plan."""
        return self.indicator.plan.years

    @property
    def facts(self) -> Facts:
        """What is known of the indicator before anything is planned or reported."""
        return Facts(
            measure=self.indicator.measure,
            direction=self.indicator.direction,
            accumulation=self.indicator.accumulation,
            baseline=self.indicator.baseline_value,
            tolerance=self.indicator.tolerance,
        )

    def is_closed(self, year: int) -> bool:
        """Whether the year takes no further milestone."""
        return year in self.periods and self.periods[year].is_closed

    def changes(self, year: int, value: Decimal | None) -> bool:
        """Whether a number would be another one than what stands; an empty one changes nothing."""
        standing = self.milestones.get(year)
        return value is not None and (standing is None or standing.value != value)

    def proposal(self, target: Decimal, profile: Profile) -> dict[int, Decimal]:
        """Return the milestones proposed for the years of the plan."""
        return propose(self.facts, target, self.years, profile)

    def remarks(self, target: Decimal, profile: Profile) -> list[str]:
        """Return what is to be known about a proposal: what it rests on, what it cannot do."""
        return [*self._unknown_start(profile), *self._incomplete(target, profile)]

    def _unknown_start(self, profile: Profile) -> list[str]:
        if profile is Profile.NONE_BEFORE_THE_END or not start_is_missed(self.facts):
            return []
        if self.facts.is_level:
            return [NO_WAY_KNOWN]
        return [NO_AMOUNT_KNOWN]

    def _incomplete(self, target: Decimal, profile: Profile) -> list[str]:
        planned = tuple(
            DatedMilestone(year=year, due=date(year, 12, 31), value=value)
            for year, value in self.proposal(target, profile).items()
        )
        result = assess(replace(self.facts, milestones=planned), timezone.localdate())
        return [told(result.explanation)] if result.status is Status.SETUP_INCOMPLETE else []


class ProposalForm(forms.Form):
    """The target of the last year and how to come to it, with who decides it and why."""

    target = Milestone._meta.get_field("value").formfield(label=_("Target"), help_text="")
    profile = forms.TypedChoiceField(
        label=_("Profile"),
        choices=[(profile.value, words) for profile, words in PROFILES.items()],
        coerce=Profile,
    )
    set_on = Milestone._meta.get_field("set_on").formfield(
        initial=timezone.localdate,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    authority = Milestone._meta.get_field("authority").formfield()
    reason = Milestone._meta.get_field("reason").formfield(widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, course: Course, **kwargs):
        super().__init__(*args, **kwargs)
        self.course = course
        self.fields["target"].label = gettext("Target for %(year)s") % {"year": course.years[-1]}
        self.fields["target"].help_text = target_hint(course.indicator)
        if course.milestones:
            self._ask("authority", _("Milestones stand already: say who revises them."))
            self._ask("reason", _("Milestones stand already: say why they are revised."))

    def clean_target(self) -> Decimal:
        """Refuse a target that no value of the indicator could be."""
        target = self.cleaned_data["target"]
        if problem := self.course.indicator.value_error(target):
            raise ValidationError(problem)
        return target

    def clean_reason(self) -> str:
        """Keep one kind of line break, whatever the browser sends."""
        return with_one_line_break(self.cleaned_data["reason"])

    def hide(self, *names: str) -> None:
        """Carry fields along without showing them."""
        for name in names:
            self.fields[name].widget = self.fields[name].hidden_widget()

    def _ask(self, name: str, sentence) -> None:
        self.fields[name].required = True
        self.fields[name].error_messages["required"] = sentence


@dataclass
class YearRow:
    """One line of the form: a year, what stands for it and the input for what is set now."""

    year: int
    standing: Milestone | None
    is_closed: bool
    field: forms.BoundField


class YearsForm(ProposalForm):
    """One number for each year of the plan; what changes is set, all years or none."""

    seen = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": FORM_IS_OLD, "invalid": FORM_IS_OLD}
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.hide("target", "profile")
        self.initial["seen"] = self.course.newest
        for year in self.course.years:
            self.fields[field_of(year)] = Milestone._meta.get_field("value").formfield(
                label=str(year), required=False, help_text=""
            )

    @classmethod
    def proposing(cls, course: Course, asked: dict) -> "YearsForm":
        """Return the form with the years that a target and a profile come to."""
        proposal = course.proposal(asked["target"], asked["profile"])
        years = {field_of(year): plain(value) for year, value in proposal.items()}
        return cls(course=course, initial=as_typed(asked) | years)

    @property
    def rows(self) -> list[YearRow]:
        """The years as the page shows them."""
        course = self.course
        return [
            YearRow(year, course.milestones.get(year), course.is_closed(year), self[field_of(year)])
            for year in course.years
        ]

    @cached_property
    def remarks(self) -> list[str]:
        """What is to be known about the proposal that the years came from."""
        asked = self.cleaned_data if self.is_bound else self.initial
        if asked.get("target") is None or not asked.get("profile"):
            return []
        return self.course.remarks(Decimal(asked["target"]), Profile(asked["profile"]))

    def clean_seen(self) -> int:
        """Tell the person when somebody else was quicker; the next attempt goes through."""
        if self.cleaned_data["seen"] != self.course.newest:
            self.data = self.data.copy()
            self.data["seen"] = self.course.newest
            raise ValidationError(SET_MEANWHILE)
        return self.cleaned_data["seen"]

    def clean(self) -> dict:
        """Refuse numbers that could never count, and a save that would set nothing."""
        cleaned = super().clean()
        for year in self._changed():
            self._check_day(year, cleaned.get("set_on"))
        if not self.errors and not self._changed():
            self.add_error(None, _("No year has another number than what stands: nothing to set."))
        return cleaned

    def save(self) -> list[Milestone]:
        """Set the milestones that change; one that is refused says so at its year: none is set."""
        with transaction.atomic():
            rows = [self._milestone(year) for year in self._changed()]
            for row in rows:
                self._try_to_save(row)
            if self.errors:
                transaction.set_rollback(True)
        return rows

    def _changed(self) -> list[int]:
        return [
            year
            for year in self.course.years
            if self.course.changes(year, self.cleaned_data.get(field_of(year)))
        ]

    def _check_day(self, year: int, set_on: date | None) -> None:
        # No rule on milestones, old ones may be added in the admin: but here it would be a slip.
        standing = self.course.milestones.get(year)
        if standing and set_on and set_on < standing.set_on:
            sentence = gettext(
                "What stands for %(year)s was set on %(day)s: give that day or a later one."
            )
            self.add_error(field_of(year), sentence % {"year": year, "day": day(standing.set_on)})

    def _milestone(self, year: int) -> Milestone:
        decision = {name: self.cleaned_data[name] for name in DECISION_FIELDS}
        value = self.cleaned_data[field_of(year)]
        row = Milestone(indicator=self.course.indicator, year=year, value=value, **decision)
        row._change_reason = self._origin(year, value)
        return row

    def _origin(self, year: int, value: Decimal) -> str:
        target, profile = self.cleaned_data["target"], self.cleaned_data["profile"]
        words = {
            "profile": PROFILES[profile],
            "year": self.course.years[-1],
            "target": number_text(target),
        }
        if self.course.proposal(target, profile).get(year) == value:
            sentence = gettext("Proposed by profile (%(profile)s) for %(target)s in %(year)s.")
        else:
            sentence = gettext(
                "Proposed by profile (%(profile)s) for %(target)s in %(year)s, changed by hand."
            )
        return sentence % words

    def _try_to_save(self, row: Milestone) -> None:
        try:
            row.save()
        except ValidationError as refusal:
            self.add_error(field_of(row.year), refusal.messages)


def field_of(year: int) -> str:
    """Return the name of the input for a year."""
    return f"year_{year}"


def plain(value: Decimal) -> Decimal:
    """Return a number without the zeros that the database keeps."""
    return Decimal(number_text(value))


def as_typed(asked: dict) -> dict:
    """Return what was asked for as the inputs of the next step carry it."""
    return asked | {"target": plain(asked["target"]), "profile": asked["profile"].value}


def target_hint(indicator: Indicator) -> str:
    """Return what kind of number the target is."""
    if indicator.measure == Indicator.Measure.YES_NO:
        return gettext("1 for yes, 0 for no.")
    if indicator.accumulation == Indicator.Accumulation.CUMULATIVE:
        return gettext("The running total since the start of the plan.")
    if indicator.accumulation == Indicator.Accumulation.ANNUAL:
        return gettext("The amount of that year alone.")
    return ""
