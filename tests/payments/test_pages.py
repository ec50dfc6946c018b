"""Paying a month in the browser: made by one, checked by another, sent, answered by the bank."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.accounts.models import User
from apps.audit.models import Event
from apps.payments.models import PaymentLine, Run, RunState, Transfer
from apps.payments.services import runs
from apps.policy.models import BusinessDay
from apps.regions.models import Region
from tests.factories import DISTRICT, ZHONGHE, make_actor, make_user
from tests.payments.factories import (
    FEBRUARY,
    JANUARY,
    close_month,
    make_benefit,
    make_checked_run,
    make_desk,
    make_paid_run,
    make_sent_run,
    return_text,
)
from tests.payments.test_life import change
from tests.support.accounts import browser

pytestmark = pytest.mark.django_db
ACCOUNT = "6228480000000003306"


def window(actor) -> Client:
    """A browser in which the actor is signed in."""
    return browser(User.objects.get(pk=actor.user_id))


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def maker(desk):
    return window(desk.maker)


@pytest.fixture
def checker(desk):
    return window(desk.checker)


def today_is(day):
    """Move the business date, as the demo's top bar does."""
    BusinessDay.objects.update_or_create(singleton=True, defaults={"today": day})


def make(client, month="2022-01", **fields):
    return client.post(reverse("payments:make"), {"programme": "dibao", "month": month, **fields})


def page(client, run, **query):
    return client.get(reverse("payments:run", args=[run.pk]), query)


def step(client, run, name, **data):
    return client.post(reverse(f"payments:run_{name}", args=[run.pk]), {"version": run.version, **data})


def upload(client, run, text):
    file = SimpleUploadedFile("回盘.csv", text.encode("gb18030"), content_type="text/csv")
    return client.post(reverse("payments:run_return", args=[run.pk]), {"file": file})


def words(response):
    return re.sub(r"<[^>]+>", " ", response.content.decode())


def pay_through(maker, checker, *, month, failed=()):
    """Make, check, send and take the answer, all by pages; ``failed`` are entitlements the bank cannot pay."""
    assert make(maker, month).status_code == 302
    run = Run.objects.get(month=f"{month}-01")
    assert "复核通过" in words(page(checker, run))
    assert step(checker, run, "check", decision="accept").status_code == 302
    run.refresh_from_db()
    assert step(maker, run, "send").status_code == 302
    run.refresh_from_db()
    bad = run.transfers.filter(line__entitlement__in=failed).values_list("pk", flat=True)
    preview = upload(maker, run, return_text(run, failed=tuple(bad)))
    assert preview.status_code == 302
    assert ("户名不符" in words(maker.get(preview["Location"]))) == bool(failed)
    assert maker.post(preview["Location"], {"version": run.version}).status_code == 302
    run.refresh_from_db()
    return run


def test_two_browsers_pay_a_month_and_reissue_what_the_bank_could_not_pay(maker, checker):
    unlucky = make_benefit(amount="300.00")
    make_benefit()
    january = pay_through(maker, checker, month="2022-01", failed=[unlucky])
    assert january.state == RunState.DONE
    assert "没有到账 1 笔，随下个月批次重发" in words(page(maker, january))
    today_is(date(2022, 2, 8))
    assert "上次没有到账的 1 笔一并重发" in words(maker.get(reverse("payments:runs")))
    february = pay_through(maker, checker, month="2022-02")
    tries = Transfer.objects.filter(line__entitlement=unlucky, line__benefit_month=JANUARY).order_by(
        "attempt"
    )
    assert [(t.run_id, t.state) for t in tries] == [(january.pk, "failed"), (february.pk, "paid")]
    assert PaymentLine.objects.filter(entitlement=unlucky).count() == 2


def test_the_maker_sees_why_he_cannot_check_and_is_refused(desk, maker):
    make_benefit()
    make(maker)
    run = Run.objects.get()
    shown = words(page(maker, run))
    assert "本批由本人生成，不能复核" in shown and "可由复核人复核" in shown and "复核通过" not in shown
    assert step(maker, run, "check", decision="accept").status_code == 403
    both = make_user("两岗", "run_checker", DISTRICT, person_key=desk.maker.person_key)
    other_account = browser(both)
    assert "本批由本人生成，不能复核" in words(page(other_account, run))
    assert step(other_account, run, "check", decision="accept").status_code == 403
    run.refresh_from_db()
    assert run.state == RunState.DRAFT


def test_a_run_handed_back_says_why_and_is_made_anew(maker, checker):
    make_benefit()
    make(maker)
    run = Run.objects.get()
    silent = step(checker, run, "check", decision="return", comment=" ")
    assert silent.status_code == 422 and "请写明退回的理由" in words(silent)
    step(checker, run, "check", decision="return", comment="缺一户")
    assert "理由：缺一户" in words(page(maker, run))
    run.refresh_from_db()
    assert make(maker, version=run.version).status_code == 302
    run.refresh_from_db()
    assert run.comment == "" and "复核通过" in words(page(checker, run))


