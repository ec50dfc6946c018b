"""What is typed is kept: drafts, rows, windows, and a case that comes back to be supplemented."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from apps.casework.models import Case, Draft
from apps.casework.services.drafts import draft_fields
from apps.people.models import HouseholdMember
from tests.assistance.entry_form import (
    ENTRY,
    GRANDCHILD,
    SON,
    begin,
    check,
    family,
    household,
    incomes,
    posted,
    submit,
)
from tests.factories import (
    DONGSHENG,
    ZHONGHE,
    community_of,
    make_user,
)
from tests.support.accounts import browser

pytestmark = pytest.mark.django_db


def test_typed_values_come_back_with_every_error_named(window, community):
    draft = begin(window)
    wrong = GRANDCHILD[:17] + ("1" if GRANDCHILD[17] != "1" else "2")

    response = check(
        window, draft, community, **{"members-2-number": wrong, "incomes-1-monthly": "一千", "phone": "无"}
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "提交前还有 3 处需要处理" in page
    assert "家庭成员第 3 行，李梓涵：身份证号最后一位不对" in page and 'href="#id_members-2-number"' in page
    assert f'value="{wrong}"' in page and 'value="一千"' in page and 'value="无"' in page
    assert draft_fields(Draft.objects.get())["members"][2]["number"] == wrong


def test_an_older_window_is_told_and_overwrites_nothing(window, community):
    draft = begin(window)
    old = {**posted(household(community, address="旧窗口"), family()), "revision": "1", "window": "old"}
    window.post(f"{draft}save/", {**old, "address": "新窗口", "window": "new"})

    autosave = window.post(f"{draft}save/", old)
    typed = window.post(draft, {**old, "do": "check"})
    stored = draft_fields(Draft.objects.get())["fields"]["address"]
    kept = window.post(draft, {**old, "do": "overwrite"})

    assert autosave.status_code == 409 and "另一个窗口保存过" in autosave.json()["message"]
    assert typed.status_code == 409 and 'value="旧窗口"' in typed.content.decode()
    assert '<th scope="row">现住址</th><td>旧窗口</td><td>新窗口</td>' in typed.content.decode()
    assert stored == "新窗口"
    assert kept.status_code == 302
    assert draft_fields(Draft.objects.get())["fields"]["address"] == "旧窗口"


def test_a_window_is_never_stale_to_itself_and_its_late_autosave_does_not_undo_newer_typing(
    window, community
):
    draft = begin(window)
    data = {**posted(household(community), family()), "revision": "1", "window": "w1"}
    window.post(f"{draft}save/", data)

    newer = window.post(draft, {**data, "address": "改过", "do": "save"})
    late = window.post(f"{draft}save/", data)

    assert newer.status_code == 302 and late.status_code == 200
    assert draft_fields(Draft.objects.get())["fields"]["address"] == "改过"


def test_rows_are_added_and_taken_away_without_scripts(window, community):
    draft = begin(window)
    data = posted(household(community), family(), incomes(), window="w1", revision="1")

    window.post(draft, {**data, "do": "add_member"})
    added = draft_fields(Draft.objects.get())["members"]
    window.post(draft, {**data, "do": "remove_member:m2"})
    left = draft_fields(Draft.objects.get())

    assert [row["key"] for row in added] == ["m1", "m2", "m3", "m4"]
    assert [row["key"] for row in left["members"]] == ["m1", "m3"]
    assert [row["member"] for row in left["incomes"]] == ["m1"]


def test_nobody_else_can_open_the_draft(window, community):
    draft = begin(window)
    other = browser(make_user("别人", "window_clerk", community))
    elsewhere = browser(make_user("外区", "window_clerk", community_of(ZHONGHE)))

    for address in ("", "check/", "print/", "discard/"):
        assert other.get(f"{draft}{address}").status_code == 404
        assert elsewhere.get(f"{draft}{address}").status_code == 404
    for address in ("", "save/", "live/", "related/", "check/"):
        assert elsewhere.post(f"{draft}{address}", {"do": "save"}).status_code == 404


def test_a_returned_case_is_supplemented_in_the_same_form_and_handed_in_again(window, clerk, community):
    draft = begin(window)
    check(window, draft, community)
    submit(window, draft)
    case = Case.objects.get()
    acceptor = browser(make_user("林晓", "acceptance_clerk", DONGSHENG))
    acceptor.post(
        reverse("casework:act", args=[case.number, "ask_supplement"]),
        {"version": "1", "comment": "补交工资流水，核实李海峰收入"},
    )

    task = window.get(f"{ENTRY}supplement/{case.number}/").content.decode()
    opened = window.post(f"{ENTRY}supplement/{case.number}/")["Location"]
    form = window.get(opened).content.decode()
    data = posted(household(community), family(), incomes(), do="check", window="w2", revision="1")
    window.post(opened, {**data, "do": "note:wage_record.m2:paper"})
    window.post(opened, {**data, "incomes-1-monthly": "1300"})
    response = window.post(f"{opened}check/", {"version": "2"})

    case.refresh_from_db()
    assert "补交工资流水" in task
    assert 'value="1,150.00"' in form and f'value="{SON}"' in form
    assert response.status_code == 302 and case.state == "submitted"
    assert case.dibao.declared_income == Decimal("2040.00")
    assert case.dibao.incomes.count() == 3 and case.dibao.members.count() == 3
    assert case.documents.get().slot == "wage_record"
    assert HouseholdMember.objects.count() == 3 and not Draft.objects.exists()


def test_the_page_marks_its_form_so_that_ctrl_enter_submits_it(window):
    page = window.get(begin(window)).content.decode()

    assert re.search(r'<form[^>]*id="entry"[^>]*data-main', page)
    assert re.search(r'class="btn btn-primary"[^>]*form="entry"[^>]*value="check"', page)
