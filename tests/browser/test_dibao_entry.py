"""A dibao application typed at the window, without a mouse."""

import io
from datetime import date

import pytest
from PIL import Image

from apps.casework.models import Case, CaseState
from tests.browser.by_keys import Keys, out_of_order, switch_off_the_mouse
from tests.browser.conftest import accessibility, picture
from tests.factories import ZHONGHE, Office, make_dibao, resident_number


def scan() -> bytes:
    """A small picture of a paper."""
    out = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(out, "PNG")
    return out.getvalue()


def test_a_family_is_entered_checked_and_submitted_without_a_mouse(enter, watch, monkeypatch):
    watch.expected = {422}
    switch_off_the_mouse(monkeypatch)
    page = enter("chuangkou")
    keys = Keys(page)
    mother, son = resident_number(date(1956, 3, 12), "F"), resident_number(date(1980, 9, 21), "M")
    from_the_desk_to_the_form(keys, mother)
    type_family(keys, son)
    type_means(keys)
    assert out_of_order(keys.stops) == []
    page.wait_for_load_state("networkidle")
    keys.press("Control+Enter")
    page.locator("#errsum").wait_for()
    assert accessibility(page) == []
    picture(page, "dibao-errors-1440")
    assert keys.here["kind"] == "div" and "提交前还有" in keys.here["name"]

    declare(keys)
    page.wait_for_load_state("networkidle")
    keys.press("Control+Enter")
    page.get_by_role("heading", name="核对信息").wait_for()
    assert keys.here["name"] == "核对信息"
    assert accessibility(page) == []
    picture(page, "dibao-check-1440")
    keys.press("Control+Enter")
    page.get_by_role("heading", name="提交完成").wait_for()
    assert keys.here["name"] == "提交完成"
    assert accessibility(page) == []
    picture(page, "dibao-done-1440")
    assert Case.objects.get().state == CaseState.SUBMITTED
    assert Case.objects.get().dibao.members.count() == 2
    keys.tab_to("查看办件")
    keys.press("Enter")
    page.wait_for_url(f"**/cases/{Case.objects.get().number}/")
    picture(page, "dibao-case-1440")
    page.goto("/assistance/")
    assert accessibility(page) == []
    picture(page, "assistance-1440")


def from_the_desk_to_the_form(keys, number):
    page = keys.page
    page.goto("/")
    keys.press("n")
    page.wait_for_url("**/cases/new/")
    keys.press("Enter")
    page.wait_for_url("**/cases/new/dibao/")
    assert accessibility(page) == []
    picture(page, "dibao-search")
    assert keys.here["name"].startswith("申请人身份证号")
    page.keyboard.type(number)
    keys.press("Enter")
    page.get_by_role("button", name="继续填写").wait_for()
    assert keys.here["name"] == "继续填写"
    assert accessibility(page) == []
    picture(page, "dibao-found")
    keys.press("Enter")
    page.locator("#entry").wait_for()
    assert keys.here["name"] == "低保申请"


def type_family(keys, son):
    page = keys.page
    keys.enter("联系电话", "13800000127")
    keys.choose("申请事由", "因病")
    keys.enter("现住址", "泰和路 1 号")
    keys.enter("开户行", "鄞州银行")
    keys.enter("银行账号", "6228480000000003306")
    keys.enter("第 1 行姓名", "王桂英")
    keys.choose("第 1 行劳动能力", "无")
    assert out_of_order(keys.stops) == []
    keys.tab_to("添加成员", backwards=True)
    keys.press("Enter")
    page.locator("#id_members-1-name:focus").wait_for()
    page.keyboard.type("李海峰")  # the new row has the focus
    keys.choose("第 2 行与申请人关系", "儿子")
    keys.enter("第 2 行身份证号", son)
    keys.choose("第 2 行劳动能力", "部分")
    page.locator("#members-1-auto-birth", has_text="1980-09-21").wait_for()


