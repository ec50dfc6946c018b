"""Runs and the register of entitlements, in a browser."""

from datetime import date

import pytest
from django.db import transaction
from django.urls import reverse

from apps.accounts.actors import actor_for
from apps.accounts.models import User
from apps.payments.models import Run
from apps.payments.services import runs
from tests.browser.conftest import accessibility, picture
from tests.factories import ZHONGHE
from tests.payments.factories import JANUARY, Desk, make_benefit, make_sent_run, return_text


def demo_actor(username):
    user = User.objects.get(username=username)
    return actor_for(user, user.grants.with_parts().get())


@pytest.fixture
def desk(site):
    """Three families, one of them without an account, and the two of the demo who pay."""
    with transaction.atomic():
        make_benefit(heads=2)
        make_benefit(amount="300.00", name="郑国强", town=ZHONGHE)
        make_benefit(has_account=False, name="周敏华", from_month=date(2021, 12, 1))
    return Desk(demo_actor("keshi"), demo_actor("fuhe"))


@pytest.mark.parametrize("width", [1440, 1024])
def test_a_run_is_made_and_checked_with_all_that_is_missing_in_sight(enter, desk, width):
    maker = enter("keshi", width=width)
    maker.goto("/payments/")
    assert maker.get_by_text("没有发放账户").is_visible()
    assert accessibility(maker) == []
    picture(maker, f"payments-{width}")
    maker.get_by_role("button", name="生成 1 月低保发放").click()
    maker.get_by_text("本批由本人生成，不能复核。").wait_for()
    assert accessibility(maker) == []
    checker = enter("fuhe", width=width)
    for view in ("lines", "excluded", "history", ""):
        checker.goto(f"/payments/runs/{Run.objects.get().pk}/?view={view}")
        assert accessibility(checker) == []
        assert checker.evaluate("document.documentElement.scrollWidth <= innerWidth")
        picture(checker, f"run-{view or 'sums'}-{width}")
    checker.get_by_label("复核意见").fill("核对无误")
    checker.keyboard.press("Alt+t")
    checker.get_by_text("已复核通过").wait_for()
    assert Run.objects.get().state == "checked"


def test_a_wrong_and_a_right_answer_of_the_bank(enter, desk, watch):
    run = make_sent_run(desk)
    page = enter("keshi")
    page.goto(reverse("payments:run_return", args=[run.pk]))
    assert accessibility(page) == []
    watch.expected.add(422)
    answer(page, return_text(run, 笔数=9))
    page.get_by_text("回盘文件有问题，没有记入。").wait_for()
    assert accessibility(page) == []
    picture(page, "return-errors")
    failed = run.transfers.order_by("pk").first()
    answer(page, return_text(run, failed=(failed.pk,)))
    page.get_by_text("户名不符").wait_for()
    assert accessibility(page) == []
    picture(page, "return-check")
    page.get_by_role("button", name="确认记入").click()
    page.get_by_text("已导入回盘结果").wait_for()
    assert accessibility(page) == []


def answer(page, text):
    file = {"name": "回盘.csv", "mimeType": "text/csv", "buffer": text.encode("gb18030")}
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="上传并核对").click()


@pytest.mark.parametrize("width", [1440, 1024])
def test_the_register_leads_to_the_payments_of_a_family(enter, desk, width):
    runs.make_run("dibao", JANUARY, actor=desk.maker)
    page = enter("juling", width=width)
    page.goto("/payments/entitlements/")
    assert accessibility(page) == []
    picture(page, f"entitlements-{width}")
    page.get_by_label("待遇编号、领款人姓名").fill("郑国强")
    page.get_by_role("button", name="查询").click()
    page.locator("tbody a").first.click()
    page.get_by_role("heading", name="郑国强户低保").wait_for()
    assert page.get_by_text("待送出").is_visible()
    assert accessibility(page) == []
    picture(page, f"entitlement-{width}")
