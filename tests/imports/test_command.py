"""``manage.py import_data``: what it loads, what it refuses and how it says so."""

import io
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from apps.casework.models import Case, Delegation
from apps.core import crypto
from apps.imports.models import Batch, RowError
from apps.payments.models import Coverage, Entitlement, EntitlementTerm, PaymentLine, Run, Transfer
from apps.people.models import BankAccount, Household, Person, PersonScope
from tests.imports.sets import CASES, PAYMENTS, PERSONS, TERMS, ImportSet, number

pytestmark = pytest.mark.django_db


def run(*paths, **options):
    """The output of the command."""
    out = io.StringIO()
    call_command("import_data", *map(str, paths), stdout=out, **options)
    return out.getvalue()


def refused(*paths, **options):
    """(output, last sentence) of a command that ends with 1."""
    out = io.StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("import_data", *map(str, paths), stdout=out, **options)
    return out.getvalue(), str(caught.value)


def everything():
    """How many rows there are of what an import writes."""
    models = (Person, PersonScope, BankAccount, Household, Delegation, Case, Entitlement, EntitlementTerm)
    more = (Coverage, Run, PaymentLine, Transfer, Batch, RowError)
    return [model.objects.count() for model in (*models, *more)]


def stages():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'staging'")
        return cursor.fetchone()[0]


def test_a_folder_loads_whole_with_money_derived_columns_and_scopes(tmp_path):
    loaded = ImportSet()
    out = run(loaded.write(tmp_path / "set"))
    assert "人员：40 行，新增 40，相同 0，有误 0" in out and "已导入。" in out
    person = Person.objects.get(number_digest=crypto.digest(number(0)))
    assert (person.number, person.phone, person.phone_hint) == (number(0), "13800000127", "138****0127")
    assert person.accounts.get().account == "6228480000000000000" and person.name_search
    assert set(person.scopes.values_list("reason", flat=True)) == {"home", "case", "benefit"}
    case = Case.objects.get(number="C00000")
    assert (case.state, case.origin, case.decider_text, case.is_open) == (
        "confirmed", "migration", "东胜街道", False,
    )  # fmt: skip
    paid = sum(line.amount for line in PaymentLine.objects.all())
    assert paid == sum(int(row["金额"]) for row in loaded.rows[PAYMENTS])
    assert set(Run.objects.values_list("state", "origin", "checked_by")) == {("done", "migration", None)}
    assert Transfer.objects.filter(state="paid").count() == len(loaded.rows[PAYMENTS])


def test_a_dry_run_and_a_set_with_an_error_leave_no_trace(tmp_path):
    made = ImportSet()
    before, staged = everything(), stages()
    assert "试运行通过，没有改动任何数据。" in run(made.write(tmp_path / "good"), dry_run=True)
    made.row(PERSONS, 3, 死亡日期="2021-02-30")
    out, last = refused(made.write(tmp_path / "bad"))
    assert "人员 第 5 行 死亡日期 [2021-02-30]：没有 2021-02-30 这一天" in out
    assert "有 1 处错误，没有导入任何数据。" in last
    assert (everything(), stages()) == (before, staged)


def test_the_same_set_again_changes_nothing(tmp_path):
    folder = ImportSet().write(tmp_path / "set")
    run(folder)
    before = everything()
    assert "人员：40 行，新增 0，相同 40，有误 0" in run(folder)
    assert everything()[:-2] == before[:-2]


def test_a_row_that_is_there_with_other_content_is_an_error(tmp_path):
    made = ImportSet(3)
    run(made.write(tmp_path / "set"))
    made.find(TERMS, 办件编号="C00000")["区划代码"] = "330212009"
    out, _ = refused(made.write(tmp_path / "set"))
    assert "库中已有同一记录且内容不同" in out


def test_the_error_file_loads_after_correction(tmp_path):
    made = ImportSet(4)
    right = made.row(CASES, 1)["受理日期"]
    made.row(CASES, 1, 受理日期="2021-02-30", 结果="通过")
    errors = tmp_path / "errors.zip"
    out, _ = refused(made.write(tmp_path / "set"), errors=errors)
    assert f"错误说明已写入 {errors}。" in out
    corrected = tmp_path / "corrected.zip"
    with zipfile.ZipFile(errors) as source, zipfile.ZipFile(corrected, "w") as target:
        for name in source.namelist():
            data = source.read(name).decode("utf-8-sig").replace("2021-02-30", right).replace("通过", "确认")
            target.writestr(name, data.encode())
    run(corrected)
    assert Case.objects.count() == 4


def test_csv_files_are_known_by_their_headers_and_checked_together(tmp_path):
    made = ImportSet(3)
    files = []
    for index, (name, data) in enumerate(made.files().items()):
        if name.endswith(".csv"):
            files.append(tmp_path / f"{index}.csv")
            files[-1].write_bytes(data)
    run(*reversed(files))
    assert Case.objects.count() == 3


def test_one_file_can_be_named_by_its_data_set_and_its_errors_come_as_csv(tmp_path):
    made = ImportSet(2)
    made.row(PERSONS, 1, 姓名="严2明")
    file, errors = tmp_path / "persons.csv", tmp_path / "errors.csv"
    file.write_bytes(made.csv(PERSONS, "gb18030"))
    refused(file, dataset=PERSONS, errors=errors)
    text = errors.read_text("utf-8-sig")
    assert "姓名：姓名中有数字" in text and text.count("\n") == 5
    errors.write_text(text.replace("严2明", "严明"), "utf-8")
    run(errors)
    assert Person.objects.count() == 4


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("nothing.csv", None, "没有"),
        ("empty.csv", b"", "是空文件"),
        ("book.xlsx", b"PK\x03\x04", "压缩包打不开"),
        ("other.csv", b"a,b\n1,2\n", "看不出"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(tmp_path, name, data, words):
    if data is not None:
        (tmp_path / name).write_bytes(data)
    assert words in refused(tmp_path / name)[1]


def test_a_missing_column_and_an_unknown_one_are_told_by_name(tmp_path):
    data = (
        ImportSet(2)
        .csv(PERSONS)
        .replace("联系电话".encode(), "电话".encode())
        .replace("姓名".encode(), "名".encode())
    )
    (tmp_path / "p.csv").write_bytes(data)
    out, _ = refused(tmp_path / "p.csv", dataset=PERSONS)
    assert "不认识“电话”列，是否应为“联系电话”？" in out and "缺少“姓名”列" in out
