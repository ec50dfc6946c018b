"""A household's list of what it receives: issued once a year and on change, brought to the door, signed for, counted."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from apps.assistance.models import EntitlementList
from apps.core.registries import ticks
from apps.jobs.models import Job
from apps.jobs.services import run_job
from apps.payments.services.terms import Replacement, replace_terms
from apps.statistics.services.reading import by_town
from tests.assistance.changing import on
from tests.factories import DONGSHENG, ZHONGHE
from tests.payments.factories import make_benefit
from tests.support.accounts import account, browser

pytestmark = pytest.mark.django_db

LISTS, RATE = "/assistance/lists/", "assistance.happiness_list_delivery_rate"


@pytest.fixture
def clerk():
    return browser(account("acceptance_clerk", DONGSHENG, name="林晓"))


def delivery(**changes):
    return {"on": "2022-01-12", "by": "周敏", "receipt": "signed", "signer": "陈秀芳", **changes}


def raised(benefit):
    """The amount is another one from January on."""
    replace_terms([Replacement(benefit.pk, date(2022, 1, 1), Decimal(800), Decimal(1005), "standard", [])])


def rate(town):
    return {row.code: row.printed for row in by_town(RATE, "month", date(2022, 1, 1))}.get(town)


def test_a_list_is_issued_printed_delivered_once_and_replaced_when_the_amount_changes(clerk):
    benefit, other = make_benefit(name="陈秀芳"), make_benefit(name="中河某", town=ZHONGHE)
    assert "出具 1 份" in clerk.post(f"{LISTS}issue/", follow=True).content.decode()
    assert "各户清单与现有待遇一致" in clerk.post(f"{LISTS}issue/", follow=True).content.decode()
    row = EntitlementList.objects.get()
    assert (row.household, row.edition, row.lines.get().amount) == (benefit.household, 1, Decimal(705))
    sheet = clerk.get(f"{LISTS}{row.pk}/print/").content.decode()
    assert "陈秀芳" in sheet and "705.00" in sheet and "临时救助" in sheet
    assert clerk.get(f"{LISTS}{row.pk}/pdf/").content.startswith(b"%PDF")
    early = clerk.post(f"{LISTS}{row.pk}/deliver/", delivery(on="2022-01-11"))
    assert early.status_code == 422 and "不能早于出具日期" in early.content.decode()
    assert rate(DONGSHENG) == 0
    assert clerk.post(f"{LISTS}{row.pk}/deliver/", delivery()).status_code == 302
    assert "已登记送达" in clerk.post(f"{LISTS}{row.pk}/deliver/", delivery()).content.decode()
    assert rate(DONGSHENG) == 100
    raised(benefit)
    browser(account("section_officer", DONGSHENG[:6])).post(f"{LISTS}issue/")
    second = EntitlementList.objects.get(household=benefit.household, edition=2)
    assert (second.cause, second.lines.get().amount) == ("change", Decimal(800))
    assert EntitlementList.objects.filter(household=other.household).count() == 1
    assert rate(DONGSHENG) == 100 and rate(ZHONGHE) == 0  # a household, not a sheet


def test_what_was_issued_stays_and_an_edition_that_was_replaced_is_not_delivered(clerk):
    benefit = make_benefit()
    clerk.post(f"{LISTS}issue/")
    raised(benefit)
    clerk.post(f"{LISTS}issue/")
    first = EntitlementList.objects.get(edition=1)
    assert "已有新的一版" in clerk.post(f"{LISTS}{first.pk}/deliver/", delivery()).content.decode()
    whole = {"delivered_on": date(2022, 1, 12), "delivered_by": "周敏", "receipt": "signed", "signer": "陈"}
    for change in (whole, {"issued_on": date(2022, 1, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            EntitlementList.objects.filter(pk=first.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        first.lines.update(amount=Decimal(1))


def test_once_a_month_it_goes_to_whoever_changed_and_once_a_year_to_everybody():
    make_benefit()
    tick = ticks.get("assistance.issue_lists").run
    expected = {(1, 10): {}, (1, 11): 1, (2, 11): 0}
    for (month, day), count in expected.items():
        on(date(2022, month, day))
        assert tick(date(2022, month, day)) == ({"issued": count} if count != {} else {})
    on(date(2023, 3, 11))
    assert tick(date(2023, 3, 11)) == {"issued": 1}
    row = EntitlementList.objects.get(year=2023)
    assert (row.year, row.edition, row.cause) == (2023, 1, "yearly")


def test_all_that_wait_are_printed_as_one_file_for_whoever_asked(clerk):
    make_benefit()
    clerk.post(f"{LISTS}issue/")
    assert clerk.post(f"{LISTS}print/").status_code == 302
    job = Job.objects.get(kind="assistance.list_papers")
    run_job(job.pk)
    job.refresh_from_db()
    assert b"".join(clerk.get(job.result_url).streaming_content).startswith(b"%PDF")
    assert browser(account("acceptance_clerk", DONGSHENG)).get(job.result_url).status_code == 404


def test_lists_of_before_are_loaded_with_what_was_in_force_then(tmp_path):
    benefit = make_benefit(from_month=date(2021, 6, 1))
    type(benefit.household).objects.filter(pk=benefit.household_id).update(source_number="H01")
    head = "家庭编号,年度,版次,出具原因,出具日期,送达日期,送达人,签收方式,签收人\n"
    path, errors = tmp_path / "entitlement_lists.csv", tmp_path / "errors.csv"
    load = {"dataset": "assistance.entitlement_lists", "verbosity": 0}
    path.write_text(f"{head}H01,2021,1,年度出具,2021-07-11,2021-07-01,周敏,本人签收,陈秀芳\n", "utf-8")
    with pytest.raises((CommandError, SystemExit)):
        call_command("import_data", str(path), errors=errors, **load)
    assert "早于出具日期" in errors.read_text("utf-8-sig")
    path.write_text(f"{head}H01,2021,1,年度出具,2021-07-11,2021-07-13,周敏,本人签收,陈秀芳\n", "utf-8")
    call_command("import_data", str(path), **load)
    assert EntitlementList.objects.get().lines.get().amount == Decimal(705)
