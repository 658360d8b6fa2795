"""Cases worked out by hand from the rules: what an indicator's numbers are to come to.

One row is one case. Years are short (26 is 2026). Milestones start in 2026 and fall due each
31 December, unless written as year:value or year@due:value. Values are year:value, and "none"
is a value left empty. "a" is the effective value, P the progress in per cent and R the ratio,
to six decimals; "-" is nothing. The last column, if any, sets a further fact by name.
"""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from logframe.progress import Facts, Milestone


class Case(NamedTuple):
    """An indicator on a date, and what is expected of it."""

    name: str
    rule: int
    facts: Facts
    on: date
    value: Decimal | None
    status: str
    progress: Decimal | None
    ratio: Decimal | None


def day(text):
    return date.fromisoformat(f"20{text}")


def number(text):
    return None if text in ("-", "none") else Decimal(text)


def milestone(position, text):
    term, _, value = text.rpartition(":")
    year, _, due = (term or str(26 + position)).partition("@")
    return Milestone(2000 + int(year), day(due or f"{year}-12-31"), Decimal(value))


def pairs(text, separator, read):
    parts = [part.split(separator) for part in text.split() if part != "-"]
    return {2000 + int(year): read(rest) for year, rest in parts}


def read_case(kind, row):
    rule, name, baseline, milestones, values, on, value, status, progress, ratio, *more = (
        cell.strip() for cell in row.split("|")
    )
    direction, accumulation = kind.split()
    further = {key: rest for key, _, rest in (part.partition(" ") for part in more)}
    facts = Facts(
        measure=further.get("measure", "number"),
        direction=direction,
        accumulation=accumulation,
        baseline=number(baseline),
        milestones=tuple(
            milestone(position, text)
            for position, text in enumerate(milestones.replace("-none-", "").split())
        ),
        values=pairs(values, ":", number),
        reported_on=pairs(further.get("as_of", ""), ":", day),
        tolerance=Decimal(further.get("tolerance", "0")),
        discontinued="discontinued" in further,
    )
    expected = (number(value), status, number(progress), number(ratio))
    return Case(f"{kind}, rule {rule}: {name}", int(rule), facts, day(on), *expected)


