"""People, accounts and dibao cases for tests, with invented persons under area code 330299 (not in use)."""

import itertools
import uuid
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from apps.accounts.actor import Actor
from apps.accounts.actors import actor_for, system_actor
from apps.accounts.models import Grant, User
from apps.assistance.models import DibaoApplication, DibaoIncome, DibaoMember
from apps.casework.models import Case, Delegation
from apps.casework.services.submission import Submission, submit
from apps.casework.workflow import perform
from apps.core import clock, crypto, numbers
from apps.people.models import BankAccount, Household, HouseholdMember, Person, PersonScope
from apps.regions.models import Region

DISTRICT = "330212"
DONGSHENG = "330212009"  # delegated in the demo
ZHONGHE = "330212005"

_sequence = itertools.count(1)


def resident_number(birth: date = date(1963, 5, 2), sex: str = "F") -> str:
    """A valid number that no living person can have."""
    serial = next(_sequence) % 500 * 2 + (1 if sex == "M" else 0)
    stem = f"330299{birth:%Y%m%d}{serial:03d}"
    return stem + numbers.check_digit(stem)


def community_of(town: str) -> str:
    """The first open community or village of a town."""
    return Region.objects.filter(parent_id=town).order_by("code").values_list("code", flat=True)[0]


def make_person(
    name: str = "陈秀芳", *, birth: date = date(1963, 5, 2), sex: str = "F", region: str = "", **fields: Any
) -> Person:
    region = region or community_of(DONGSHENG)
    number = fields.pop("number", None) or resident_number(birth, sex)
    person = Person.objects.create(
        name=name, number=number, birth_date=birth, sex=sex, home_region_id=region, **fields
    )
    PersonScope.objects.create(person=person, region_id=region, reason=PersonScope.Reason.HOME)
    return person


def make_household(region: str = "", *others: Person, head: Person | None = None) -> Household:
    region = region or community_of(DONGSHENG)
    head = head or make_person(region=region)
    household = Household.objects.create(head=head, region_id=region, opened_on=date(2020, 1, 1))
    for position, person in enumerate((head, *others)):
        HouseholdMember.objects.create(
            household=household,
            person=person,
            relation="other" if position else "self",
            joined_on=date(2020, 1, 1),
        )
    return household


def make_user(name: str, post: str, region: str, **fields: Any) -> User:
    """An account with one grant that has been in force for long."""
    username = fields.pop("username", f"user{next(_sequence)}")
    key = fields.pop("person_key", None) or crypto.digest(resident_number()).hex()
    user = User.objects.create_user(username, None, name=name, person_key=key, **fields)
    Grant.objects.create(user=user, post_id=post, region_id=region, valid_from=date(2019, 1, 1))
    return user


def make_actor(post: str, region: str = DONGSHENG, *, name: str = "", user: User | None = None) -> Actor:
    user = user or make_user(name or post, post, region)
    return actor_for(user, user.grants.select_related("post", "region", "substitutes").get(post_id=post))


def delegate(town: str = DONGSHENG, programme: str = "dibao", since: date = date(2021, 1, 1)) -> Delegation:
    return Delegation.objects.create(
        region_id=town, programme=programme, valid_from=since, document="测试文号"
    )


class Office:
    """Everybody who works on a case of one town, each a different person."""

    def __init__(self, town: str = DONGSHENG) -> None:
        self.town, self.community = town, community_of(town)
        self.clerk = make_actor("window_clerk", self.community, name="何静")
        self.acceptor = make_actor("acceptance_clerk", town, name="林晓")
        self.lead = make_actor("investigator", town, name="周敏")
        self.second = make_actor("investigator", town, name="方立")
        self.reviewer = make_actor("reviewer", town, name="沈洁")
        self.confirmer = make_actor("town_confirmer", town, name="吴建平")
        self.verifier = make_actor("verification_officer", DISTRICT, name="徐岚")
        self.section = make_actor("section_officer", DISTRICT, name="救助科")

    def everybody(self) -> list[Actor]:
        return [value for value in vars(self).values() if isinstance(value, Actor)]

    def decider(self, case: Case) -> Actor:
        return self.confirmer if case.is_delegated else self.section


def make_dibao(
    office: Office, *, income: str = "1894.00", heads: int = 3, token: uuid.UUID | None = None, **fields: Any
) -> Case:
    """A submitted dibao case of ``heads`` persons with one wage income, by the office's clerk."""
    region = office.community
    people = [make_person(f"陈某{index}", region=region) for index in range(heads)]
    household = make_household(region, *people[1:], head=people[0])
    BankAccount.objects.create(
        person=people[0],
        bank="鄞州银行",
        account="6228480000000003306",
        holder_name=people[0].name,
        valid_from=date(2020, 1, 1),
    )

    def build(case: Case) -> None:
        application = DibaoApplication.objects.create(
            case=case,
            reason="illness",
            deposits=Decimal(0),
            insurance=Decimal(0),
            dwellings=1,
            area=Decimal(50),
            vehicle="none",
            business="none",
            declared_income=Decimal(income),
        )
        rows = [
            DibaoMember.objects.create(
                application=application,
                key=f"m{index + 1}",
                position=index,
                person=person,
                relation=("self", "spouse", "sister")[min(index, 2)],
                labour_capacity="partial",
                marital_status="married",
            )
            for index, person in enumerate(people)
        ]
        DibaoIncome.objects.create(
            application=application, member=rows[0], position=0, source="wage", monthly=Decimal(income)
        )

    return submit(
        Submission("dibao", token or uuid.uuid4(), region, people[0], household, build, **fields),
        actor=office.clerk,
    )


def act(case: Case, action: str, actor: Actor, **data: Any) -> Case:
    """Take one step with the version that the case has now."""
    case.refresh_from_db()
    comment = data.pop("comment", "情况属实")
    perform(case.pk, action, actor=actor, version=case.version, data=data, comment=comment)
    case.refresh_from_db()
    return case


def advance(case: Case, office: Office, to: str) -> Case:
    """Take the straight way up to the state ``to``."""
    steps = {
        "accepted": lambda: act(case, "accept", office.acceptor),
        "verifying": lambda: act(
            case,
            "start_investigation",
            office.acceptor,
            lead=office.lead.user_id,
            second=office.second.user_id,
        ),
        "review": lambda: _investigate(case, office),
        "notice": lambda: act(case, "propose", office.reviewer),
        "confirmation": lambda: _end_notice(case),
        "confirmed": lambda: act(case, "confirm", office.decider(case)),
    }
    for state, step in steps.items():
        step()
        if state == to:
            break
    return case


def _investigate(case: Case, office: Office) -> None:
    act(case, "record_verification", office.verifier, result="consistent", sources=["社保", "税务"])
    act(
        case,
        "record_visit",
        office.lead,
        visited_on=clock.today(),
        finding="consistent",
        living_text="住房简陋，家中无贵重物品",
        neighbour_count=2,
    )
    act(case, "countersign_visit", office.second)


def _end_notice(case: Case) -> None:
    notice = case.notices.get(taken_down_on__isnull=True)
    with clock.held(max(clock.today(), notice.ends_on + timedelta(days=1))):
        act(case, "end_notice", system_actor("system_tick"))
