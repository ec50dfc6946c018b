"""The steps of a household's way through the offices, each taken by the account whose step it is.

After the page has shown that the step is offered, every other account tries it: in the page (its answer must be
a refusal) and by SQL with the application's rights (the database must refuse), and nothing may have moved.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from apps.accounts.demo import ACCOUNTS
from apps.accounts.models import Grant, User
from apps.casework.models import Case, CaseAction
from apps.core import clock
from apps.core.numbers import check_digit
from apps.core.registries import case_kinds, ticks
from apps.jobs.models import TickRun
from apps.policy.businessdate import move_business_date
from tests.support.accounts import actor_of
from tests.support.accounts import browser as signed_in_client

REFUSALS = (403, 404, 405, 409, 422)


def number(born: str, sequence: str) -> str:
    stem = f"330299{born}{sequence}"
    return stem + check_digit(stem)


@dataclass(frozen=True)
class Route:
    """Who does what on one way of deciding: the town itself, or the bureau."""

    clerk: str
    acceptor: str
    lead: str
    second: str
    reviewer: str
    confirmer: str
    lead_name: str
    second_name: str
    applicant: str
    applicant_number: str
    spouse_number: str


TOWN = Route(
    "chuangkou", "shouli", "diaocha1", "diaocha2", "chushen", "queren", "周敏", "方立",
    "陈桂英", number("19580214", "028"), number("19560823", "035"),
)  # fmt: skip
BUREAU = Route(
    "zh_chuangkou", "zh_shouli", "zh_diaocha1", "zh_diaocha2", "zh_chushen", "keshi", "史佳", "应凯",
    "林阿宝", number("19600317", "046"), number("19590102", "051"),
)  # fmt: skip


class Journey:
    """A case on its way. ``enter`` opens a browser for an account."""

    def __init__(self, enter: Callable[..., Page], route: Route) -> None:
        self.enter, self.route = enter, route
        self.pages: dict[str, Page] = {}
        self.clients: dict[str, Client] = {}
        self.case_number = ""

    def page(self, account: str) -> Page:
        if account not in self.pages:
            self.pages[account] = self.enter(account)
        return self.pages[account]

    def client(self, account: str) -> Client:
        """The account's way past the pages, for what it must be refused; one session for the whole journey."""
        if account not in self.clients:
            self.clients[account] = signed_in_client(User.objects.get(username=account))
        return self.clients[account]

    @property
    def case(self) -> Case:
        return Case.objects.get(number=self.case_number)

    # --- the window ------------------------------------------------------------------------------------

    def enter_household(self) -> None:
        page, route = self.page(self.route.clerk), self.route
        page.goto("/cases/new/dibao/")
        page.fill("#id_number", route.applicant_number)
        page.get_by_role("button", name="查询").click()
        page.get_by_role("button", name="继续填写").click()
        page.fill("#id_members-0-name", route.applicant)
        page.select_option("#id_members-0-labour_capacity", "none")
        page.get_by_role("button", name="添加成员").click()
        page.wait_for_selector("#id_members-1-name")
        page.fill("#id_members-1-name", f"{route.applicant[0]}老伯")
        page.select_option("#id_members-1-relation", "spouse")
        page.fill("#id_members-1-number", route.spouse_number)
        page.select_option("#id_members-1-labour_capacity", "none")
        page.fill("#id_phone", "13800000000")
        page.fill("#id_address", "幸福路 8 号 301 室")
        page.select_option("#id_reason", "illness")
        page.select_option("#id_unit", "household")
        page.fill("#id_bank", "鄞州银行")
        page.fill("#id_account", "6228480318888883306")
        self._incomes(page)
        self._assets(page)

    def _incomes(self, page: Page) -> None:
        page.locator("#add-income").click()
        page.wait_for_selector("#id_incomes-0-monthly")
        page.select_option("#id_incomes-0-member", "m1")
        page.select_option("#id_incomes-0-source", "wage")
        page.fill("#id_incomes-0-monthly", "850")

    def _assets(self, page: Page) -> None:
        page.fill("#id_deposits", "6,000")
        page.fill("#id_insurance", "0")
        page.select_option("#id_dwellings", "1")
        page.fill("#id_area", "52")
        page.select_option("#id_vehicle", "none")
        page.select_option("#id_business", "none")
        for name in ("is_true", "is_authorised"):
            page.check(f"#id_{name}")
        page.select_option("#id_relative", "no")

    def submit_household(self) -> None:
        page = self.page(self.route.clerk)
        page.keyboard.press("Control+Enter")
        page.get_by_role("heading", name="核对信息").wait_for()
        for account in ACCOUNTS:  # a draft is its owner's alone, whatever the post
            if account.username != self.route.clerk:
                assert self.client(account.username).post(page.url).status_code in REFUSALS, account.username
        page.get_by_role("button", name="提交申请").click()
        page.get_by_role("heading", name="提交完成").wait_for()
        self.case_number = page.locator(".note .no").first.inner_text().strip()

    # --- the steps -------------------------------------------------------------------------------------

    def act(self, account: str, action: str, fill: Callable[[Page], None] | None = None) -> Page:
        """Take a step in the page of ``account``, after everybody else has been refused it."""
        page = self.page(account)
        page.goto(f"/cases/{self.case_number}/")
        form = page.locator(f"form[action$='/act/{action}/']")
        page.locator(f"label[for='pick-{action}']").click()
        form.wait_for()
        self.refused_to_others(action, {account})
        if fill is not None:
            fill(page)
        label = case_kinds.get("dibao").action(action).label
        form.get_by_role("button", name=label, exact=True).click()
        page.wait_for_load_state()
        assert page.locator(".errsum").count() == 0, page.locator(".errsum").inner_text()
        return page

    def refused_to_others(self, action: str, allowed: set[str]) -> None:
        before = self.case
        for account in ACCOUNTS:
            if account.username in allowed:
                self._accepted_by_sql(before, action, account.username)
                continue
            answer = self.client(account.username).post(
                f"/cases/{self.case_number}/act/{action}/", {"version": before.version, "comment": "代办"}
            )
            assert answer.status_code in REFUSALS, f"{account.username} {action}: {answer.status_code}"
            self._refused_by_sql(before, action, account.username)
        assert self.case.version == before.version

    def _refused_by_sql(self, case: Case, action: str, username: str) -> None:
        try:
            with transaction.atomic():
                self._write_step(case, action, username)
        except IntegrityError:
            return
        raise AssertionError(f"SQL let {username} take the step {action}")

    def _accepted_by_sql(self, case: Case, action: str, username: str) -> None:
        """The same row in the right name is taken (and rolled back): what is refused is the account."""
        with transaction.atomic():
            self._write_step(case, action, username)
            transaction.set_rollback(True)

    @staticmethod
    def _write_step(case: Case, action: str, username: str) -> None:
        grant = Grant.objects.select_related("user").get(user__username=username)
        declared = case_kinds.get(case.kind).action(action)
        CaseAction.objects.create(
            id=uuid.uuid4(), case=case, version=case.version + 1, action=action, label=declared.label,
            duty=declared.duty, from_state=case.state, to_state=(declared.to_states or (case.state,))[0],
            user=grant.user, grant=grant, person_key=grant.user.person_key, actor_name=grant.user.name,
            post_label="", business_date=clock.today(),
        )  # fmt: skip

    def investigate(self) -> None:
        """Verification and home visit side by side."""

        def two_investigators(page: Page) -> None:
            page.select_option("#start_investigation-lead", label=self.route.lead_name)
            page.select_option("#start_investigation-second", label=self.route.second_name)

        self.act(self.route.acceptor, "start_investigation", two_investigators)
        self.act("hedui", "record_verification", _verify)
        self.act(self.route.lead, "record_visit", _visit)
        self.act(self.route.second, "countersign_visit", say("countersign_visit", "与实际相符"))


