"""What the help page says of each status: from the same enumeration and constants as the rules."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from logframe import progress
from logframe.progress import Status, percent, show
from logframe.scores import Reporting

# For translators: `makemessages` does not find what stands in a docstring.
RULES = (
    gettext_noop("Rule 1: work on it has ended, and so has any judgement."),
    gettext_noop("Rule 2: as planned, no value could mean anything."),
    gettext_noop("Rule 3: too early to tell, unless it is already done for good."),
    gettext_noop(
        "Rule 4: silence; a later level speaks for an earlier year, a later flow does not."
    ),
    gettext_noop(
        "Rule 5: done; what must hold to the end or starts afresh each year is judged at the end."
    ),
    gettext_noop("Rule 6: the target is not reached, and the way to it is not known."),
    gettext_noop("Rule 7: the time is over, and rule 5 has not found the target reached."),
    gettext_noop("Rule 8: worse than at the start."),
    gettext_noop(
        "Rule 9: where there is no way to cover, a miss is weighed against the milestone."
    ),
    gettext_noop("Rule 10: a milestone that asks for nothing yet is met or not."),
    gettext_noop("Rule 11: the share of the way to the milestone that is done."),
)


def constants() -> dict[str, str]:
    """Return the judgements in the arithmetic, each with its figure."""
    return {
        _("of the way to the milestone due: on track from here"): show(progress.ON_TRACK_RATIO),
        _("of the way to the milestone due: at risk from here, off track below"): show(
            progress.AT_RISK_RATIO
        ),
        _("of the way to the target, once the last due date has passed: partly achieved"): percent(
            progress.PARTLY_ACHIEVED_PERCENT
        ),
        _("to report in after a milestone falls due: overdue from then on"): _("%(n)s days")
        % {"n": progress.REPORT_GRACE_DAYS},
        _("of a milestone that is to be kept: missed by no more is at risk"): percent(
            progress.NEAR_MISS_PERCENT
        ),
    }


def rules() -> list[str]:
    """Return the rules of the arithmetic in their order, each in the words of the arithmetic."""
    return [_(rule.__doc__) for rule in progress.RULES]


def meanings() -> dict[Status, str]:
    """Return for each status when an indicator has it."""
    on_track, at_risk = show(progress.ON_TRACK_RATIO), show(progress.AT_RISK_RATIO)
    partly = percent(progress.PARTLY_ACHIEVED_PERCENT)
    days, near = progress.REPORT_GRACE_DAYS, percent(progress.NEAR_MISS_PERCENT)
    return {
        Status.ACHIEVED: _("The target was reached by its due date."),
        Status.ACHIEVED_LATE: _("The target was reached, but after its due date."),
        Status.ON_TRACK: _(
            "At least %(share)s of the way to the milestone due is done, or what is to be kept is."
        )
        % {"share": on_track},
        Status.AT_RISK: _(
            "From %(from)s to below %(to)s of the way to the milestone due is done, "
            "or what is to be kept is missed by at most %(near)s."
        )
        % {"from": at_risk, "to": on_track, "near": near},
        Status.PARTLY_ACHIEVED: _(
            "The time is over and at least %(share)s of the way to the target is done."
        )
        % {"share": partly},
        Status.OFF_TRACK: _(
            "Less than %(share)s of the way to the milestone due is done, "
            "or what is to be kept is missed by more than %(near)s."
        )
        % {"share": at_risk, "near": near},
        Status.REGRESSING: _("The value is worse than the baseline by more than the tolerance."),
        Status.NOT_ACHIEVED: _(
            "The time is over and less than %(share)s of the way to the target is done."
        )
        % {"share": partly},
        Status.REPORT_DUE: _(
            "A milestone fell due up to %(days)s days ago and has no verified value."
        )
        % {"days": days},
        Status.REPORT_OVERDUE: _(
            "A milestone fell due more than %(days)s days ago and has no verified value."
        )
        % {"days": days},
        Status.BASELINE_MISSING: _(
            "There is a value, but no baseline from which the way to the target could be measured."
        ),
        Status.SETUP_INCOMPLETE: _(
            "No milestone is in force, or the milestones do not fit the direction."
        ),
        Status.NOT_YET_DUE: _("No milestone has fallen due, and the target is not reached yet."),
        Status.DISCONTINUED: _("The indicator is no longer judged."),
    }


def columns() -> dict[str, str]:
    """Return what the columns of the list of indicators mean, by their headings."""
    return {
        _("Baseline"): _("Where it stood before the plan, as far as a source says."),
        _("Milestone due"): _(
            "The target of the year that fell due last; a running total where it adds up."
        ),
        _("Value"): _(
            "What the verified values come to: the latest, their sum, or that of the year."
        ),
        _("Reporting"): _("Whether the milestone due has a value, and if not, why."),
        _("Progress"): _(
            "How much of the way to the target is done; for yearly figures, to that of the year."
        ),
        _("Ratio to the milestone"): _(
            "How much of the way to the milestone due is done; 1 is all."
        ),
        _("Target"): _("The milestone of the last year."),
        _("Adoption"): _(
            "Whether the governing body has adopted the indicator, or it is proposed."
        ),
        _("Why"): _(
            "The status in one sentence: the rule, the numbers, the constants and the day."
        ),
        _("Notice"): _(
            "What is to be known of all data of the plan, for example that they are invented."
        ),
    }


def absences() -> dict[Reporting, str]:
    """Return what each way of having no number means."""
    return {
        Reporting.NOT_REPORTED: _("The year is due and nothing was verified. It is not zero."),
        Reporting.NOT_YET_DUE: _(
            "The year is still to come, or its reporting day is, or it has no milestone."
        ),
        Reporting.NOT_APPLICABLE: _("The indicator does not apply; the note says why."),
        Reporting.REPORTED: _("There is a verified value; 0 is a value like any other."),
    }
