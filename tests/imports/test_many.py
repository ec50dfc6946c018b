"""Tens of thousands of persons with bad rows of every kind: each is reported, corrected, loaded, and undone."""

import csv
import io
import json
import os
import zipfile

import pytest

from apps.core import numbers
from apps.core.registries import datasets
from apps.imports.models import RowError
from apps.people.models import Person
from tests.imports.sets import COMMUNITY, COVERAGE, HOUSEHOLDS, MEMBERS, NAMES, PERSONS, TERMS, ImportSet
from tests.imports.test_undo import content

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = int(os.environ.get("MANY_PEOPLE", "32000"))  # `make hold` asks for a hundred thousand
FAMILIES = 60
LONG = "长" * 201


def number(serial):
    """Valid, and none of the small set's: born in June."""
    stem = f"330299{1930 + serial % 80}06{1 + serial // 80 % 28:02}{serial // 2240:03}"
    return stem + numbers.check_digit(stem)


def many():
    """A set of families with cases, and persons beside them."""
    made = ImportSet(FAMILIES)
    template = dict.fromkeys(datasets.get(PERSONS).headers, "")
    made.rows[PERSONS] += [
        {
            **template,
            "姓名": "陈秀芳",
            "身份证号": number(serial),
            "户籍区划代码": COMMUNITY,
            "住址": "测试路 2 号",
        }
        for serial in range(PEOPLE - len(made.rows[PERSONS]))
    ]
    return made


def wrong_digit(text):
    return text[:-1] + ("1" if text[-1] != "1" else "2")


def bad_rows(made):
    """(data set, index) → (what is written there, the columns that are reported)."""
    persons, members = made.rows[PERSONS], made.rows[MEMBERS]
    return {
        (PERSONS, 500): ({"姓名": ""}, {"姓名"}),
        (PERSONS, 2_500): ({"身份证号": wrong_digit(persons[2_500]["身份证号"])}, {"身份证号"}),
        (PERSONS, 5_000): ({"户籍区划代码": "东胜街道王家村"}, {"户籍区划代码"}),
        (PERSONS, 150): ({"姓名": "严冬"}, {"姓名"}),
        (PERSONS, 7_500): ({"身份证号": persons[7_250]["身份证号"]}, {"身份证号"}),
        (PERSONS, 151): ({"银行账号": "6228480000000000077", "开户行": "鄞州银行"}, {"开户行", "银行账号"}),
        (PERSONS, 10_000): ({"死亡日期": "2021-02-30"}, {"死亡日期"}),
        (PERSONS, 12_500): ({"死亡日期": "1901-01-01"}, {"死亡日期"}),
        (PERSONS, 15_000): ({"住址": LONG}, {"住址"}),
        (PERSONS, 17_500): ({"开户行": "鄞州银行"}, {"银行账号"}),
        (PERSONS, 20_000): (
            {"身份证号": "3.30299E+17", "死亡日期": "2021/13/02", "住址": LONG},
            {"身份证号", "死亡日期", "住址"},
        ),
        (PERSONS, PEOPLE - 1): ({"姓名": "陈1", "户籍区划代码": "999", "联系电话": "12ab"},
                                {"姓名", "户籍区划代码", "联系电话"}),
        (MEMBERS, 1): ({"与户主关系": "本家"}, {"与户主关系"}),
        (MEMBERS, 3): ({"家庭编号": "没有的家庭"}, {"家庭编号"}),
        (MEMBERS, 9): ({"身份证号": members[7]["身份证号"]}, {"身份证号"}),
        (TERMS, 8): ({"月金额": "1,00x"}, {"月金额"}),
        (COVERAGE, 11): ({"最后月": "2020-12"}, {"最后月"}),
    }  # fmt: skip


def zipped(rows):
    buffer = io.BytesIO()
    chosen = {name: f"{name.partition('.')[2]}.csv" for name in NAMES}
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("manifest.json", json.dumps({"name": "十万人", "datasets": chosen}))
        for name, file in chosen.items():
            text = io.StringIO()
            writer = csv.writer(text)
            writer.writerow(rows[name][0])
            writer.writerows(row.values() for row in rows[name])
            archive.writestr(file, text.getvalue())
    return buffer.getvalue()


def corrected(error_file, good, bad):
    """The error file with every row that has an explanation put right, as somebody at a spreadsheet would."""
    buffer, explained = io.BytesIO(), set()
    with (
        zipfile.ZipFile(io.BytesIO(error_file)) as old,
        zipfile.ZipFile(buffer, "w", 8, compresslevel=1) as new,
    ):
        names = {file: name for name, file in json.loads(old.read("manifest.json"))["datasets"].items()}
        for file in old.namelist():
            data = old.read(file)
            if file in names:
                rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
                for index, row in enumerate(rows[1:]):
                    if row[-1]:
                        explained.add((names[file], index))
                        row[:-1] = good[names[file]][index].values()
                text = io.StringIO()
                csv.writer(text).writerows(rows)
                data = text.getvalue().encode()
            new.writestr(file, data)
    return buffer.getvalue(), explained


def test_a_hundred_thousand_persons_with_bad_rows_of_every_kind(upload, page):
    made = many()
    known = ImportSet(0)
    known.rows[PERSONS] = made.rows[PERSONS][150:152]
    first = upload(known.csv(PERSONS), "a.csv")
    page.post(f"/imports/{first.pk}/confirm/")
    before, bad = content(), bad_rows(made)

    good = {
        name: [dict(row) for row in rows] if name != PERSONS else list(rows)
        for name, rows in made.rows.items()
    }
    for (name, index), (changes, _) in bad.items():
        made.rows[name][index] = {**made.rows[name][index], **changes}
    batch = upload(zipped(made.rows))
    assert batch.state == "errors"
    told = {}
    for name, row, column in RowError.objects.filter(batch=batch).values_list("dataset", "row", "column"):
        told.setdefault((name, row - 2), set()).add(column)
    assert told == {key: columns for key, (_, columns) in bad.items()}

    answer = page.get(f"/imports/{batch.pk}/errors/")
    again, explained = corrected(b"".join(answer.streaming_content), good, bad)
    assert explained == set(bad)
    fixed = upload(again)
    assert (fixed.state, fixed.total("bad")) == ("ready", 0)
    page.post(f"/imports/{fixed.pk}/confirm/")
    assert Person.objects.count() == PEOPLE

    after = content()
    same = upload(again)
    assert (same.state, same.total("new"), same.total("changed")) == ("ready", 0, 0)
    assert content() == after
    page.post(f"/imports/{fixed.pk}/undo/")
    fixed.refresh_from_db()
    assert fixed.state == "undone" and content() == before
    assert HOUSEHOLDS in fixed.datasets
