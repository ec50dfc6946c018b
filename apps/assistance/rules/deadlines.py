"""Statutory dates of a dibao case (rulebook 5.1 and 6.1), on the working calendar.

The day of the event is day 0. Waiting for papers before acceptance does not count, because the clock
starts with acceptance. Every function raises workdays.CalendarMissing when a year is not loaded.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from apps.assistance.rules.parameters import Parameters
from apps.core.periods import add_months, first_of, same_day_after
from apps.core.workdays import Calendar, add_workdays, next_workday, workdays_between


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """Last days of each step of a case accepted on one day.

    `decision` is the last day if every earlier step takes all its time; once the notice has ended it is
    replaced by `decision_due`. `total_extended` applies only with a recorded ground.
    """

    start_investigation: date
    start_verification: date
    preliminary_opinion: date
    decision: date
    total: date
    total_extended: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePeriod:
    """A public notice: objections are in time up to and including `ends_on`."""

    posted_on: date
    ends_on: date
    next_step_from: date

    def is_in_time(self, received_on: date) -> bool:
        """Whether an objection received on a day belongs to the notice; a later one is a complaint."""
        return self.posted_on <= received_on <= self.ends_on


def deadlines(accepted_on: date, calendar: Calendar, parameters: Parameters, *, delegated: bool) -> Deadlines:
    """All limits of a case, from the day of acceptance (S2 art. 11, S3 arts. 15, 17, 20, 22).

    Where Zhejiang and the national text both set a limit, the parameters hold the shorter one.
    """
    preliminary = add_workdays(accepted_on, parameters.preliminary_wd, calendar)
    total = add_workdays(accepted_on, _total_wd(parameters, delegated=delegated), calendar)
    if parameters.is_notice_inside_preliminary:
        notice_end = preliminary
    else:
        notice_end = public_notice(preliminary, calendar, parameters).ends_on
    return Deadlines(
        start_investigation=add_workdays(accepted_on, parameters.start_investigation_wd, calendar),
        start_verification=add_workdays(accepted_on, parameters.start_verification_wd, calendar),
        preliminary_opinion=preliminary,
        decision=decision_due(notice_end, total, calendar, parameters),
        total=total,
        total_extended=add_workdays(accepted_on, parameters.total_extended_wd, calendar),
    )


def public_notice(posted_on: date, calendar: Calendar, parameters: Parameters) -> NoticePeriod:
    """Seven calendar days (S2 art. 11, S3 art. 19); a last day that is off moves to the next working day."""
    ends_on = next_workday(posted_on + timedelta(days=parameters.notice_days), calendar)
    return NoticePeriod(posted_on=posted_on, ends_on=ends_on, next_step_from=ends_on + timedelta(days=1))


def decision_due(notice_ended_on: date, total: date, calendar: Calendar, parameters: Parameters) -> date:
    """Last day for the decision: five working days after the notice (S2 art. 11), never past the total."""
    return min(add_workdays(notice_ended_on, parameters.decision_wd, calendar), total)


def verification_due(requested_on: date, calendar: Calendar, parameters: Parameters) -> date:
    """Last day for the bureau to start verification after the request (S3 art. 17)."""
    return add_workdays(requested_on, parameters.start_verification_wd, calendar)


def rejection_notice_due(decided_on: date, calendar: Calendar, parameters: Parameters) -> date:
    """Last day for giving the reasons of a rejection in writing (S3 art. 21)."""
    return add_workdays(decided_on, parameters.rejection_notice_wd, calendar)


def warning_day(start: date, due: date, calendar: Calendar, parameters: Parameters) -> date:
    """The day on which the warning share of the working days from `start` to `due` is used up."""
    used = int(workdays_between(start, due, calendar) * parameters.warning_share)
    return add_workdays(start, used, calendar)


def is_report_valid(reported_on: date, on: date, parameters: Parameters) -> bool:
    """Whether a verification report may still support a decision on a day (rulebook 5.5)."""
    return on <= reported_on + timedelta(days=parameters.report_valid_days)


def first_benefit_month(confirmed_on: date) -> date:
    """Benefits begin with the month after confirmation (S2 art. 56, S3 art. 21)."""
    return add_months(confirmed_on, 1)


def last_benefit_month(event_on: date) -> date:
    """A stop takes effect from the next month: the month of the event is still paid and counted."""
    return first_of(event_on)


def next_recheck(confirmed_on: date, recheck_class: str, parameters: Parameters) -> date:
    """The day by which the household is checked again (S3 art. 31); classes A, B, C by parameter."""
    return same_day_after(confirmed_on, parameters.recheck_months[recheck_class])


def _total_wd(parameters: Parameters, *, delegated: bool) -> int:
    """The total for a delegated case is shorter where a parameter says so (S5, from 2022-10-20)."""
    if delegated and parameters.total_delegated_wd is not None:
        return min(parameters.total_delegated_wd, parameters.total_wd)
    return parameters.total_wd