def type_means(keys):
    page = keys.page
    keys.tab_to("添加收入")
    keys.press("Enter")
    page.locator("#id_incomes-0-member:focus").wait_for()
    keys.pick("李海峰")
    keys.choose("收入第 1 行收入来源", "工资")
    keys.enter("收入第 1 行申报月均", "1,150")
    keys.press("Control+s")
    page.get_by_text("草稿已保存").wait_for()
    assert keys.here["name"] == "收入第 1 行申报月均"
    page.locator("#incomes-0-countable", has_text="1,150.00").wait_for()
    keys.enter("存款、理财、证券", "18600")
    keys.enter("商业保险现金价值", "0")
    keys.choose("住房", "自有 1 套")
    keys.choose("机动车辆", "无")
    keys.choose("工商登记", "无")
    picture(page, "dibao-entry-1440")


def declare(keys):
    """From the summary of errors to the first field that it names, and on from there."""
    keys.tab_to("请先勾选“申请人已在申请书上签字")
    keys.press("Enter")
    assert keys.here["name"].startswith("申请人已在申请书上签字")
    keys.press("Space")
    keys.tab_to("全体成员已书面授权")
    keys.press("Space")
    keys.choose("与低保经办人员", "没有")


@pytest.mark.parametrize("width", [1024])
def test_the_form_fits_a_narrow_window_and_saves_itself(enter, width):
    page = enter("chuangkou", width=width)
    mother = resident_number(date(1956, 3, 12), "F")
    page.goto("/cases/new/dibao/")
    page.get_by_label("申请人身份证号").fill(mother)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="继续填写").click()
    page.get_by_label("第 1 行姓名").fill("王桂英")
    with page.expect_response("**/save/"):
        page.get_by_label("联系电话").focus()
    page.locator("[data-autosave-state]", has_text="草稿已自动保存").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.reload()
    assert page.get_by_label("第 1 行姓名").input_value() == "王桂英"
    page.locator("input[name='file-application_form.']").set_input_files(
        {"name": "申请书.png", "mimeType": "image/png", "buffer": scan()}
    )
    page.get_by_role("link", name="申请书.png").wait_for()
    assert page.locator("#papers .panel-h .right").inner_text().startswith("1 /")
    page.get_by_role("button", name="撤下申请书").click()
    page.get_by_role("link", name="申请书.png").wait_for(state="detached")
    other = make_dibao(Office(ZHONGHE)).applicant
    page.get_by_role("button", name="添加成员").click()
    page.locator("#id_members-1-name:focus").wait_for()  # the row listens from here on
    page.get_by_label("第 2 行身份证号").fill(other.number)
    page.keyboard.press("Tab")
    page.get_by_text("在中河街道已有在办的低保申请").wait_for()
    page.get_by_role("button", name="删除第 2 行").click()
    page.get_by_text("在中河街道已有在办的低保申请").wait_for(state="detached")
    page.wait_for_load_state("networkidle")
    picture(page, f"dibao-entry-{width}")
    assert accessibility(page) == []


def test_a_second_window_is_told_that_it_is_older_and_keeps_what_was_typed_in_it(enter, watch):
    watch.expected = {409}
    page = enter("chuangkou")
    page.goto("/cases/new/dibao/")
    page.get_by_label("申请人身份证号").fill(resident_number(date(1956, 3, 12), "F"))
    page.keyboard.press("Enter")
    page.get_by_role("button", name="继续填写").click()
    page.locator("#entry").wait_for()
    second = page.context.new_page()
    watch.on(second)
    second.goto(page.url)
    page.get_by_label("现住址").fill("第一个窗口")
    page.get_by_label("联系电话").fill("13800000127")
    page.keyboard.press("Control+s")
    page.get_by_text("草稿已保存").wait_for()
    second.get_by_label("现住址").fill("第二个窗口")
    second.get_by_label("第 1 行姓名").focus()
    second.get_by_text("另一个窗口保存过").first.wait_for()
    second.keyboard.press("Control+Enter")
    second.get_by_role("button", name="保留本页内容").wait_for()
    assert accessibility(second) == []
    picture(second, "dibao-stale-1440")
    assert second.get_by_label("现住址").input_value() == "第二个窗口"
    second.get_by_role("button", name="保留本页内容").click()
    second.locator("#errsum").wait_for(state="detached")
    assert second.get_by_label("现住址").input_value() == "第二个窗口"
