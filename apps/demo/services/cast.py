"""The demo accounts as actors, and the business days of the stories."""

from datetime import date, timedelta

from apps.accounts.actor import Actor
from apps.accounts.actors import actor_for, system_actor
from apps.accounts.demo import ACCOUNTS
from apps.accounts.models import Grant, User
from apps.core import clock, workdays
from apps.demo.stories import Office
from apps.policy.workcalendar import working_calendar

SYSTEM = "system_tick"
RECALL = "recall"


class Cast:
    """Who acts. One query; LookupError when the demo accounts have not been made."""

    def __init__(self) -> None:
        names = [account.username for account in ACCOUNTS]
        own = Grant.objects.filter(user__username__in=names, substitutes__isnull=True)
        grants = own.with_parts().select_related("user")
        self._grants = {grant.user.username: grant for grant in grants}
        self._actors = {name: actor_for(grant.user, grant) for name, grant in self._grants.items()}
        missing = sorted(set(names) - set(self._actors))
        if missing:
            raise LookupError(f"make the demo accounts first: {', '.join(missing)}")

    def of(self, username: str) -> Actor:
        return self._actors[username]

    def grant_of(self, username: str) -> Grant:
        """The grant of an account of the demo, with its user, post and place."""
        return self._grants[username]

    @staticmethod
    def somebody(user: User) -> Actor:
        """Who has come and will leave: he acts under his present grant."""
        return actor_for(user, Grant.objects.in_force(clock.today()).filter(user=user).with_parts().first())

    def taker(self, action: str, office: Office, *, swapped: bool, by_section: bool) -> Actor:
        """Who takes ``action`` on a case of ``office``; ``by_section`` when the bureau decides."""
        lead, second = office.investigators[::-1] if swapped else office.investigators
        decider = office.section if by_section else office.confirmer
        duty = {
            "accept": office.acceptor,
            "accept_simple": office.acceptor,
            "ask_supplement": office.acceptor,
            "decline": office.acceptor,
            "start_investigation": office.acceptor,
            "record_verification": office.verifier,
            "record_visit": lead,
            "countersign_visit": second,
            "propose": office.reviewer,
            "propose_refusal": office.reviewer,
            "propose_phase_out": office.reviewer,
            "confirm": decider,
            "refuse": decider,
            "withdraw": office.acceptor,
            "hand_back": office.reviewer,
            "register_objection": office.reviewer,
            "record_review_visit": lead,
            "countersign_review_visit": second,
            "conclude_objection": office.reviewer,
            "register_relative": office.reviewer,
            "extend": office.reviewer,
            "terminate": office.reviewer,
            "order_correction": office.section,
            RECALL: office.acceptor,
        }
        return system_actor(SYSTEM) if action == "end_notice" else self.of(duty[action])


def workday_before(today: date, count: int) -> date:
    """The ``count``-th working day before ``today``; ``today`` itself for 0."""
    calendar, day = working_calendar(), today
    while count:
        day -= timedelta(days=1)
        count -= workdays.is_workday(day, calendar)
    return day
