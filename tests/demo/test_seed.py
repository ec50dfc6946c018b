"""The seed of the demo: what everybody finds on the first day, and that a second start changes nothing."""

from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import override_settings

from apps.accounts.demo import ACCOUNTS, DemoAccount
from apps.accounts.models import Message, User
from apps.casework.models import Case, CaseState, Draft, WorkItem
from apps.core import clock
from apps.demo.services.cast import Cast
from apps.demo.services.entries import token_for
from apps.demo.services.seeding import import_year
from apps.demo.services.steps import take_late_turns, take_turns
from apps.demo.stories.changes import CHANGES, INSTALMENTS, OFFSET, RESUMED, WRITE_OFF, Change
from apps.payments.models import Overpayment, Run, RunState
from apps.payments.services.generation import outdated
from apps.policy.models import Period
from apps.statistics.services.reading import figures
from tests.demo.conftest import small_aims
from tests.support.accounts import actor_of, browser

pytestmark = pytest.mark.django_db

# Where those who decide nothing find their work.
OWN_PAGES = {
    "leader": ("/statistics/2021/", "2021"),
    "data_admin": ("/imports/", "演示年"),
    "security_admin": ("/console/accounts/", "chuangkou"),
    "audit_admin": ("/audit/", "装入演示数据"),
}


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.username)
def test_every_account_finds_work(seeded: Path, account: DemoAccount) -> None:
    user = User.objects.get(username=account.username)
    page, words = OWN_PAGES.get(account.post, ("/", ""))
    items = WorkItem.objects.for_actor(actor_of(user))
    if not words:
        assert items.exists()
        item = items.first()
        words = item.case.number if item.case else "发放"
    answer = browser(user).get(page)
    assert answer.status_code == 200
    assert words in answer.content.decode()


def test_cases_stand_at_every_step(seeded: Path) -> None:
    entered = Case.objects.filter(origin=Case.Origin.ENTERED)
    reachable = set(CaseState.values)
    assert set(entered.values_list("state", flat=True)) == reachable
    waiting = entered.filter(state=CaseState.CONFIRMATION)
    assert {case.decision_level for case in waiting} == {"town", "district"}
    items = WorkItem.objects.open()
    assert items.filter(overdue_on__isnull=False).exists()
    assert items.filter(warned_on__isnull=False, overdue_on__isnull=True).exists()
    assert Draft.objects.filter(owner__username="chuangkou").exists()


def test_nothing_of_the_stories_counts_into_the_year_before(seeded: Path) -> None:
    aims = small_aims()
    year = figures("year", date(aims.year, 1, 1))
    assert year["assistance.dibao_households"].printed == aims.households
    assert year["assistance.dibao_persons"].printed == aims.persons
    assert year["assistance.delegated_dibao_persons"].printed == aims.delegated_persons
    assert all(figure.is_frozen for figure in year.values())


def test_the_years_are_closed_and_the_run_waits_for_a_second_person(seeded: Path) -> None:
    closed = Period.objects.filter(kind=Period.Kind.YEAR, state=Period.State.CLOSED)
    assert [period.start.year for period in closed.order_by("start")] == [2019, 2020, 2021]
    run = Run.objects.get(month=clock.today().replace(day=1))
    assert (run.state, run.made_by.username) == (RunState.DRAFT, "keshi")
    assert outdated(run.pk, clock.today()) == 0


