"""The importer in the browser: upload, see every error, correct, confirm."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from apps.audit.models import Event
from apps.core import registries
from apps.imports import staging
from apps.imports.models import Batch, RowError
from apps.jobs.models import Job
from apps.payments.models import Transfer
from apps.people.models import Person
from tests.imports.sets import CASES, MEMBERS, PAYMENTS, PERSONS, ImportSet, number
from tests.support.accounts import DISTRICT, account, browser

pytestmark = pytest.mark.django_db(transaction=True)


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def stage_of(batch, dataset):
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT t::text FROM staging."b{batch.pk}_{dataset.replace(".", "_")}" t')
        return "\n".join(row[0] for row in cursor.fetchall())


def test_a_set_is_checked_first_and_loaded_when_it_is_confirmed(upload, page, small):
    batch = upload(small.zipped())
    shown = text(page.get(batch.get_absolute_url()))
    assert batch.state == "ready" and "全部通过，可以导入" in shown and "人员" in shown
    assert not Person.objects.exists()
    page.post(f"/imports/{batch.pk}/confirm/")
    batch.refresh_from_db()
    assert batch.state == "done" and Person.objects.count() == 6
    assert Transfer.objects.count() == len(small.rows[PAYMENTS])
    assert "已导入。" in text(page.get(batch.get_absolute_url()))
    assert batch.number in text(page.get("/imports/"))


def test_the_page_asks_for_itself_until_the_check_has_ended(upload, page, small):
    batch = upload(small.zipped())
    assert page.get(f"/imports/{batch.pk}/status/").status_code == 286
    Job.objects.update(state="waiting", finished_at=None)
    Batch.objects.update(state="checking")
    answer = page.get(f"/imports/{batch.pk}/status/")
    assert answer.status_code == 200 and 'data-hx-trigger="every 2s"' in answer.content.decode()


def test_every_error_is_shown_with_row_column_masked_value_and_what_to_do(upload, page, small):
    wrong = number(0)[:-1] + ("1" if number(0)[-1] != "1" else "2")
    small.row(PERSONS, 0, **{"身份证号": wrong, "死亡日期": "2021/13/02"})
    small.row(PERSONS, 2, 户籍区划代码="东胜街道王家村", 银行账号="12ab")
    batch = upload(small.zipped())
    shown = text(page.get(batch.get_absolute_url()))
    assert batch.state == "errors"
    assert "月份超出 1—12" in shown and "2021/13/02" in shown and "东胜街道没有“王家村”" in shown
    assert wrong not in shown and f"{wrong[:6]}********{wrong[-4:]}" in shown
    rows = set(RowError.objects.filter(dataset=PERSONS).values_list("row", "column"))
    assert rows == {(2, "身份证号"), (2, "死亡日期"), (4, "户籍区划代码"), (4, "银行账号")}


def test_many_errors_are_listed_page_by_page_and_grouped(upload, page):
    many = ImportSet(40)
    for row in many.rows[MEMBERS]:
        row["与户主关系"] = "本家"
    batch = upload(many.zipped())
    answer = page.get(batch.get_absolute_url())
    seen = re.findall(
        r'<td class="num strong">(\d+)</td><td class="nowrap">与户主关系</td>', answer.content.decode()
    )
    second = page.get(batch.get_absolute_url() + answer.context["page"].next)
    seen += re.findall(
        r'<td class="num strong">(\d+)</td><td class="nowrap">与户主关系</td>', second.content.decode()
    )
    assert [int(row) for row in seen] == list(range(2, 82))
    assert [(group["count"], group["column"]) for group in answer.context["groups"]] == [(80, "与户主关系")]


def test_the_corrected_error_file_loads(upload, page, small):
    good = small.rows[CASES][1]["受理日期"]
    small.row(CASES, 1, 受理日期="2021-02-30")
    small.row(PERSONS, 1, 住址="=1+1")
    batch = upload(small.zipped())
    answer = page.get(f"/imports/{batch.pk}/errors/")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    cases = archive.read("dibao_cases.csv").decode("utf-8-sig")
    assert "受理日期：没有 2021-02-30 这一天，请核对" in cases
    assert "'=1+1" in archive.read("persons.csv").decode("utf-8-sig")
    assert Event.objects.filter(action="imports.errors").exists()
    corrected = io.BytesIO()
    with zipfile.ZipFile(corrected, "w") as again:
        for name in archive.namelist():
            again.writestr(name, archive.read(name).replace(b"2021-02-30", good.encode()))
    fixed = upload(corrected.getvalue())
    assert fixed.state == "ready"
    page.post(f"/imports/{fixed.pk}/confirm/")
    assert Person.objects.filter(address="=1+1").count() == 1


def test_a_number_is_never_staged_or_stored_in_clear(upload, page, small):
    batch = upload(small.zipped())
    staged = "".join(stage_of(batch, name) for name in (PERSONS, MEMBERS, CASES))
    assert len(staged) > 1000
    for serial in range(6):
        assert number(serial) not in staged
    assert "6228480000000000000" not in staged and "13800000127" not in staged
    page.post(f"/imports/{batch.pk}/confirm/")
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, '') FROM people_person t")
        assert number(0) not in cursor.fetchone()[0]
    assert not staging.exists(batch.pk)


def test_the_uploaded_bytes_go_with_the_import_and_with_its_end(upload, page, small, files_root):
    loaded, given_up = upload(small.zipped()), upload(small.zipped())
    page.post(f"/imports/{loaded.pk}/confirm/")
    page.post(f"/imports/{given_up.pk}/discard/")
    given_up.refresh_from_db()
    assert given_up.state == "discarded"
    assert not [path for path in files_root.rglob("*") if path.is_file()]


def test_a_post_without_the_permission_neither_sees_nor_uploads(upload, small, eager):
    batch = upload(small.zipped())
    other = browser(account("section_officer", DISTRICT))
    for address in ("/imports/", "/imports/new/", f"/imports/{batch.pk}/", f"/imports/{batch.pk}/errors/"):
        assert other.get(address).status_code in (403, 404)
    for address in ("/imports/new/", f"/imports/{batch.pk}/confirm/", f"/imports/{batch.pk}/discard/"):
        sent = {"file": SimpleUploadedFile("persons.csv", small.csv(PERSONS))}
        assert other.post(address, sent).status_code in (403, 404)
    batch.refresh_from_db()
    assert batch.state == "ready" and Batch.objects.count() == 1


def test_the_same_form_sent_twice_is_one_batch(page, eager, files_root, small):
    token = str(page.get("/imports/new/").context["form"]["submit_token"].value())
    for _ in range(2):
        sent = {"submit_token": token, "file": SimpleUploadedFile("persons.csv", small.csv(PERSONS))}
        assert page.post("/imports/new/", sent).status_code == 302
    assert Batch.objects.count() == 1


def test_two_batches_with_the_same_rows_load_them_once(upload, page, small):
    first, second = upload(small.zipped()), upload(small.zipped())
    assert first.state == second.state == "ready"
    page.post(f"/imports/{first.pk}/confirm/")
    page.post(f"/imports/{second.pk}/confirm/")
    second.refresh_from_db()
    assert second.state == "done" and second.total("new") == 0 and Person.objects.count() == 6


def test_what_changed_between_check_and_confirmation_is_told(upload, page, small):
    waiting = upload(small.zipped())
    small.row(PERSONS, 0, 姓名="陈秀花")
    page.post(f"/imports/{upload(small.zipped()).pk}/confirm/")
    page.post(f"/imports/{waiting.pk}/confirm/")
    waiting.refresh_from_db()
    assert waiting.state == "errors" and "库中的数据有变化" in waiting.message
    assert Person.objects.count() == 6


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_files_of_every_encoding_are_known_by_their_header(upload, page, small, encoding):
    batch = upload(small.csv(PERSONS, encoding), "人员.csv")
    assert (batch.state, batch.datasets) == ("ready", [PERSONS])
    assert batch.files.get().encoding == ("gb18030" if encoding == "gb18030" else "utf-8-sig")
    page.post(f"/imports/{batch.pk}/confirm/")
    assert Person.objects.filter(name="陈秀芳").count() == 3


def test_a_file_that_cannot_be_understood_is_refused_and_not_kept(page, eager, files_root):
    for name, data in (("a.csv", b"x,y\n1,2\n"), ("a.zip", b"PK\x03\x04broken")):
        token = str(page.get("/imports/new/").context["form"]["submit_token"].value())
        sent = {"submit_token": token, "file": SimpleUploadedFile(name, data)}
        answer = page.post("/imports/new/", sent)
        assert answer.status_code == 422 and "请" in text(answer)
    assert not Batch.objects.exists() and not [p for p in files_root.rglob("*") if p.is_file()]


def test_a_template_shows_the_columns_and_its_example_row_is_not_imported(upload, page):
    names = [kind["dataset"].name for kind in page.get("/imports/new/").context["kinds"]]
    assert names[0] == PERSONS and set(names) == {dataset.name for dataset in registries.datasets}
    for name in names:
        data = page.get(f"/imports/templates/{name}/").content
        assert data.startswith(b"\xef\xbb\xbf") and upload(data, f"{name}.csv").state == "errors"


def test_without_imports_the_history_says_the_next_step(page):
    assert "还没有导入记录" in text(page.get("/imports/"))
