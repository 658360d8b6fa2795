from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0003_next_due_days'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('note', 'commend')), _negated=True), models.Q(('due_meeting__isnull', True), ('due_on__isnull', True), ('recurrence', '')), _connector='OR'), name='decision_noted_never_due', violation_error_message='What notes or commends something never falls due: leave day, meeting and recurrence empty. The words of the report can be kept.'),
        ),
        migrations.AddConstraint(
            model_name='followup',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('implementation', 'completed'), _negated=True), models.Q(('evidence_link', ''), _negated=True), models.Q(('evidence_file', ''), _negated=True), models.Q(('no_evidence_reason', ''), _negated=True), _connector='OR'), name='follow_up_completes_with_evidence', violation_error_message='What is completed needs evidence: give a link, or say why there is none.'),
        ),
    ]