# rule | name | b | milestones | values | on | a | status | P | R | further facts
TABLES = {
    "increase level": """
        11|exactly 0.95|0|20 100|26:19|26-12-31|19|on_track|19|0.95
        11|a hair under 0.95|0|20 100|26:18.9999|26-12-31|18.9999|at_risk|18.9999|0.949995
        11|exactly 0.60|0|20 100|26:12|26-12-31|12|at_risk|12|0.6
        11|a hair under 0.60|0|20 100|26:11.9999|26-12-31|11.9999|off_track|11.9999|0.599995
        11|exactly the milestone|0|20 100|26:20|26-12-31|20|on_track|20|1
        11|ahead of the milestone|0|20 100|26:30|26-12-31|30|on_track|30|1.5
        11|0.95 above a baseline|10|20 40|26:19.5|26-12-31|19.5|on_track|31.666667|0.95
        11|0.94 above a baseline|10|20 40|26:19.4|26-12-31|19.4|at_risk|31.333333|0.94
        11|0.60 above a baseline|10|20 40|26:16|26-12-31|16|at_risk|20|0.6
        11|0.59 above a baseline|10|20 40|26:15.9|26-12-31|15.9|off_track|19.666667|0.59
        11|a third of the way|3|6 9|26:4|26-12-31|4|off_track|16.666667|0.333333
        11|2.85 of 3 is 0.95|0|3 6|26:2.85|26-12-31|2.85|on_track|47.5|0.95
        11|rounds to 0.95|0|30 90|26:28.499999|26-12-31|28.499999|at_risk|31.666666|0.95
        11|all below zero|-10|-8 -6 -4|27:-7|27-12-31|-7|at_risk|50|0.75
        11|through zero, short|-10|0 10|26:-1|26-12-31|-1|at_risk|45|0.9
        11|through zero, 0.95|-10|0 10|26:-0.5|26-12-31|-0.5|on_track|47.5|0.95
        11|small numbers|0.001|0.002 0.003|26:0.0016|26-12-31|0.0016|at_risk|30|0.6
        11|large numbers|0|1e12 4e12|26:949999999999.9|26-12-31|949999999999.9|at_risk|23.75|0.95
        11|a year without a milestone|0|26:20 28:60|27:15|27-12-31|15|at_risk|25|0.75
        11|the day before the next is due|0|20 40 100|27:30|27-12-30|30|on_track|30|1.5
        11|the day the next is due|0|20 40 100|27:30|27-12-31|30|at_risk|30|0.75
        11|next year's value is not seen|0|20 40|26:10 27:40|26-12-31|10|off_track|25|0.5
        11|from New Year it is|0|20 80|26:10 27:40|27-01-01|40|on_track|50|2
        11|the latest, not the best|0|20 40 100|26:50 27:10|27-12-31|10|off_track|10|0.25
        11|values in any order|0|20 40 100|27:10 26:50|27-12-31|10|off_track|10|0.25
        11|an empty value does not count|0|20 40|26:18 27:none|27-06-30|18|at_risk|45|0.9
        11|due in summer|0|26@26-06-30:20 27@27-06-30:40|26:12|26-06-30|12|at_risk|30|0.6
        11|due next spring|0|26@27-03-31:20 27@28-03-31:40|26:5|27-03-31|5|off_track|12.5|0.25
        11|milestones in any order|0|28:60 26:20 27:40|26:12|26-12-31|12|at_risk|20|0.6
        11|a milestone below the last|0|20 15 40|27:15|27-12-31|15|on_track|37.5|1
        11|exactly at the baseline|50|52 60|26:50|26-12-31|50|off_track|0|0
        11|short on the last day, 0.95|0|50 100|27:95|27-12-31|95|on_track|95|0.95
        11|short on the last day, 0.60|0|50 100|27:60|27-12-31|60|at_risk|60|0.6
        11|short on the last day, 0.59|0|50 100|27:59|27-12-31|59|off_track|59|0.59
        11|reached early, then lost|0|50 100|26:100 27:90|27-12-31|90|at_risk|90|0.9
        10|flat and at it|20|20 40|26:20|26-12-31|20|on_track|0|-
        10|flat and above it|20|20 40|26:25|26-12-31|25|on_track|25|-
        10|flat and below it|20|20 40|26:19|26-12-31|19|at_risk|-5|-|tolerance 2
        10|flat twice|0|0 0 10|27:0|27-12-31|0|on_track|0|-
        8|flat, below, no tolerance|20|20 40|26:19|26-12-31|19|regressing|-5|-
        11|as far below as tolerated|50|52 60|26:49|26-12-31|49|off_track|-10|-0.5|tolerance 1
        8|a hair further|50|52 60|26:48.99|26-12-31|48.99|regressing|-10.1|-0.505|tolerance 1
        8|on the last day|50|52 60|27:40|27-12-31|40|regressing|-100|-1
        8|below zero|-5|0 5|26:-6|26-12-31|-6|regressing|-10|-0.2
        7|before rule 8|50|52 60|27:40|28-02-01|40|not_achieved|-100|-1
        7|exactly 60|0|50 100|27:60|28-01-01|60|partly_achieved|60|0.6
        7|a hair under 60|0|50 100|27:59.9999|28-01-01|59.9999|not_achieved|59.9999|0.599999
        7|95 is no longer on track|0|50 100|27:95|28-01-01|95|partly_achieved|95|0.95
        7|60 above a baseline|10|15 20|27:16|28-01-01|16|partly_achieved|60|0.6
        7|years later|0|50 100|27:40|35-01-01|40|not_achieved|40|0.4
        7|a later value counts|0|50 100|27:40 28:70|28-06-30|70|partly_achieved|70|0.7
        7|reached in time, then lost|0|50 100|27:100 28:90|28-12-31|90|partly_achieved|90|0.9
        6|before rule 7|-|50 100|27:40|28-02-01|40|baseline_missing|-|-
        6|though the milestone is met|-|50 100|26:50|26-12-31|50|baseline_missing|-|-
        6|a falling milestone is no gap|-|45 60|26:20|26-12-31|20|baseline_missing|-|-
        5|on the last day|0|50 100|27:100|27-12-31|100|achieved|100|1
        5|exceeded|0|50 100|27:130|27-12-31|130|achieved|130|1.3
        5|years later|0|50 100|27:100|29-05-05|100|achieved|100|1
        5|early, with the milestone not met|0|60 50|26:50|26-12-31|50|achieved|100|0.833333
        5|late|0|50 100|27:70 28:100|28-06-30|100|achieved_late|100|1
        5|late, last year skipped|0|50 100|26:50 28:100|28-12-31|100|achieved_late|100|1
        5|late, the only value|0|50 100|28:100|28-12-31|100|achieved_late|100|1
        5|late, once lost|0|50 100|26:100 27:90 28:100|28-12-31|100|achieved_late|100|1
        5|stays in time|0|50 100|27:100 28:120|28-12-31|120|achieved|120|1.2
        5|exceeded in time, less since|0|50 100|27:130 28:120|28-12-31|120|achieved|120|1.2
        5|as of the day after|0|50 100|27:100|28-02-01|100|achieved_late|100|1|as_of 27:28-01-01
        5|as of the last day|0|50 100|26:50 27:100|28-02-01|100|achieved|100|1|as_of 27:27-12-31
        5|as of later, not over|0|50 100|27:100|27-12-31|100|achieved|100|1|as_of 27:28-01-01
        5|as of early|0|50 100|28:100|28-02-01|100|achieved|100|1|as_of 28:27-12-01
        5|due in summer, as of December|0|26@26-06-30:9|26:9|27-01-01|9|achieved_late|100|1
        5|due a day before the year ends|0|26@26-12-30:9|26:9|27-01-01|9|achieved_late|100|1
        5|due in summer, as of June|0|26@26-06-30:9|26:9|27-01-01|9|achieved|100|1|as_of 26:26-06-30
        5|no baseline, early|-|40 80|26:80|26-12-31|80|achieved|-|-
        5|no baseline, before anything is due|-|40 80|26:85|26-05-01|85|achieved|-|-
        5|before anything is due, exceeded|0|50 100|26:120|26-05-01|120|achieved|120|-
        4|before rule 5|0|50 100|26:100|27-12-31|100|report_due|100|1
        4|before rule 6|-|50 100|-|27-01-15|-|report_due|-|-
        4|before rule 7, day 30|0|50 100|26:50|28-01-30|50|report_due|50|0.5
        4|before rule 7, day 31|0|50 100|26:50|28-01-31|50|report_overdue|50|0.5
        4|before rule 8|50|52 60|26:40|27-12-31|40|report_due|-100|-1
        4|on the day itself|0|20 40|-|26-12-31|-|report_due|-|-
        4|day 30 in summer|0|26@26-06-30:20 27@27-06-30:40|-|26-07-30|-|report_due|-|-
        4|day 31 in summer|0|26@26-06-30:20 27@27-06-30:40|-|26-07-31|-|report_overdue|-|-
        4|day 30 over a leap day|0|28@28-01-31:20|-|28-03-01|-|report_due|-|-
        4|day 31 over a leap day|0|28@28-01-31:20|-|28-03-02|-|report_overdue|-|-
        4|an empty value is silence|0|20 40|26:none|27-01-15|-|report_due|-|-
        4|next year's value is not seen|0|20 40|27:40|26-12-31|-|report_due|-|-
        4|an earlier value is no report|0|20 40 100|26:20|28-01-05|20|report_due|20|0.5
        4|nor is one before the plan|0|20 100|25:5|26-12-31|5|report_due|5|0.25
        4|two due the same day|0|26:20 27@26-12-31:40|26:18|26-12-31|18|report_due|45|0.45
        11|a later value is a report|0|20 40 100|27:30|27-06-30|30|on_track|30|1.5
        3|no value|0|20 40|-|26-01-01|-|not_yet_due|-|-
        3|the day before|0|20 40|26:10|26-12-30|10|not_yet_due|25|-
        3|the milestone met|0|20 40|26:25|26-12-30|25|not_yet_due|62.5|-
        3|before rule 8|10|20 30|26:5|26-06-30|5|not_yet_due|-25|-
        3|before rule 6|-|20 30|26:5|26-06-30|5|not_yet_due|-|-
        3|due next spring|0|26@27-03-31:20 27@28-03-31:40|26:5|27-03-30|5|not_yet_due|12.5|-
        2|the target on the wrong side|50|55 45|26:55|26-12-31|55|setup_incomplete|-|-
        2|before rule 3|50|45 60|-|26-01-01|-|setup_incomplete|-|-
        2|barely on the wrong side|50|49.5 60|26:55|26-12-31|55|setup_incomplete|-|-
        2|before rule 4|50|45 60|-|27-06-30|-|setup_incomplete|-|-
        2|before rule 5|50|45 60|27:60|27-12-31|60|setup_incomplete|-|-
        2|nothing at all|0|-none-|-|26-12-31|-|setup_incomplete|-|-
        1|before rule 2, no milestone|0|-none-|26:5|26-12-31|5|discontinued|-|-|discontinued
        1|before rule 2, wrong side|50|45 60|26:55|26-12-31|55|discontinued|-|-|discontinued
        1|before rule 3|0|20 40|26:10|26-06-30|10|discontinued|25|-|discontinued
        1|before rule 4|0|20 40|-|27-06-30|-|discontinued|-|-|discontinued
        1|before rule 5|0|20 40|27:40|27-12-31|40|discontinued|100|1|discontinued
        9|t = b, exceeded|80|80 80|26:85|26-12-31|85|on_track|-|-
        9|t = b, exactly 5 %|80|80 80|26:76|26-12-31|76|at_risk|-|-
        9|t = b, a hair more|80|80 80|26:75.99|26-12-31|75.99|off_track|-|-
        9|t = b, tolerance is no excuse|80|80 80|26:75|26-12-31|75|off_track|-|-|tolerance 10
        9|t = b, missed on the last day|80|80 80|27:79|27-12-31|79|at_risk|-|-
        9|t = b, the milestone above|80|90 80|26:86|26-12-31|86|at_risk|-|0.6
        9|t = b, zero held|0|0 0|26:0|26-12-31|0|on_track|-|-
        9|t = b, zero missed|0|0 0|26:-0.01|26-12-31|-0.01|off_track|-|-
        9|t = b, below zero, 5 %|-80|-80 -80|26:-84|26-12-31|-84|at_risk|-|-
        9|t = b, below zero, more|-80|-80 -80|26:-84.01|26-12-31|-84.01|off_track|-|-
        7|t = b, a near miss|80|80 80|27:79|28-01-01|79|not_achieved|-|-
        5|t = b, held to the last day|80|80 80|27:80|27-12-31|80|achieved|-|-
        5|t = b, late|80|80 80|27:70 28:80|28-12-31|80|achieved_late|-|-
        3|t = b, held before anything is due|80|80 80|26:80|26-06-30|80|not_yet_due|-|-
        5|yes in time|0|0 1|27:1|27-12-31|1|achieved|100|1|measure yes_no
        11|no on the last day|0|0 1|27:0|27-12-31|0|off_track|0|0|measure yes_no
        7|no after it|0|0 1|27:0|28-01-01|0|not_achieved|0|0|measure yes_no
        5|yes early|0|0 1|26:1|26-12-31|1|achieved|100|-|measure yes_no
        5|yes late|0|0 1|27:0 28:1|28-12-31|1|achieved_late|100|1|measure yes_no
        11|two of three steps|1|2 3 4|28:3|28-12-31|3|at_risk|66.666667|0.666667|measure scale
        5|beyond a hundred|0|50 100|27:110|27-12-31|110|achieved|110|1.1|measure percentage
    """,
    "decrease level": """
        11|exactly 0.95|100|80 60|26:81|26-12-31|81|on_track|47.5|0.95
        11|a hair under 0.95|100|80 60|26:81.0001|26-12-31|81.0001|at_risk|47.49975|0.949995
        11|exactly 0.60|100|80 60|26:88|26-12-31|88|at_risk|30|0.6
        11|a hair under 0.60|100|80 60|26:88.01|26-12-31|88.01|off_track|29.975|0.5995
        11|exactly at the baseline|100|80 60|26:100|26-12-31|100|off_track|0|0
        11|ahead of the milestone|100|80 60|26:70|26-12-31|70|on_track|75|1.5
        11|all below zero|-10|-20 -30|26:-19.5|26-12-31|-19.5|on_track|47.5|0.95
        11|through zero|10|0 -10|26:4|26-12-31|4|at_risk|30|0.6
        11|the latest, not the best|100|80 60|26:90 27:95|27-12-31|95|off_track|12.5|0.125
        10|flat and at it|100|100 60|26:100|26-12-31|100|on_track|0|-
        10|flat and past it|100|100 60|26:99|26-12-31|99|on_track|2.5|-
        10|flat and above it|100|100 60|26:101|26-12-31|101|at_risk|-2.5|-|tolerance 2
        8|a hair worse|100|80 60|26:100.01|26-12-31|100.01|regressing|-0.025|-0.0005
        11|as far below as tolerated|100|80 60|26:105|26-12-31|105|off_track|-12.5|-0.25|tolerance 5
        8|a hair further|100|80 60|26:105.01|26-12-31|105.01|regressing|-12.525|-0.2505|tolerance 5
        7|exactly 60|100|80 60|27:76|28-01-01|76|partly_achieved|60|0.6
        7|a hair under 60|100|80 60|27:76.01|28-01-01|76.01|not_achieved|59.975|0.59975
        6|the milestone met|-|80 60|26:70|26-12-31|70|baseline_missing|-|-
        5|early|100|80 60|26:60|26-12-31|60|achieved|100|2
        5|exceeded|100|80 60|26:50|26-12-31|50|achieved|125|2.5
        5|late|100|80 60|27:70 28:60|28-12-31|60|achieved_late|100|1
        5|to zero|10|5 0|27:0|27-12-31|0|achieved|100|1
        5|no baseline, early|-|80 60|26:60|26-12-31|60|achieved|-|-
        5|before anything is due|100|80 60|26:60|26-03-01|60|achieved|100|-
        4|long silent|100|80 60|-|27-03-01|-|report_overdue|-|-
        3|nothing due|100|80 60|26:90|26-06-30|90|not_yet_due|25|-
        2|a milestone on the wrong side|100|110 60|26:90|26-12-31|90|setup_incomplete|-|-
        2|the target on the wrong side|100|90 110|26:90|26-12-31|90|setup_incomplete|-|-
        9|t = b, exactly 5 %|5|5 5|26:5.25|26-12-31|5.25|at_risk|-|-
        9|t = b, a hair more|5|5 5|26:5.26|26-12-31|5.26|off_track|-|-
        9|t = b, bettered|5|5 5|26:4|26-12-31|4|on_track|-|-
        5|t = b, held to the last day|5|5 5|27:5|27-12-31|5|achieved|-|-
        11|percentage|40|30 20|26:30.5|26-12-31|30.5|on_track|47.5|0.95|measure percentage
        11|scale|4|3 2 1|26:4|26-12-31|4|off_track|0|0|measure scale
    """,
    "increase cumulative": """
        11|exactly 0.95|-|10 20|26:9.5|26-12-31|9.5|on_track|47.5|0.95
        11|a hair under 0.95|-|10 20|26:9.499|26-12-31|9.499|at_risk|47.495|0.9499
        11|exactly 0.60|-|10 20|26:6|26-12-31|6|at_risk|30|0.6
        11|a target of one|-|0.5 1|26:0.475|26-12-31|0.475|on_track|47.5|0.95
        11|a hair under 0.60|-|10 20|26:5.99|26-12-31|5.99|off_track|29.95|0.599
        11|zero is a value|-|10 20|26:0|26-12-31|0|off_track|0|0
        11|two years add up|-|10 20 30|26:3 27:9|27-12-31|12|at_risk|40|0.6
        11|a year made up for|-|10 20 30|27:12|27-12-31|12|at_risk|40|0.6
        11|a correction takes away|-|10 20 30|26:12 27:-2|27-12-31|10|off_track|33.333333|0.5
        11|next year's value is not seen|-|10 20|26:6 27:14|26-12-31|6|at_risk|30|0.6
        11|a baseline plays no part|5|10 20|26:9.5|26-12-31|9.5|on_track|47.5|0.95
        11|short on the last day|-|10 20|26:10 27:9|27-12-31|19|on_track|95|0.95
        10|nothing planned yet|-|0 10|26:0|26-12-31|0|on_track|0|-
        10|nothing planned, something lost|-|0 10|26:-1|26-12-31|-1|at_risk|-10|-
        10|a loss planned, less lost|-|-5 10|26:-3|26-12-31|-3|on_track|-30|-
        10|a loss planned, more lost|-|-5 10|26:-6|26-12-31|-6|at_risk|-60|-
        7|exactly 60|-|10 20|26:6 27:6|28-01-01|12|partly_achieved|60|0.6
        7|a hair under 60|-|10 20|26:6 27:5.99|28-01-01|11.99|not_achieved|59.95|0.5995
        5|early|-|10 20|26:20|26-12-31|20|achieved|100|2
        5|early, with the milestone not met|-|30 20|26:20|26-12-31|20|achieved|100|0.666667
        5|before anything is due|-|10 20|26:20|26-06-30|20|achieved|100|-
        5|late|-|10 20|26:6 27:6 28:8|28-12-31|20|achieved_late|100|1
        5|in time, and more since|-|10 20|26:10 27:10 28:5|28-12-31|25|achieved|125|1.25
        5|as of later|-|10 20|26:10 27:10|28-03-01|20|achieved_late|100|1|as_of 27:28-02-01
        5|as of later, all of it|-|20|26:20|27-03-01|20|achieved_late|100|1|as_of 26:27-02-01
        4|before rule 5|-|10 20|26:20|27-12-31|20|report_due|100|1
        4|an empty value is silence|-|10 20|26:10 27:none|27-12-31|10|report_due|50|0.5
        4|a later year is no report|-|10 20 30|26:10 28:12|28-06-30|22|report_overdue|73.333333|1.1
        4|nothing to add up|-|10 20|-|27-02-01|-|report_overdue|-|-
        3|part of the way|-|10 20|26:5|26-06-30|5|not_yet_due|25|-
        3|nothing to add up|-|10 20|-|26-06-30|-|not_yet_due|-|-
        2|the target below zero|-|5 -5|26:5|26-12-31|5|setup_incomplete|-|-
        2|the target zero, nothing due|-|5 0|-|26-01-01|-|setup_incomplete|-|-
        1|before the rest|-|10 20|26:6|27-06-30|6|discontinued|30|0.6|discontinued
    """,
    "decrease cumulative": """
        2|cannot fall|-|10 20|26:5|26-12-31|5|setup_incomplete|-|-
    """,
    "at_least cumulative": """
        2|cannot be kept|-|10 20|26:15|26-12-31|15|setup_incomplete|-|-
    """,
    "at_most cumulative": """
        2|cannot be kept low|-|10 20|26:5 27:5|27-12-31|10|setup_incomplete|-|-
    """,
    "within cumulative": """
        2|cannot be kept near|-|10 20|26:10|26-12-31|10|setup_incomplete|-|-|tolerance 1
    """,
    "increase annual": """
        11|exactly 0.95|-|100 100|26:95|26-12-31|95|on_track|95|0.95
        11|a hair under 0.95|-|100 100|26:94.99|26-12-31|94.99|at_risk|94.99|0.9499
        11|exactly 0.60|-|100 100|26:60|26-12-31|60|at_risk|60|0.6
        11|a hair under 0.60|-|100 100|26:59.99|26-12-31|59.99|off_track|59.99|0.5999
        11|zero is a value|-|100 100|26:0|26-12-31|0|off_track|0|0
        11|each year alone|-|100 100 100|26:50 27:100|27-12-31|100|on_track|100|1
        11|against its own year|-|10 20 40|26:10 27:15|27-12-31|15|at_risk|75|0.75
        11|the year due, not the current one|-|10 20|26:6 27:20|27-06-30|6|at_risk|60|0.6
        11|a baseline plays no part|50|100 100|26:95|26-12-31|95|on_track|95|0.95
        11|short on the last day|-|100 100|27:95|27-12-31|95|on_track|95|0.95
        11|due next spring|-|26@27-03-31:50 28:100|26:40 27:5|27-03-31|40|at_risk|80|0.8
        10|nothing planned, something done|-|0 10|26:5|26-12-31|5|on_track|-|-
        10|nothing planned, something lost|-|0 10|26:-1|26-12-31|-1|at_risk|-|-
        10|a loss planned, less lost|-|-5 10|26:-3|26-12-31|-3|on_track|-|-
        10|a loss planned, more lost|-|-5 10|26:-8|26-12-31|-8|at_risk|-|-
        10|losses planned throughout|-|-5 -5|26:-3|26-12-31|-3|on_track|-|-
        10|nothing planned at last, something lost|-|5 0|27:-1|27-12-31|-1|at_risk|-|-
        7|95 is no longer on track|-|100 100|27:95|28-01-01|95|partly_achieved|95|0.95
        7|exactly 60|-|100 100|27:60|28-01-01|60|partly_achieved|60|0.6
        7|a hair under 60|-|100 100|27:59.99|28-01-01|59.99|not_achieved|59.99|0.5999
        7|a later year does not help|-|100 100|27:50 28:100|28-12-31|50|not_achieved|50|0.5
        7|nothing planned at last, something lost|-|5 0|27:-1|28-01-01|-1|not_achieved|-|-
        5|on the last day|-|100 100|27:100|27-12-31|100|achieved|100|1
        5|nothing planned at last|-|5 0|27:0|27-12-31|0|achieved|-|-
        5|as of later|-|100 100|27:100|28-03-01|100|achieved_late|100|1|as_of 27:28-02-01
        4|the year after a good one|-|100 100|26:100|28-01-31|-|report_overdue|-|-
        4|a later year is no report|-|9 9 9|26:9 28:9|28-06-30|-|report_overdue|-|-
        4|day 30|-|100 100|-|27-01-30|-|report_due|-|-
        3|this year's value so far|-|100 100|26:30|26-06-30|30|not_yet_due|30|-
        3|the year exceeded|-|100 100|26:150|26-06-30|150|not_yet_due|150|-
        3|no milestone this year|-|27:100 28:100|26:5|26-06-30|-|not_yet_due|-|-
        3|this year's milestone|-|26@27-03-31:50 27:100|26:40 27:10|27-01-15|10|not_yet_due|10|-
        3|else the first one's|-|26@27-03-31:50 28:100|26:40 27:10|27-01-15|40|not_yet_due|80|-
        2|nothing ever planned|-|0 0|26:5|26-12-31|5|setup_incomplete|-|-
        2|no milestone|-|-none-|25:4 26:5|26-12-31|5|setup_incomplete|-|-
        1|before the rest|-|100 100|26:60|26-12-31|60|discontinued|60|0.6|discontinued
    """,
    "decrease annual": """
        2|cannot fall|-|10 5|26:5|26-12-31|5|setup_incomplete|-|-
    """,
    "at_least level": """
        9|held|-|95 95|26:96|26-12-31|96|on_track|-|-
        9|held exactly|-|95 95|26:95|26-12-31|95|on_track|-|-
        9|missed by exactly 5 %|-|95 95|26:90.25|26-12-31|90.25|at_risk|-|-
        9|missed by a hair more|-|95 95|26:90.24|26-12-31|90.24|off_track|-|-
        9|below the baseline is not regressing|100|95 95|26:91|26-12-31|91|at_risk|-|-
        9|the milestone due counts, not the target|-|50 95|26:50|26-12-31|50|on_track|-|-
        9|missed on the last day|-|95 95|27:94|27-12-31|94|at_risk|-|-
        9|zero held|-|0 0|26:0|26-12-31|0|on_track|-|-
        9|zero missed|-|0 0|26:-0.1|26-12-31|-0.1|off_track|-|-
        9|below zero, 5 %|-|-20 -20|26:-21|26-12-31|-21|at_risk|-|-
        9|below zero, more|-|-20 -20|26:-21.01|26-12-31|-21.01|off_track|-|-
        7|a near miss|-|95 95|27:94|28-01-01|94|not_achieved|-|-
        5|held to the last day|-|95 95|27:95|27-12-31|95|achieved|-|-
        5|late|-|95 95|27:90 28:95|28-12-31|95|achieved_late|-|-
        4|silent|-|95 95|-|27-01-30|-|report_due|-|-
        3|held before anything is due|-|95 95|26:99|26-06-30|99|not_yet_due|-|-
        2|no milestone|-|-none-|26:99|26-12-31|99|setup_incomplete|-|-
        9|percentage|-|80 80|26:76|26-12-31|76|at_risk|-|-|measure percentage
        9|scale|-|3 3|26:2|26-12-31|2|off_track|-|-|measure scale
    """,
    "at_most level": """
        9|missed by exactly 5 %|-|5 5|26:5.25|26-12-31|5.25|at_risk|-|-
        9|missed by a hair more|-|5 5|26:5.26|26-12-31|5.26|off_track|-|-
        9|zero held|-|0 0|26:0|26-12-31|0|on_track|-|-
        9|zero missed|-|0 0|26:1|26-12-31|1|off_track|-|-
        9|below zero, 5 %|-|-20 -20|26:-19|26-12-31|-19|at_risk|-|-
        9|above the baseline is not regressing|2|5 5|26:4|26-12-31|4|on_track|-|-
        7|missed|-|5 5|27:6|28-01-01|6|not_achieved|-|-
        5|held to the last day|-|5 5|27:5|27-12-31|5|achieved|-|-
        3|held before anything is due|-|5 5|26:1|26-06-30|1|not_yet_due|-|-
    """,
    "within level": """
        9|at the lower edge|-|50 50|26:48|26-12-31|48|on_track|-|-|tolerance 2
        9|at the upper edge|-|50 50|26:52|26-12-31|52|on_track|-|-|tolerance 2
        9|5 % beyond the upper edge|-|50 50|26:54.5|26-12-31|54.5|at_risk|-|-|tolerance 2
        9|more, above|-|50 50|26:54.51|26-12-31|54.51|off_track|-|-|tolerance 2
        9|5 % beyond the lower edge|-|50 50|26:45.5|26-12-31|45.5|at_risk|-|-|tolerance 2
        9|more, below|-|50 50|26:45.49|26-12-31|45.49|off_track|-|-|tolerance 2
        9|no tolerance, exact|-|50 50|26:50|26-12-31|50|on_track|-|-
        9|no tolerance, 5 %|-|50 50|26:52.5|26-12-31|52.5|at_risk|-|-
        9|zero, within|-|0 0|26:1|26-12-31|1|on_track|-|-|tolerance 1
        9|zero, beyond|-|0 0|26:1.1|26-12-31|1.1|off_track|-|-|tolerance 1
        9|below zero|-|-50 -50|26:-54.5|26-12-31|-54.5|at_risk|-|-|tolerance 2
        7|beyond|-|50 50|27:53|28-01-01|53|not_achieved|-|-|tolerance 2
        5|within on the last day|-|50 50|27:49|27-12-31|49|achieved|-|-|tolerance 2
        5|late|-|50 50|27:55 28:51|28-12-31|51|achieved_late|-|-|tolerance 2
        4|silent|-|50 50|26:50|28-03-01|50|report_overdue|-|-|tolerance 2
        3|within before anything is due|-|50 50|26:50|26-06-30|50|not_yet_due|-|-|tolerance 2
    """,
    "at_least annual": """
        9|this year missed, last year held|-|10 10 10|26:12 27:9|27-12-31|9|off_track|-|-
        9|missed by exactly 5 %|-|10 10 10|27:9.5|27-12-31|9.5|at_risk|-|-
        9|zero at least is a plan|-|0 0|26:0|26-12-31|0|on_track|-|-
        5|held in the last year|-|1 1|26:0 27:1|27-12-31|1|achieved|-|-|measure yes_no
        7|missed in the last year|-|1 1|26:1 27:0|28-01-01|0|not_achieved|-|-|measure yes_no
        4|a later year is no report|-|9 9 9|26:9 28:9|28-06-30|-|report_overdue|-|-
        3|this year's value so far|-|10 10|26:12|26-06-30|12|not_yet_due|-|-
    """,
    "at_most annual": """
        9|held|-|10 8|26:10|26-12-31|10|on_track|-|-
        9|missed by exactly 5 %|-|10 8|26:10.5|26-12-31|10.5|at_risk|-|-
        9|none allowed, one happened|-|0 0|26:1|26-12-31|1|off_track|-|-
        5|held in the last year|-|10 8|27:8|27-12-31|8|achieved|-|-
        5|as of later|-|10 8|27:8|28-03-01|8|achieved_late|-|-|as_of 27:28-02-01
    """,
    "within annual": """
        9|within|-|10 20|26:11|26-12-31|11|on_track|-|-|tolerance 1
        9|5 % beyond|-|10 20|26:11.5|26-12-31|11.5|at_risk|-|-|tolerance 1
        9|more|-|10 20|26:8.49|26-12-31|8.49|off_track|-|-|tolerance 1
        9|near zero is a plan|-|0 0|26:1|26-12-31|1|on_track|-|-|tolerance 1
        5|within in the last year|-|10 20|27:19|27-12-31|19|achieved|-|-|tolerance 1
    """,
}

CASES = [read_case(kind, row) for kind, rows in TABLES.items() for row in rows.strip().splitlines()]