def test_what_was_made_anew_after_it_was_shown_is_answered_with_409(maker, checker):
    make_benefit()
    make(maker)
    shown = Run.objects.get()
    make(maker, version=shown.version)
    assert step(checker, shown, "check", decision="accept").status_code == 409
    assert step(maker, shown, "void", reason="名单有误").status_code == 409
    assert make(maker, version=shown.version).status_code == 409
    assert Run.objects.get().state == RunState.DRAFT


def test_a_draft_is_voided_with_a_reason_and_its_month_can_be_made_again(maker):
    make_benefit()
    make(maker)
    run = Run.objects.get()
    assert step(maker, run, "void", reason="").status_code == 422
    assert step(maker, run, "void", reason="名单有误").status_code == 302
    assert "理由：名单有误" in words(page(maker, run))
    make(maker)
    assert PaymentLine.objects.get().run.state == RunState.DRAFT


def test_what_cannot_be_paid_is_listed_before_making(maker):
    benefit = make_benefit(has_account=False, name="郑国强")
    shown = maker.get(reverse("payments:runs"))
    assert "没有发放账户 1 笔" in re.sub(r"\s+", " ", words(shown))
    assert reverse("payments:entitlements_row", args=[benefit.pk]) in shown.content.decode()
    assert "郑国强" not in shown.content.decode()


def test_a_closed_month_is_not_paid_any_more(maker):
    make_benefit(from_month=date(2021, 12, 1))
    close_month(date(2021, 12, 31))
    refused = make(maker, "2021-12")
    assert refused.status_code == 422 and "2021 年 12 月已关账" in words(refused)
    assert not Run.objects.exists()


def test_every_error_of_a_return_file_is_shown_and_nothing_is_taken_over(desk, maker):
    make_benefit(), make_benefit()
    run = make_sent_run(desk)
    first = run.transfers.order_by("pk").first()
    wrong = return_text(run, 成功金额="1.00").replace("成功,,2022", "到了,,2022", 1)
    shown = upload(maker, run, wrong)
    assert shown.status_code == 422
    assert "应为“成功”或“失败”" in words(shown) and "与各行合计不一致" in words(shown)
    first.refresh_from_db()
    assert first.state == "sent"


def test_a_return_file_is_confirmed_by_whoever_uploaded_it_only(desk, maker):
    make_benefit()
    run = make_sent_run(desk)
    where = upload(maker, run, return_text(run))["Location"]
    colleague = window(make_actor("section_officer", DISTRICT, name="同事"))
    assert (
        colleague.get(where).status_code == colleague.post(where, {"version": run.version}).status_code == 404
    )


def test_the_bank_file_goes_to_the_sender_only_and_leaves_a_trace(desk, maker, checker):
    make_benefit()
    run = make_sent_run(desk)
    file = run.bank_files.get()
    url = reverse("payments:run_file", args=[run.pk, file.pk])
    assert ACCOUNT in b"".join(maker.get(url).streaming_content).decode("gb18030")
    assert Event.objects.filter(action="payments.download_bank_file", subject_id=str(run.pk)).count() == 1
    assert checker.get(url).status_code == 403
    # The common door of files stays shut: there nothing would be told to the trail.
    assert maker.get(reverse("files:download", args=[file.file_id])).status_code == 404


def test_a_leader_reads_and_does_nothing(desk, maker):
    make_benefit()
    make(maker)
    run, leader = Run.objects.get(), window(make_actor("leader", DISTRICT, name="局领导"))
    shown = words(page(leader, run))
    assert "待复核人复核。当前岗位只能查看" in shown and "复核通过" not in shown and "作废" not in shown
    assert "生成 1 月" not in words(leader.get(reverse("payments:runs")))
    assert make(leader).status_code == 403
    for name in ("check", "send", "void"):
        assert step(leader, run, name, decision="accept", reason="x").status_code == 403


def test_towns_do_not_see_runs_and_see_their_own_entitlements_only(desk, maker):
    own, foreign = make_benefit(name="陈秀芳"), make_benefit(name="周建国", town=ZHONGHE)
    make(maker)
    town = window(make_actor("acceptance_clerk", ZHONGHE, name="受理员"))
    assert town.get(reverse("payments:runs")).status_code == page(town, Run.objects.get()).status_code == 403
    rows = words(town.get(reverse("payments:entitlements")))
    assert foreign.number in rows and own.number not in rows
    assert town.get(reverse("payments:entitlements_row", args=[own.pk])).status_code == 404
    assert town.get(reverse("payments:entitlements_row", args=[foreign.pk])).status_code == 200


def test_a_run_of_another_district_is_not_there(desk, maker):
    make_benefit()
    make(maker)
    Region.objects.create(code="330299", name="外区", level="district", kind="district", opened_on=JANUARY)
    stranger = window(make_actor("run_checker", "330299", name="外区复核人"))
    run = Run.objects.get()
    assert page(stranger, run).status_code == 404
    assert step(stranger, run, "check", decision="accept").status_code == 404


