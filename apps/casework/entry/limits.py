"""Time limits of a kind, each a parameter in working days: read at acceptance, counted on the working calendar."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from apps.casework.models import Case
from apps.core import workdays
from apps.policy.services import parameter
from apps.policy.workcalendar import working_calendar

Due = Callable[[Case, date], date]


@dataclass(frozen=True)
class Limits:
    """Keys of parameters. ``opinion``, ``total`` and ``total_extended`` run from acceptance, the others from the
    day on which the work item is opened, and none past the total once there is one."""

    accept: str = "limit.acceptance_wd"
    start: str = "limit.start_investigation_wd"
    verify: str = "limit.start_verification_wd"
    opinion: str = "limit.preliminary_wd"
    decision: str = "limit.decision_wd"
    total: str = "limit.total_wd"
    total_extended: str = "limit.total_extended_wd"
    correction: str = "correction.wd"
    sample: str = "sample.wd"

    def acceptance_due(self, case: Case, day: date) -> date:
        return _after(self.accept, case, day)

    def start_due(self, case: Case, day: date) -> date:
        return _after(self.start, case, case.accepted_on or day)

    def verification_due(self, case: Case, day: date) -> date:
        return _within(case, _after(self.verify, case, day))

    def opinion_due(self, case: Case, day: date) -> date:
        """Where it has passed before the item was opened (a hand-back, an objection), only the total is left."""
        due = _after(self.opinion, case, case.accepted_on or day)
        return due if due >= day else case.due_on or due

    def decision_due(self, case: Case, day: date) -> date:
        """From the end of the notice where there was one."""
        notice = case.notices.order_by("-id").first()
        return _within(case, _after(self.decision, case, notice.ends_on if notice else day))

    def total_due(self, case: Case, day: date) -> date:
        return _after(self.total, case, case.accepted_on or day)

    def extended_due(self, case: Case, day: date) -> date:
        return _after(self.total_extended, case, case.accepted_on or day)

    def correction_due(self, case: Case, day: date) -> date:
        return workdays.add_workdays(day, int(parameter(self.correction, day)), working_calendar())

    def sample_due(self, case: Case, day: date) -> date:
        return workdays.add_workdays(day, int(parameter(self.sample, day)), working_calendar())


def _after(key: str, case: Case, day: date) -> date:
    days = int(parameter(key, case.accepted_on or day))
    return workdays.add_workdays(day, days, working_calendar())


def _within(case: Case, due: date) -> date:
    return min(due, case.due_on) if case.due_on else due
