"""A declared entry in a real browser: typing, rows that come and go, the verdict beside it, a row's errors."""

from datetime import date

from tests.browser.conftest import accessibility, picture
from tests.factories import resident_number

OLD = resident_number(date(1950, 4, 2), "M")
WIFE = resident_number(date(1953, 8, 9), "F")
ITEMS = ("eat", "dress", "bed", "toilet", "walk", "bathe")
TOLD = {
    "applicant-name": "周阿根",
    "phone": "13800000000",
    "address": "幸福路 8 号 301 室",
    "bank": "鄞州银行",
    "account": "6228480318888883306",
    "self_care_on": "2022-01-10",
    "assessor": "第三方评估",
    "monthly_income": "210",
    "financial": "3000",
    "dwellings": "1",
    "carer": "王丽",
    "agreement_no": "ZL-2022-001",
}


def test_a_declared_application_is_judged_while_it_is_typed_and_handed_in(enter, watch):
    watch.expected = {422}
    page = enter("chuangkou", width=1024)
    begun(page)
    page.locator("#live").get_by_text("1,990.50").first.wait_for()
    with_wife(page)
    page.locator("#live").get_by_text("4,437.00").first.wait_for()
    looked_at(page, "entry-tekun")
    page.get_by_role("button", name="删除第 1 名").click()
    page.locator("#live").get_by_text("1,990.50").first.wait_for()

    page.keyboard.press("Control+Enter")
    page.get_by_role("heading", name="提交前还有").wait_for()
    looked_at(page, "entry-tekun-errors")
    for name in ("is_true", "is_authorised"):
        page.check(f"#id_{name}")
    page.select_option("#id_relative", "no")
    page.keyboard.press("Control+Enter")
    page.get_by_role("heading", name="核对信息").wait_for()
    looked_at(page, "entry-tekun-check")
    page.get_by_role("button", name="提交申请").click()
    page.get_by_role("heading", name="提交完成").wait_for()
    page.get_by_role("link", name="查看办件").click()
    page.get_by_role("heading", name="条件").wait_for()
    looked_at(page, "entry-tekun-case")


def begun(page) -> None:
    """From the list of applications to the form with everything but the promises."""
    page.goto("/cases/new/")
    looked_at(page, "entry-new")
    page.get_by_role("link", name="特困供养").click()
    page.fill("#id_number", OLD)
    page.get_by_role("button", name="查询").click()
    page.get_by_role("button", name="继续填写").click()
    for name, value in TOLD.items():
        page.fill(f"#id_{name}", value)
    page.select_option("#id_no_labour_ground", "elderly")
    for item in ITEMS:
        page.select_option(f"#id_can_{item}", "False" if item in ("walk", "bathe") else "True")


def with_wife(page) -> None:
    page.get_by_role("button", name="添加同户特困人员").click()
    page.fill("#id_claimants-0-name", "李阿凤")
    page.fill("#id_claimants-0-number", WIFE)
    page.select_option("#id_claimants-0-relation", "spouse")
    page.select_option("#id_claimants-0-no_labour_ground", "elderly")
    for item in ITEMS:
        page.select_option(f"#id_claimants-0-can_{item}", "False")


def looked_at(page, name: str) -> None:
    assert accessibility(page) == []
    picture(page, name)
