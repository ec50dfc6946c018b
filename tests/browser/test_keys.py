"""Every key of the overlay does what it says."""

from tests.browser.conftest import accessibility, picture
from tests.factories import Office, delegate, make_dibao

LISTED = {
    "搜索", "下一行、上一行", "选中本行", "打开本行", "关闭侧栏、窗口", "确认、通过", "退回", "下一件",
    "提交表单", "保存草稿", "工作台", "待办", "消息", "新增", "显示本窗口",
}  # fmt: skip


def focused(page) -> str:
    return page.evaluate("document.activeElement.id")


def test_the_overlay_lists_the_keys_that_are_tested(enter):
    page = enter("shouli")
    page.goto("/")
    page.keyboard.press("?")
    page.locator("#keys").wait_for()
    assert set(page.locator("#keys .keys > div > span:first-child").all_inner_texts()) == LISTED
    assert accessibility(page) == []
    picture(page, "keys")
    page.keyboard.press("Escape")
    page.locator("#keys").wait_for(state="hidden")


def test_a_clerk_goes_everywhere_by_key(enter, site):
    page = enter("shouli")
    page.goto("/people/")
    page.keyboard.press("/")
    assert focused(page) == "q"
    page.keyboard.press("Escape")
    assert focused(page) != "q"
    page.keyboard.press("Control+k")
    assert focused(page) == "q"
    page.keyboard.press("Escape")
    for keys, address in (("gw", "/"), ("gx", "/messages/"), ("gd", "/"), ("n", "/cases/new/")):
        for key in keys:
            page.keyboard.press(key)
        page.wait_for_url(site + address)


def test_letters_do_nothing_while_they_are_switched_off_or_typed_into_a_field(enter):
    page = enter("shouli")
    page.goto("/messages/")
    page.keyboard.press("/")
    page.keyboard.type("gw")
    assert page.locator("#q").input_value() == "gw" and page.url.endswith("/messages/")
    page.keyboard.press("Escape")
    page.evaluate("localStorage.setItem('keys-off', 'on')")
    page.keyboard.type("gw")
    page.wait_for_timeout(200)
    assert page.url.endswith("/messages/")


def test_rows_and_decisions_have_their_keys(enter, site):
    delegate()
    office = Office()
    first, second = make_dibao(office), make_dibao(office)
    page = enter("shouli")
    page.goto("/")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator("[data-picked]").inner_text() == "1"
    page.keyboard.press("Alt+n")
    page.wait_for_url(f"**/cases/{first.number}/**")
    page.keyboard.press("Alt+b")
    assert page.locator("#ask_supplement-comment").is_visible()
    page.keyboard.press("Alt+t")
    assert page.locator("#accept-comment").is_visible()
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**/cases/{second.number}/**")
    page.keyboard.press("g")
    page.keyboard.press("w")
    page.wait_for_selector("#preview h2")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/**")
