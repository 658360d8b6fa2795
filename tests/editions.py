"""A meeting with as little as papers can be made of, for tests that issue editions."""

from datetime import date

from meetings.models import Meeting
from tests.factories import (
    make_decision,
    make_indicator,
    make_measurement,
    make_meeting,
    make_milestone,
    make_period,
)


def make_meeting_with_papers() -> Meeting:
    """Make a meeting to come, with one indicator, one value and one decision to report on."""
    earlier = make_meeting(starts_on=date(2025, 9, 22), ends_on=date(2025, 9, 23), status="held")
    indicator = make_indicator(title="Эксперт 전문가 专家", baseline_value=0, baseline_year=2025)
    for year in indicator.plan.years:
        make_period(plan=indicator.plan, year=year)
    make_milestone(indicator=indicator)
    make_measurement(indicator=indicator, state="verified", note="=1+1")
    make_decision(meeting=earlier)
    return make_meeting(city="Ulaanbaatar", dates_text="Autumn")
