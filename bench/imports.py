"""Persons in households, wholly checked and encrypted, against COPY of the finished rows into the same tables."""

import csv
import json
import resource
import shutil
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connections

from bench import ground
from bench.measure import Row, once

TABLES = (
    "people_person",
    "people_personscope",
    "people_bankaccount",
    "people_household",
    "people_householdmember",
)
BIRTHS = 20_000  # days of birth, so that a number is never met twice


def run(scale: float) -> list[Row]:
    count = max(1_000, int(1_000_000 * scale))
    folder = ground.ROOT / "var" / "bench-set"
    shutil.rmtree(folder, ignore_errors=True)
    _write(folder, count)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ours = once(lambda: call_command("import_data", str(folder), stdout=_Silent()))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    floor = _floor()
    shutil.rmtree(folder)
    return [
        Row(f"import of {count:,} persons in households", ours, floor, 2.5, f"memory grew by {grown:.0f} MB")
    ]


class _Silent:
    def write(self, text: str) -> None:
        return None


def _write(folder: Path, count: int) -> None:
    """A set of two-person households, one file each of persons, households and members."""
    from datetime import date, timedelta

    from apps.core.numbers import check_digit
    from apps.core.registries import datasets
    from apps.regions.models import Region

    folder.mkdir(parents=True)
    places = list(
        Region.objects.filter(level=Region.Level.COMMUNITY).order_by("code").values_list("code", flat=True)
    )
    names = ("people.persons", "people.households", "people.members")
    files, writers = {}, {}
    for name in names:
        files[name] = (folder / f"{name}.csv").open("w", newline="", encoding="utf-8-sig")
        writers[name] = csv.DictWriter(files[name], [column.header for column in datasets.get(name).columns])
        writers[name].writeheader()
    head = ""
    for index in range(count):
        born = date(1940, 1, 1) + timedelta(days=index % BIRTHS)
        stem = f"330299{born:%Y%m%d}{index // BIRTHS:03d}"
        number, place, house = stem + check_digit(stem), places[index // 2 % len(places)], f"H{index // 2}"
        writers["people.persons"].writerow(
            {
                "姓名": "王" + "一二三四五六七八九十"[index % 10] + "明华"[index % 2],
                "身份证号": number,
                "户籍区划代码": place,
                "住址": f"某路 {index % 900} 号",
                "联系电话": f"139{index:08d}",
                "开户行": "鄞州银行",
                "银行账号": f"622848{index:013d}",
            }
        )
        head = head if index % 2 else number
        if not index % 2:
            writers["people.households"].writerow(
                {"家庭编号": house, "户主身份证号": number, "区划代码": place, "建档日期": "2020-01-01"}
            )
        writers["people.members"].writerow(
            {
                "家庭编号": house,
                "身份证号": number,
                "与户主关系": "配偶" if index % 2 else "本人",
                "加入日期": "2020-01-01",
            }
        )
    for handle in files.values():
        handle.close()
    _write_manifest(folder, names)


def _write_manifest(folder: Path, names: tuple[str, ...]) -> None:
    manifest = {"name": "bench", "datasets": {name: f"{name}.csv" for name in names}}
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False))


def _floor() -> float:
    """The rows as they are now, taken out and put back by COPY with all indexes and keys in place."""
    folder = ground.ROOT / "var" / "bench-rows"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    columns = {}
    with connections["owner"].cursor() as cursor:
        for table in TABLES:
            cursor.execute(
                "SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position)"
                " FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'",
                [table],
            )
            columns[table] = cursor.fetchone()[0]
            with (
                (folder / table).open("wb") as target,
                _raw(cursor).copy(f"COPY {table} ({columns[table]}) TO STDOUT") as rows,
            ):
                for chunk in rows:
                    target.write(chunk)

    def put_back() -> None:
        with connections["owner"].cursor() as cursor:
            for table in TABLES:
                with (
                    (folder / table).open("rb") as source,
                    _raw(cursor).copy(f"COPY {table} ({columns[table]}) FROM STDIN") as rows,
                ):
                    while chunk := source.read(1 << 20):
                        rows.write(chunk)

    def emptied() -> float:
        ground.sql(f"TRUNCATE {', '.join(TABLES)} CASCADE")
        return once(put_back)

    seconds = min(emptied() for _ in range(2))
    shutil.rmtree(folder)
    return seconds


def _raw(cursor: Any) -> Any:
    return cursor.cursor if hasattr(cursor, "cursor") else cursor