def test_a_second_seed_changes_nothing(seeded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = rows()
    call_command("seed_demo", set=seeded)
    assert rows() == before
    assert capsys.readouterr().out == ""


def test_a_seed_that_was_cut_off_goes_on_where_it_stopped(seeded: Path) -> None:
    before = rows()
    assert take_turns(Cast(), clock.today()) == 0
    assert take_late_turns(Cast(), clock.today()) == 0
    assert import_year(seeded, Cast()) == "was there"
    assert rows() == before


def test_nothing_is_seeded_outside_demo_and_tests(seeded: Path) -> None:
    with override_settings(DEPLOYMENT="production"), pytest.raises(Exception, match="演示"):
        call_command("seed_demo", set=seeded)


def rows() -> dict[str, int]:
    """The number of rows of every table."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_the_district_keeps_its_rechecks(seeded: Path) -> None:
    waiting = WorkItem.objects.open().filter(case__kind="dibao_change", case__change__ground="recheck")
    assert waiting.exists()
    assert waiting.filter(overdue_on__isnull=False).count() <= 3


@pytest.mark.parametrize(
    ("username", "page", "words"),
    [
        ("queren", "/assistance/homes/", "儿童之家"),
        ("keshi", "/assistance/visits/?preset=overdue", "上门"),
        ("keshi", "/cases/complaints/", "投诉"),
    ],
)
def test_the_registers_and_the_bureau_have_something_to_show(
    seeded: Path, username: str, page: str, words: str
) -> None:
    answer = browser(User.objects.get(username=username)).get(page)
    assert answer.status_code == 200
    assert words in answer.content.decode()


def test_the_year_counts_homes_and_visits_from_their_records(seeded: Path) -> None:
    aims = small_aims()
    year = figures("year", date(aims.year, 1, 1))
    assert year["assistance.childrens_homes_upgraded"].printed == aims.homes_upgraded
    assert year["assistance.care_visit_household_times"].printed == aims.care_visits
    assert year["assistance.childrens_homes_coverage_rate"].printed == 100
    assert year["assistance.happiness_list_delivery_rate"].printed == 100


def test_everybody_has_a_notice_to_read(seeded: Path) -> None:
    told = set(Message.objects.filter(read_at=None).values_list("user__username", flat=True))
    assert {account.username for account in ACCOUNTS} - told <= {"zh_chuangkou"}


@pytest.mark.parametrize("story", (*CHANGES, RESUMED), ids=lambda story: story.key)
def test_families_of_the_roll_changed_as_it_is_told(seeded: Path, story: Change) -> None:
    case = Case.objects.get(submit_token=token_for(story.key))
    assert case.state == CaseState.CONFIRMED
    answer = browser(User.objects.get(username="keshi")).get(f"/cases/{case.number}/")
    assert story.text in answer.content.decode()


@pytest.mark.parametrize(
    ("key", "state", "words"),
    [
        (INSTALMENTS, "instalments", ("已缴清", "待缴", "已冲正", "SK2022-0007")),
        (WRITE_OFF, "written_off", ("工作差错", "已核销")),
        (OFFSET, "instalments", ("每月最多冲抵", "2022-01 批次")),
    ],
)
def test_money_paid_too_much_comes_back_in_three_ways(
    seeded: Path, key: str, state: str, words: tuple[str, ...]
) -> None:
    row = Overpayment.objects.get(case__submit_token=token_for(key))
    assert row.state == state
    page = (
        browser(User.objects.get(username="keshi")).get(f"/payments/overpayments/{row.pk}/").content.decode()
    )
    assert [word for word in words if word not in page] == []


@pytest.mark.parametrize(
    ("username", "page", "words"),
    [
        ("keshi", "/payments/entitlements/?view=phase_out", "渐退"),
        ("keshi", "/people/merges/?view=waiting", "林晓"),
        ("zh_shouli", "/people/corrections/?view=all", "乐平"),
        ("shuju", "/imports/", "有错误"),
        ("shuju", "/imports/", "已撤销"),
        ("anquan", "/console/accounts/?q=洪波", "停用"),
        ("anquan", "/console/substitutions/?view=all", "已授予"),
        ("anquan", "/console/substitutions/", "春节前休假"),
        ("juling", "/statistics/2021/assistance.care_visit_household_times/", "更正"),
    ],
)
def test_what_went_crooked_waits_where_it_is_looked_for(
    seeded: Path, username: str, page: str, words: str
) -> None:
    answer = browser(User.objects.get(username=username)).get(page)
    assert answer.status_code == 200
    main = answer.content.decode().split("<main", 1)[1]
    assert words in main