def test_account_numbers_stand_in_no_page(desk, maker):
    benefit = make_benefit()
    run = make_paid_run(desk)
    pages = [page(maker, run, view=view) for view in ("", "lines", "excluded", "history")]
    pages += [maker.get(reverse("payments:entitlements")), maker.get(reverse("payments:runs"))]
    pages += [maker.get(reverse("payments:entitlements_row", args=[benefit.pk]))]
    for response in pages:
        assert response.status_code == 200
        assert (
            ACCOUNT not in response.content.decode() and benefit.payee.number not in response.content.decode()
        )
    assert "6228" in words(pages[1])  # the masked account stands there


def test_an_entitlement_shows_terms_persons_and_payments(desk, maker):
    benefit = make_benefit(heads=2)
    make_paid_run(desk)
    shown = words(maker.get(reverse("payments:entitlements_row", args=[benefit.pk])))
    assert "陈某1" in shown and "户标准" in shown and "已发放" in shown and "2022-01" in shown


def test_the_register_counts_persons_and_sums_over_all_rows(maker):
    make_benefit(heads=3), make_benefit(amount="95.00", town=ZHONGHE)
    make_benefit(from_month=FEBRUARY, amount="50.00")
    shown = re.sub(r"\s+", " ", words(maker.get(reverse("payments:entitlements"))))
    assert "合计 按全部查询结果，不限本页 4 800.00" in shown


@pytest.mark.parametrize("view", ["", "lines", "excluded"])
def test_a_page_of_a_run_asks_as_much_for_thirty_lines_as_for_three(desk, maker, view):
    for town in (ZHONGHE, "330212009", ZHONGHE):
        make_benefit(town=town), make_benefit(town=town, has_account=False)
    few = make_checked_run(desk)
    page(maker, few, view=view)
    with CaptureQueriesContext(connection) as small:
        page(maker, few, view=view)
    for _ in range(9):
        for town in (ZHONGHE, "330212009", ZHONGHE):
            make_benefit(town=town), make_benefit(town=town, has_account=False)
    today_is(date(2022, 2, 8))
    many = runs.make_run("dibao", FEBRUARY, actor=desk.maker)
    with CaptureQueriesContext(connection) as large:
        assert page(maker, many, view=view).status_code == 200
    assert len(large) <= len(small) + 1 and len(large) <= 26


def test_the_month_end_names_who_has_died_with_the_way_to_change_it(maker):
    benefit = make_benefit()
    benefit.payee.__class__.objects.filter(pk=benefit.payee_id).update(death_date=date(2022, 1, 5))
    shown = maker.get(reverse("payments:runs")).content.decode()
    assert "2022 年 1 月 5 日去世" in shown
    assert reverse("assistance:change_choose", args=[benefit.pk]) in shown


def test_the_month_end_says_why_the_month_differs_and_what_is_left_out(desk, maker):
    stays, held = make_benefit(amount="300.00"), make_benefit(amount="200.00")
    make_paid_run(desk)
    today_is(date(2022, 2, 9))
    held.payee.accounts.update(valid_to=date(2022, 2, 1))
    make_benefit(amount="50.00", from_month=FEBRUARY)
    make(maker, "2022-02")
    shown = maker.get(reverse("payments:runs")).content.decode()
    part = shown[shown.index("比上月") : shown.index("全部批次")]
    assert re.findall(r"新增|本月缓发|发放账户已停用|−200\.00|少 150\.00|50\.00", part) == [
        "少 150.00", "新增", "50.00", "本月缓发", "−200.00", "发放账户已停用",
    ]  # fmt: skip
    assert stays.lines.count() == 2


def test_back_pay_and_offsets_are_told_with_counts_that_fit_their_sums(desk, maker):
    raised, lowered = make_benefit(amount="700.00"), make_benefit(amount="500.00")
    make_paid_run(desk)
    today_is(date(2022, 2, 9))
    change(raised, JANUARY, "800.00", desk)
    make_paid_run(desk, FEBRUARY)
    row = change(lowered, JANUARY, "450.00", desk).overpayment
    maker.post(reverse("payments:overpayment_notify", args=[row.pk]), {"version": 1, "cause": "office_error"})
    row.refresh_from_db()
    maker.post(
        reverse("payments:overpayment_agree", args=[row.pk]), {"version": row.version, "way": "offset"}
    )
    today_is(date(2022, 3, 9))
    make(maker, "2022-03")
    shown = " ".join(words(maker.get(reverse("payments:runs"))).split())
    assert "送银行 1,160.00 元 ： 当月 2 户 1,250.00 元 · 冲抵多发款 1 户 −90.00 元" in shown
    assert "上月的补发 1 户 −100.00" in shown
    assert "冲抵多发款 1 户 −90.00" in shown
    assert " 0 户" not in shown


def test_a_programme_that_nobody_receives_does_not_stand_in_the_month_end(maker):
    assert "低保月结" not in words(maker.get(reverse("payments:runs")))
    make_benefit()
    assert "2022 年 1 月低保月结" in words(maker.get(reverse("payments:runs")))
