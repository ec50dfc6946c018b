"""The inbox shows what waits for the actor, the overdue first, at the same cost for three items as for thirty."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.casework.models import WorkItem
from apps.casework.services.drafts import start_draft
from apps.core import clock
from apps.core.declarations import SubjectLink
from apps.core.registries import subject_links
from tests.casework.support import page, signed_in, take, text_of
from tests.factories import DISTRICT, ZHONGHE, Office, advance, delegate, make_actor, make_dibao

pytestmark = pytest.mark.django_db
BUDGET = 12


@pytest.fixture
def office():
    delegate()
    return Office()


def queries(client, path="/"):
    client.get(path)  # whatever is kept per process is kept by now
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(path).status_code == 200
    return len(caught)


def test_thirty_items_cost_as_many_queries_as_three(office):
    client = signed_in(office.acceptor)
    for _ in range(3):
        make_dibao(office, heads=1)
    few = queries(client)
    for _ in range(27):
        make_dibao(office, heads=1)
    assert queries(client) == few <= BUDGET


def test_the_overdue_come_first_and_say_by_how_much(office):
    fresh = make_dibao(office)
    with clock.held(clock.today() - timedelta(days=6)):
        late = make_dibao(office)
    answer = signed_in(office.acceptor).get("/")
    assert [row["item"].case_id for row in answer.context["rows"]] == [late.pk, fresh.pk]
    assert "已超期 3 天" in text_of(answer) and "还剩 1 天" in text_of(answer)


def test_the_tabs_count_and_narrow(office):
    make_dibao(office)
    with clock.held(clock.today() - timedelta(days=6)):
        late = make_dibao(office)
    answer = signed_in(office.acceptor).get("/?view=late")
    assert [row["item"].case_id for row in answer.context["rows"]] == [late.pk]
    assert {tab["label"]: tab["count"] for tab in answer.context["tabs"]} == {
        "待我办理": 2,
        "我承办的": 0,
        "即将到期": 1,
        "已超期": 1,
    }


def test_items_of_other_towns_and_posts_are_not_there(office):
    case = make_dibao(office)
    for stranger in (office.reviewer, Office(ZHONGHE).acceptor):
        assert "今天没有待办" in text_of(signed_in(stranger).get("/"))
        item = WorkItem.objects.get(case=case)
        assert signed_in(stranger).get(f"/cases/items/{item.pk}/").status_code == 404


def test_an_item_claimed_by_one_is_gone_from_the_other_until_released(office):
    make_dibao(office)
    item = WorkItem.objects.get()
    other = make_actor("acceptance_clerk", name="江岚")
    mine, theirs = signed_in(office.acceptor), signed_in(other)
    mine.post("/cases/items/claim/", {"item": item.pk})
    assert "今天没有待办" in text_of(theirs.get("/"))
    answer = theirs.post("/cases/items/claim/", {"item": item.pk}, follow=True)
    assert "这件待办已由林晓承办" in text_of(answer)
    mine.post("/cases/items/release/", {"item": item.pk})
    assert theirs.get("/").context["page"].count == 1


def test_the_preview_masks_the_name_and_tells_the_computation(office):
    case = make_dibao(office)
    item = WorkItem.objects.get(case=case)
    answer = signed_in(office.acceptor).get(f"/cases/items/{item.pk}/", headers={"HX-Request": "true"})
    body = text_of(answer)
    assert "<html" not in body and case.applicant.name not in body and "1,121.00" in body


def test_an_item_about_something_else_leads_where_its_app_says(monkeypatch):
    link = SubjectLink("tests.thing", url=lambda pk: f"/things/{pk}/", title=lambda pk: f"第 {pk} 批")
    monkeypatch.setitem(subject_links._items, "tests.thing", link)
    checker = make_actor("run_checker", DISTRICT)
    WorkItem.objects.create(
        subject_type="tests.thing", subject_id="7", region_id=DISTRICT, task="check", label="发放复核",
        permission="payments.check_run", level="district", line="assistance",
        opened_on=clock.today(), due_on=clock.today(),
    )  # fmt: skip
    body = text_of(signed_in(checker).get("/"))
    assert "第 7 批" in body and 'href="/things/7/' in body


def test_what_was_done_is_found_under_done(office):
    case = make_dibao(office)
    client = signed_in(office.acceptor)
    take(client, case, "accept")
    body = text_of(client.get("/cases/done/"))
    assert case.number[-13:] in body and "受理" in body
    assert "还没有已办" in text_of(signed_in(office.reviewer).get("/cases/done/"))


def test_the_register_finds_by_number_and_initials_and_opens_the_case_page(office):
    case = make_dibao(office)
    client = signed_in(office.reviewer)
    for typed in (case.number, case.number[:13].lower(), "cm"):
        body = text_of(client.get("/cases/", {"q": typed}))
        assert f'href="/cases/{case.number}/' in body
    assert case.applicant.name in text_of(page(client, case))
    assert "没有符合条件的记录" in text_of(client.get("/cases/", {"q": "不存在"}))


def test_the_case_page_says_its_place_in_the_queue(office):
    first, second = make_dibao(office), make_dibao(office)
    body = text_of(page(signed_in(office.acceptor), first))
    assert "第 1 / 2 件" in body and f'href="/cases/{second.number}/"' in body


def test_a_case_page_in_confirmation_stays_within_a_fixed_number_of_queries(office):
    case = advance(make_dibao(office), office, "confirmation")
    assert queries(signed_in(office.confirmer), f"/cases/{case.number}/") <= 60


def test_ones_own_drafts_are_at_hand_and_can_be_thrown_away(office):
    draft = start_draft("dibao", actor=office.clerk, label="王*桂")
    client = signed_in(office.clerk)
    for path in ("/", "/cases/drafts/"):
        body = text_of(client.get(path))
        assert "王*桂" in body and f'href="/cases/new/dibao/{draft.pk}/"' in body
    assert signed_in(office.acceptor).post(f"/cases/drafts/{draft.pk}/discard/").status_code == 404
    client.post(f"/cases/drafts/{draft.pk}/discard/")
    assert "没有未提交的草稿" in text_of(client.get("/cases/drafts/"))