def _verify(page: Page) -> None:
    for box in page.locator("input[name=sources]").all()[:3]:
        box.check()


def _visit(page: Page) -> None:
    page.fill("#record_visit-visited_on", clock.today().isoformat())
    page.fill("#record_visit-present_text", "申请人夫妇")
    page.fill("#record_visit-living_text", "两人同住，家具陈旧，长期服药")
    page.fill("#record_visit-neighbour_count", "2")
    page.fill("#record_visit-neighbour_text", "邻居反映情况属实")


def say(action: str, words: str) -> Callable[[Page], None]:
    return lambda page: page.fill(f"#{action}-comment", words)


def later(page: Page, until: date) -> None:
    """Press 到下一天 once for the next day and once for ``until``; the days between pass without their daily tasks.

    What falls due in between is done on the last day: every task does what is due by its day, and running it day by
    day is tested where the tasks are.
    """
    page.get_by_role("button", name="到下一天").click()
    page.wait_for_load_state()
    night_before = until - timedelta(days=1)
    user = User.objects.get(username="shuju")
    if clock.today() < night_before:
        move_business_date((night_before - clock.today()).days, actor=actor_of(user))
        done = {"state": TickRun.State.DONE, "finished_at": timezone.now()}
        TickRun.objects.bulk_create(TickRun(name=tick.name, day=night_before, **done) for tick in ticks)
    if clock.today() < until:
        assert signed_in_client(user).post("/jobs/next-day/").status_code == 302
    assert clock.today() == until
    assert set(TickRun.objects.filter(day=until).values_list("state", flat=True)) == {TickRun.State.DONE}
