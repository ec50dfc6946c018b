"""Workbooks at the upload: read as what they show, explained where Excel has lost something, refused when hostile."""

import io
import re
import time
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.core.registries import datasets
from apps.files.sandbox import ChildKilled
from apps.imports.models import Batch, RowError
from apps.people.models import Person
from tests.imports.books import book, book_of, crafted
from tests.imports.sets import MEMBERS, PERSONS, ImportSet

pytestmark = pytest.mark.django_db(transaction=True)

CELL = '<row r="1"><c r="{}" t="inlineStr"><is><t>x</t></is></c></row>'


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def refused(page, eager, files_root):
    """Upload bytes; answers the words of the refusal. Nothing of them is kept."""

    def send(data, name="人员.xlsx"):
        token = str(page.get("/imports/new/").context["form"]["submit_token"].value())
        sent = {"submit_token": token, "dataset": PERSONS, "file": SimpleUploadedFile(name, data)}
        answer = page.post("/imports/new/", sent)
        assert answer.status_code == 422 and not Batch.objects.exists()
        assert not [path for path in files_root.rglob("*") if path.is_file()]
        return words(answer)

    return send


def rows_of(made, **columns):
    """Header and rows of the persons, with cells put into the first row."""
    first = made.rows[PERSONS][0]
    return [list(first), [columns.get(name, value) for name, value in first.items()], *(
        list(row.values()) for row in made.rows[PERSONS][1:]
    )]  # fmt: skip


def test_a_workbook_loads_like_a_csv_file(upload, page, small):
    batch = upload(book_of(small, PERSONS), "人员.xlsx")
    assert (batch.state, batch.datasets, batch.is_set) == ("ready", [PERSONS], False)
    page.post(f"/imports/{batch.pk}/confirm/")
    assert Person.objects.filter(name="陈秀芳").count() == 3
    again = upload(small.csv(PERSONS), "人员.csv")
    assert (again.total("new"), again.total("same")) == (0, 6)


def test_a_set_may_hold_workbooks(upload, page, small):
    files = small.files()
    del files["persons.csv"]
    files["persons.xlsx"] = book_of(small, PERSONS)
    files["manifest.json"] = files["manifest.json"].replace(b"persons.csv", b"persons.xlsx")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    batch = upload(buffer.getvalue())
    assert (batch.state, batch.is_set, batch.total("bad")) == ("ready", True, 0)


def test_digits_that_excel_has_lost_are_explained_in_their_row(upload, small):
    rows = rows_of(small, 身份证号=330299194003150002, 银行账号=6228480000000000001)
    batch = upload(book(rows), "人员.xlsx")
    told = dict(RowError.objects.filter(batch=batch, row=2).values_list("column", "reason"))
    assert told["身份证号"] == "这一格在 Excel 中是数字，末三位已丢失，请把该列设为文本后重新填写。"
    assert "第 15 位以后已丢失" in told["银行账号"]


def test_digits_lost_before_the_file_became_csv_are_explained_too(upload, small):
    for row, typed in enumerate(("3.30299E+17", "330299194003151000")):
        small.row(PERSONS, row, 身份证号=typed)
    batch = upload(small.csv(PERSONS), "人员.csv")
    reasons = list(RowError.objects.filter(batch=batch, column="身份证号").values_list("reason", flat=True))
    assert len(reasons) == 2 and all("丢失" in reason for reason in reasons)


def test_dates_are_read_as_dates_serial_numbers_and_text(upload, page):
    made = ImportSet(2)
    days = (date(2021, 3, 4), 44259, 20210304, "2021年3月4日")
    rows = rows_of(made)
    for row, day in zip(rows[1:], days, strict=True):
        row[rows[0].index("死亡日期")] = day
    batch = upload(book(rows), "人员.xlsx")
    page.post(f"/imports/{batch.pk}/confirm/")
    assert list(Person.objects.values_list("death_date", flat=True)) == [date(2021, 3, 4)] * 4


def test_formulas_numbers_and_other_sheets_are_remarked(upload, page, small):
    rows = rows_of(small, 住址=("=1+1", 2), 联系电话=13800000127)
    batch = upload(book(rows, others=("草稿",)), "人员.xlsx")
    shown = words(page.get(batch.get_absolute_url()))
    assert "1 格是公式（最先在 E2）" in shown and "“联系电话”列有 1 格在 Excel 中是数字" in shown
    assert "只读取第一个工作表“数据”" in shown and "XLSX" in shown


