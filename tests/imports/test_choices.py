"""What the user decides between the check and the load: what is there already, good rows alone, columns, stopping."""

import re

import pytest
from django.utils import timezone

from apps.audit.models import Event
from apps.imports.models import Batch, CancelRequest, RowError
from apps.jobs.models import Job
from apps.jobs.services import run_job
from apps.people.models import Person
from tests.imports.books import book
from tests.imports.sets import PERSONS, ImportSet
from tests.support.accounts import DISTRICT, account, browser

pytestmark = pytest.mark.django_db(transaction=True)


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def known(upload, page, small):
    """The small set's persons are in the database; answers the set, to be changed and sent again."""
    page.post(f"/imports/{upload(small.csv(PERSONS), 'a.csv').pk}/confirm/")
    return small


def test_a_row_that_differs_is_an_error_of_the_very_cell_until_the_user_decides(upload, page, known):
    known.row(PERSONS, 0, 住址="改后路 9 号")
    batch = upload(known.csv(PERSONS), "b.csv")
    assert list(RowError.objects.filter(batch=batch).values_list("row", "column")) == [(2, "住址")]
    assert "库中是“测试路 1 号”" in words(page.get(batch.get_absolute_url()))


def test_an_update_is_shown_cell_by_cell_before_it_is_made(upload, page, known):
    known.row(PERSONS, 0, 住址="改后路 9 号", 联系电话="13900000127")
    batch = upload(known.csv(PERSONS), "b.csv")
    page.post(f"/imports/{batch.pk}/choice/", {"on_existing": "update"})
    batch.refresh_from_db()
    assert (batch.state, batch.total("changed"), batch.total("same")) == ("ready", 1, 5)
    assert batch.differences[PERSONS] == [
        [2, "住址", "测试路 1 号", "改后路 9 号"],
        [2, "联系电话", "138****0127", "139****0127"],
    ]
    assert "确认导入 1 行" in words(page.get(batch.get_absolute_url()))
    page.post(f"/imports/{batch.pk}/confirm/")
    assert Person.objects.filter(address="改后路 9 号", version=2).count() == 1


def test_an_empty_cell_takes_nothing_away(upload, known):
    known.row(PERSONS, 0, 住址="", 联系电话="", 开户行="", 银行账号="")
    assert upload(known.csv(PERSONS), "b.csv", on_existing="update").total("same") == 6


def test_names_and_accounts_are_not_changed_by_a_file_whatever_is_chosen(upload, known):
    known.row(PERSONS, 0, 姓名="陈秀花")
    known.row(PERSONS, 1, 银行账号="6228480000000000077")
    batch = upload(known.csv(PERSONS), "b.csv", on_existing="update")
    assert set(RowError.objects.filter(batch=batch).values_list("row", "column")) == {
        (2, "姓名"),
        (3, "银行账号"),
    }


def test_rows_that_are_there_can_be_passed_over(upload, page, known):
    known.row(PERSONS, 0, 住址="改后路 9 号")
    fresh = ImportSet(5).rows[PERSONS][-1]
    known.rows[PERSONS].append(fresh)
    batch = upload(known.csv(PERSONS), "b.csv", on_existing="skip")
    page.post(f"/imports/{batch.pk}/confirm/")
    assert Person.objects.count() == 7 and not Person.objects.filter(address="改后路 9 号").exists()


def test_the_good_rows_of_a_list_of_persons_can_go_first(upload, page, small):
    small.row(PERSONS, 0, 姓名="")
    batch = upload(small.csv(PERSONS), "a.csv")
    assert "只导入正确的 5 行" in words(page.get(batch.get_absolute_url()))
    page.post(f"/imports/{batch.pk}/confirm/", {"rows": "good"})
    batch.refresh_from_db()
    assert batch.state == "done" and Person.objects.count() == 5 and "有误的 1 行没有导入" in batch.message


def test_a_set_is_all_or_nothing(upload, page, small):
    small.row(PERSONS, 0, 姓名="")
    batch = upload(small.zipped())
    assert "只导入正确的" not in words(page.get(batch.get_absolute_url()))
    page.post(f"/imports/{batch.pk}/confirm/", {"rows": "good"})
    batch.refresh_from_db()
    assert batch.state == "errors" and not Person.objects.exists()


def renamed(made):
    return (
        made.csv(PERSONS)
        .replace("联系电话".encode(), "手机".encode())
        .replace("姓名,".encode(), "名字,".encode(), 1)
    )


def test_columns_with_other_names_are_matched_once_and_remembered(upload, page, small):
    batch = upload(renamed(small), "a.csv", PERSONS)
    assert batch.state == "errors" and "列名对应" in words(page.get(batch.get_absolute_url()))
    sent = {"head-1": "名字", "to-1": "姓名", "head-2": "手机", "to-2": "（不导入）"}
    page.post(f"/imports/{batch.pk}/columns/", sent)
    batch.refresh_from_db()
    assert (batch.state, batch.total("new")) == ("ready", 6)
    assert upload(renamed(small), "b.csv", PERSONS).state == "ready"
    other = browser(account("data_admin", DISTRICT, name="何静"))
    assert upload(renamed(small), "c.csv", PERSONS, client=other).state == "errors"


def test_work_that_somebody_stops_leaves_nothing(upload, page, small, settings):
    batch = upload(small.csv(PERSONS), "a.csv")
    settings.JOBS_EAGER = False
    page.post(f"/imports/{batch.pk}/confirm/")
    Job.objects.filter(kind="imports.load").update(
        state="running", lease_token="0" * 32, lease_until=timezone.now()
    )
    assert "取消导入" in words(page.get(batch.get_absolute_url()))
    page.post(f"/imports/{batch.pk}/cancel/")
    assert CancelRequest.objects.filter(batch=batch).exists()
    Job.objects.filter(kind="imports.load").update(state="waiting", lease_token=None, lease_until=None)
    run_job(Job.objects.get(kind="imports.load").pk, direct=True)
    batch.refresh_from_db()
    assert batch.state == "discarded" and "按要求取消" in batch.message and not Person.objects.exists()
    assert Event.objects.filter(action="imports.cancel").exists()


def test_the_error_file_of_a_workbook_comes_as_one_and_loads_after_correction(upload, page, small):
    rows = [list(small.rows[PERSONS][0]), *(list(row.values()) for row in small.rows[PERSONS])]
    rows[1][0], rows[1][rows[0].index("死亡日期")] = "", 44259
    batch = upload(book(rows), "a.xlsx")
    answer = page.get(f"/imports/{batch.pk}/errors/?format=xlsx")
    data = b"".join(answer.streaming_content)
    again = upload(data, "b.xlsx")
    assert [(e.row, e.column) for e in again.errors.all()] == [(2, "姓名")]
    page.post(f"/imports/{again.pk}/confirm/", {"rows": "good"})
    assert Person.objects.count() == 5


def test_the_template_is_a_workbook_whose_instructions_are_not_read_as_rows(upload, page):
    data = page.get(f"/imports/templates/{PERSONS}/?format=xlsx").content
    batch = upload(data, "模板.xlsx")
    assert (batch.total("rows"), batch.datasets) == (1, [PERSONS]) and Batch.objects.count() == 1
    assert {error.column for error in batch.errors.all()} == {"身份证号", "户籍区划代码"}
