from datetime import date
from tests.browser.conftest import accessibility, picture
from tests.factories import *
from apps.casework.models import Case
from tests.assistance.entry_form import *

def test_pics(enter, watch):
    watch.expected={422,409}
    office = Office()
    from apps.accounts.models import Grant
    office.community = Grant.objects.get(user__username="chuangkou").region_id
    office.clerk = make_actor("window_clerk", office.community, name="何静二")
    delegate()
    case = make_dibao(office, heads=3)
    person = case.applicant
    p = enter("chuangkou")
    p.goto("/cases/new/dibao/")
    p.get_by_label("申请人身份证号").fill(person.number); p.keyboard.press("Enter")
    p.get_by_text("不能新增").wait_for()
    picture(p,"d-barred")
    assert accessibility(p)==[]
    act(case,"ask_supplement",office.acceptor)
    p.goto(f"/cases/new/dibao/supplement/{case.number}/")
    picture(p,"d-supplement")
    assert accessibility(p)==[]
    p.goto(f"/cases/{case.number}/")
    picture(p,"d-case-supp")
    p.goto(f"/cases/new/dibao/supplement/{case.number}/")
    p.get_by_role("button",name="补齐并重新提交").click()
    p.locator("#entry").wait_for()
    p.locator("details.more summary").first.click()
    p.get_by_label("收入第 1 行申报月均").fill("9000")
    p.locator("#live", has_text="高于标准").wait_for()
    picture(p,"d-supp-form")
    assert accessibility(p)==[]
    act(case,"resubmit",office.clerk)
    advance(case, office, "verifying")
    v = enter("hedui")
    v.goto(f"/cases/{case.number}/")
    picture(v,"d-verify")
    assert accessibility(v)==[]
    narrow = enter("chuangkou", width=1024)
    narrow.goto(f"/cases/{case.number}/")
    picture(narrow,"d-case-1024")