def test_a_formula_without_a_result_is_an_error_of_its_cell(upload, small):
    batch = upload(book(rows_of(small, 住址=("=1/0", "#DIV/0!"))), "人员.xlsx")
    assert "算不出结果" in RowError.objects.get(batch=batch, row=2, column="住址").reason


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (crafted(CELL.format("A1") + CELL.format("XFD1048576")), "超出第 200,001 行"),
        (crafted(CELL.format("XFD2")), "超出第 200 列"),
        (crafted('<row r="1"><c t="inlineStr"><is><t>x</t></is></c></row>'), "没有位置"),
        (crafted('<row r="1"><c s="&lt;" r="A1" r="XFD1048576"/></row>'), "没有位置"),
        (crafted(CELL.format("A1"), extra={"xl/vbaProject.bin": b"x"}), "带有宏"),
        (crafted(extra={"xl/x.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "外部声明"),
        (crafted(extra={"xl/x.xml": "<?xml version='1.0' encoding='UTF-16'?><a/>".encode("utf-16")}), "编码"),
        (crafted(extra={"xl/bomb.xml": b" " * 30_000_000}), "压缩比异常"),
        (crafted(extra={f"xl/{n}.xml": "<a/>" for n in range(600)}), "内部文件太多"),
        (crafted(workbook='<workbookPr date1904="1"/>'), "1904"),
        (crafted(CELL.format("A1"))[:-40], "打不开"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "旧格式（XLS）或设有密码"),
    ],
)  # fmt: skip
def test_a_hostile_or_broken_workbook_is_refused_in_words(refused, data, said):
    assert said in refused(data)


def test_a_parser_that_is_killed_means_that_the_file_is_refused(refused, small, monkeypatch):
    def killed(*args, **kwargs):
        raise ChildKilled("ended by SIGABRT")

    monkeypatch.setattr("apps.files.xlsx_in.run_sandboxed", killed)
    assert "内容异常，没有读取" in refused(book_of(small, PERSONS))


def test_shared_texts_that_would_fill_the_memory_end_the_child_only(refused):
    long = "长" * 32_000
    strings = (
        f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{long}</t></si></sst>'
    )
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 60_001))
    types = {"xl/sharedStrings.xml": strings, "xl/_rels/workbook.xml.rels": ""}
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(crafted(cells))) as old, zipfile.ZipFile(data, "w", 8) as new:
        for name in old.namelist():
            text = old.read(name).decode()
            if name == "xl/_rels/workbook.xml.rels":
                text = text.replace(
                    "</Relationships>",
                    '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
                    'relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
                )
            new.writestr(name, text)
        new.writestr("xl/sharedStrings.xml", types["xl/sharedStrings.xml"])
    began = time.monotonic()
    assert "没有读取" in refused(data.getvalue()) and time.monotonic() - began < 60


def test_members_and_persons_of_one_workbook_each_are_told_apart_by_their_header(upload, small):
    assert upload(book_of(small, MEMBERS), "a.xlsx").datasets == [MEMBERS]


def test_a_list_of_deaths_may_be_a_workbook_and_is_not_undone_by_batch(upload, page, small):
    page.post(f"/imports/{upload(small.csv(PERSONS), 'a.csv').pk}/confirm/")
    who = small.rows[PERSONS][0]
    heads = ["姓名", "身份证号", "死亡日期", "信息来源", "证明编号"]
    source = next(iter(datasets.get("people.deaths").column("source").choices))
    batch = upload(
        book([heads, [who["姓名"], who["身份证号"], date(2021, 12, 5), source, "证1"]]), "死亡名单.xlsx"
    )
    page.post(f"/imports/{batch.pk}/confirm/")
    assert Person.objects.get(number_hint__endswith=who["身份证号"][-4:]).death_date == date(2021, 12, 5)
    page.post(f"/imports/{batch.pk}/undo/")
    batch.refresh_from_db()
    assert batch.state == "done" and "逐人撤销登记" in words(page.get(f"/imports/{batch.pk}/undo/"))
