"""Brings what was recorded before in line: next due days, and reasons where evidence is missing."""

from django.db import migrations

from meetings.recurrence import next_turn

OPEN = ("not_started", "in_progress", "delayed", "blocked")
NEVER_DUE = ("note", "commend")
REASON = "Completed before evidence was asked for."


def bring_in_line(apps, schema_editor):
    """Fill the next due days; nothing that was noted is due, nothing completed lacks a reason."""
    Decision = apps.get_model("meetings", "Decision")
    FollowUp = apps.get_model("meetings", "FollowUp")
    FollowUp.objects.filter(
        implementation="completed", evidence_link="", evidence_file="", no_evidence_reason=""
    ).update(no_evidence_reason=REASON)
    for decision in Decision.objects.filter(kind__in=NEVER_DUE):
        _keep_in_words(decision)
    for decision in Decision.objects.filter(is_actionable=True, validity="in_force"):
        decision.falls_due_on = _next_due_day(decision)
        if decision.falls_due_on:
            decision.save(update_fields=["falls_due_on"])


def _keep_in_words(decision) -> None:
    """What was noted never falls due: keep its day as words."""
    if decision.due_on is None and decision.due_meeting is None and not decision.recurrence:
        return
    if not decision.due_text:
        decision.due_text = str(decision.due_on or decision.due_meeting or decision.recurrence)
        if decision.due_meeting and not decision.due_on:
            decision.due_text = decision.due_meeting.code
    decision.due_on = decision.due_meeting = None
    decision.recurrence = ""
    decision.save(update_fields=["due_text", "due_on", "due_meeting", "recurrence"])


def _next_due_day(decision):
    day = decision.due_on or (decision.due_meeting and decision.due_meeting.ends_on)
    if decision.kind in NEVER_DUE:
        return None
    if not decision.recurrence:
        return day if decision.implementation in OPEN else None
    concluded = decision.follow_ups.filter(implementation__in=("completed", "not_done"))
    last = concluded.order_by("date", "number").last()
    return next_turn(day, decision.meeting.ends_on, last and last.date)


class Migration(migrations.Migration):

    dependencies = [
        ("meetings", "0002_follow_to_the_end"),
    ]

    operations = [
        migrations.RunPython(bring_in_line, migrations.RunPython.noop),
    ]
