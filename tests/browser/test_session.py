"""Nothing that was typed is lost to a session: the warning can be answered, and one can come back."""

from django.conf import settings as project
from django.contrib.sessions.models import Session

from apps.accounts.models import User
from apps.casework.models import Draft
from apps.casework.services.drafts import draft_fields
from tests.browser.conftest import PASSWORD, accessibility, picture
from tests.factories import make_person, resident_number
from tests.support.accounts import browser


def test_five_minutes_before_the_end_one_can_stay(enter, settings):
    settings.SESSION_IDLE_SECONDS = 301
    page = enter("shouli")
    page.goto("/people/")
    page.wait_for_selector("text=5 分钟后将自动退出")
    picture(page, "session-warning")
    settings.SESSION_IDLE_SECONDS = 900
    with page.expect_response("**/session/keepalive/") as answer:
        page.get_by_role("button", name="继续办理").click()
    assert answer.value.status == 200
    page.wait_for_selector("[data-session-bar]", state="hidden")


def test_what_was_typed_is_sent_after_signing_in_again_in_another_window(enter, settings, site):
    settings.SESSION_IDLE_SECONDS = 2
    person = make_person("李建设")
    page = enter("shouli")
    page.goto(f"/people/{person.pk}/")
    page.locator("#reveal-reason").fill("核对户口簿")
    page.wait_for_selector("text=登录已超时，内容还在本页")
    Session.objects.all().delete()
    settings.SESSION_IDLE_SECONDS = 900
    page.get_by_role("button", name="查看完整证件号").click()
    page.wait_for_timeout(300)
    assert page.locator("#reveal-reason").input_value() == "核对户口簿"
    with page.context.expect_page() as other:
        page.get_by_role("link", name="在新窗口登录后继续").click()
    other.value.wait_for_url("**/session/?next=**")
    # Signing in there gives the browser a new session and a new token.
    client = browser(User.objects.get(username="shouli"))
    page.context.clear_cookies()
    value = client.cookies[project.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": project.SESSION_COOKIE_NAME, "value": value, "url": site}])
    other.value.close()
    page.evaluate("() => window.dispatchEvent(new Event('focus'))")
    page.wait_for_selector("text=已重新登录，可以继续办理")
    page.get_by_role("button", name="查看完整证件号").click()
    page.wait_for_selector(f"text={person.number}")


def test_a_half_typed_application_is_saved_after_signing_in_again(enter, watch, site):
    watch.expected = {401, 422}
    page = enter("chuangkou")
    page.goto("/cases/new/dibao/")
    page.get_by_label("申请人身份证号").fill(resident_number())
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="继续填写").focus()
    page.keyboard.press("Enter")
    page.locator("#entry").wait_for()
    Session.objects.all().delete()
    page.get_by_label("第 1 行姓名").fill("王桂英")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=登录已超时，内容还在本页")
    assert page.get_by_label("第 1 行姓名").input_value() == "王桂英"
    with page.context.expect_page() as other:
        page.get_by_role("link", name="在新窗口登录后继续").click()
    other.value.wait_for_url("**/session/?next=**")
    client = browser(User.objects.get(username="chuangkou"))
    page.context.clear_cookies()
    value = client.cookies[project.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": project.SESSION_COOKIE_NAME, "value": value, "url": site}])
    other.value.close()
    page.evaluate("() => window.dispatchEvent(new Event('focus'))")
    page.wait_for_selector("text=已重新登录，可以继续办理")
    page.keyboard.press("Control+s")
    page.wait_for_timeout(1500)
    assert "王桂英" in str(draft_fields(Draft.objects.get()))
    # The amount beside the form asked too and was told the same.
    watch.faults[:] = [fault for fault in watch.faults if "401" not in fault]


def signs_in(page, username):
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")


def noted(page):
    """What the tab keeps of the form that was sent."""
    return page.evaluate("() => sessionStorage.getItem('typed')")


def test_a_form_sent_after_the_end_of_the_session_comes_back_as_typed(enter, watch):
    watch.expected = {401}
    person = make_person("李建设")
    page = enter("shouli")
    page.goto(f"/people/{person.pk}/edit/")
    page.get_by_label("住址").fill("泰和路 8 号")
    Session.objects.all().delete()
    page.get_by_role("button", name="保存", exact=False).first.click()
    page.wait_for_selector("text=填写的内容会放回原处")
    picture(page, "session-expired")
    page.get_by_role("link", name="登录后继续").click()
    signs_in(page, "shouli")
    page.wait_for_selector("text=已放回刚才填写的内容")
    assert page.get_by_label("住址").input_value() == "泰和路 8 号"
    assert noted(page) is None
    assert accessibility(page) == []


def test_a_form_with_a_stale_token_comes_back_as_typed(enter, watch):
    watch.expected = {419}
    person = make_person("李建设")
    page = enter("shouli")
    page.goto(f"/people/{person.pk}/edit/")
    page.get_by_label("住址").fill("泰和路 8 号")
    page.context.clear_cookies(name=project.CSRF_COOKIE_NAME)
    page.get_by_role("button", name="保存", exact=False).first.click()
    page.get_by_role("link", name="登录后继续").click()
    page.wait_for_selector("text=已放回刚才填写的内容")
    assert page.get_by_label("住址").input_value() == "泰和路 8 号"


def test_what_somebody_typed_is_not_shown_to_the_next_person(enter, watch):
    watch.expected = {401}
    person = make_person("李建设")
    page = enter("shouli")
    page.goto(f"/people/{person.pk}/edit/")
    page.get_by_label("住址").fill("泰和路 8 号")
    Session.objects.all().delete()
    page.get_by_role("button", name="保存", exact=False).first.click()
    page.get_by_role("link", name="登录后继续").click()
    signs_in(page, "keshi")
    page.wait_for_url(f"**/people/{person.pk}/edit/")
    assert page.get_by_label("住址").input_value() == ""
    assert noted(page) is None
