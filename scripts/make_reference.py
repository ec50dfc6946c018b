"""Write the reference fixtures of regions and of the working calendar.

    python scripts/make_reference.py REGIONS.csv

REGIONS.csv has the columns code, name, level (district, town, community), kind (street, town, village,
community) and parent_code, as published. Standards and parameters are kept by hand in their own files.
The result is the same for the same input.
"""

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Final

REFERENCE: Final = Path(__file__).resolve().parent.parent / "fixtures" / "reference"

# The streets of the high-tech zone, which the district does not administer.
OTHER_ADMINISTRATION: Final = frozenset({"330212004", "330212015", "330212016"})
VILLAGES, COMMUNITIES = 180, 162
# Demo assumption (docs/decisions/0003-reference-data.md): what is not newer has the district's own date.
FOUNDED: Final = "2002-04-19"
# The six communities founded in the demo year; 郡柳 is named as such, the others are chosen.
FOUNDED_IN_2021: Final = {
    "郡柳社区": "2021-04-12",
    "君睿社区": "2021-05-20",
    "文汇社区": "2021-05-20",
    "堇云社区": "2021-07-08",
    "堇天社区": "2021-09-16",
    "晴江社区": "2021-11-03",
}
# Named in the district's report or met in the demo's stories: never dropped.
NAMED: Final = frozenset(
    {
        *FOUNDED_IN_2021,
        *("海创社区", "欢乐海岸社区", "和丰社区", "世纪社区", "仇毕社区", "仁城社区", "华侨城社区"),
        *("朱雀社区", "丹凤社区", "黄鹂社区", "宁城社区", "中兴社区", "格兰春天社区", "金色水岸社区"),
        *("王家社区", "曙光社区", "史家社区", "庆安社区", "大河社区", "戎家社区", "泰和社区"),
        *("张斌社区", "樱花社区"),
        *("走马塘村", "球东村", "茅山村", "横溪村", "湾底村", "天童村"),
    }
)

# Year: (order, holidays). A holiday: (name, first day off, last day off, weekend days worked for it).
# Weekends inside a holiday are off anyway; days that lie in another year are given to that year's calendar.
ORDERS: Final[dict[int, tuple[str, tuple[tuple[str, str, str, str], ...]]]] = {
    2018: (
        "国办发明电〔2017〕12号",
        (
            ("元旦", "2018-01-01", "2018-01-01", ""),
            ("春节", "2018-02-15", "2018-02-21", "2018-02-11 2018-02-24"),
            ("清明节", "2018-04-05", "2018-04-07", "2018-04-08"),
            ("劳动节", "2018-04-29", "2018-05-01", "2018-04-28"),
            ("端午节", "2018-06-16", "2018-06-18", ""),
            ("中秋节", "2018-09-22", "2018-09-24", ""),
            ("国庆节", "2018-10-01", "2018-10-07", "2018-09-29 2018-09-30"),
        ),
    ),
    2019: (
        "国办发明电〔2018〕15号、国办发明电〔2019〕3号",
        (
            ("元旦", "2018-12-30", "2019-01-01", "2018-12-29"),
            ("春节", "2019-02-04", "2019-02-10", "2019-02-02 2019-02-03"),
            ("清明节", "2019-04-05", "2019-04-07", ""),
            ("劳动节", "2019-05-01", "2019-05-04", "2019-04-28 2019-05-05"),
            ("端午节", "2019-06-07", "2019-06-09", ""),
            ("中秋节", "2019-09-13", "2019-09-15", ""),
            ("国庆节", "2019-10-01", "2019-10-07", "2019-09-29 2019-10-12"),
        ),
    ),
    2020: (
        "国办发明电〔2019〕16号、国办发明电〔2020〕1号",
        (
            ("元旦", "2020-01-01", "2020-01-01", ""),
            ("春节", "2020-01-24", "2020-02-02", "2020-01-19"),
            ("清明节", "2020-04-04", "2020-04-06", ""),
            ("劳动节", "2020-05-01", "2020-05-05", "2020-04-26 2020-05-09"),
            ("端午节", "2020-06-25", "2020-06-27", "2020-06-28"),
            ("国庆节、中秋节", "2020-10-01", "2020-10-08", "2020-09-27 2020-10-10"),
        ),
    ),
    2021: (
        "国办发明电〔2020〕27号",
        (
            ("元旦", "2021-01-01", "2021-01-03", ""),
            ("春节", "2021-02-11", "2021-02-17", "2021-02-07 2021-02-20"),
            ("清明节", "2021-04-03", "2021-04-05", ""),
            ("劳动节", "2021-05-01", "2021-05-05", "2021-04-25 2021-05-08"),
            ("端午节", "2021-06-12", "2021-06-14", ""),
            ("中秋节", "2021-09-19", "2021-09-21", "2021-09-18"),
            ("国庆节", "2021-10-01", "2021-10-07", "2021-09-26 2021-10-09"),
        ),
    ),
    2022: (
        "国办发明电〔2021〕11号",
        (
            ("元旦", "2022-01-01", "2022-01-03", ""),
            ("春节", "2022-01-31", "2022-02-06", "2022-01-29 2022-01-30"),
            ("清明节", "2022-04-03", "2022-04-05", "2022-04-02"),
            ("劳动节", "2022-04-30", "2022-05-04", "2022-04-24 2022-05-07"),
            ("端午节", "2022-06-03", "2022-06-05", ""),
            ("中秋节", "2022-09-10", "2022-09-12", ""),
            ("国庆节", "2022-10-01", "2022-10-07", "2022-10-08 2022-10-09"),
        ),
    ),
    2023: (
        "国办发明电〔2022〕16号",
        (
            ("元旦", "2022-12-31", "2023-01-02", ""),
            ("春节", "2023-01-21", "2023-01-27", "2023-01-28 2023-01-29"),
            ("清明节", "2023-04-05", "2023-04-05", ""),
            ("劳动节", "2023-04-29", "2023-05-03", "2023-04-23 2023-05-06"),
            ("端午节", "2023-06-22", "2023-06-24", "2023-06-25"),
            ("中秋节、国庆节", "2023-09-29", "2023-10-06", "2023-10-07 2023-10-08"),
        ),
    ),
}  # fmt: skip

Row = dict[str, str]
Fixture = dict[str, object]


def read_regions(path: Path) -> list[Row]:
    """Regions that the district administers, with the names that people use (泰和社区, 走马塘村)."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    kept = [row for row in rows if not OTHER_ADMINISTRATION & {row["code"], row["parent_code"]}]
    for row in kept:
        row["name"] = row["name"].removesuffix("居委会").removesuffix("村委会")
    return kept


def choose(rows: list[Row], kind: str, wanted: int) -> Iterator[Row]:
    """`wanted` of the rows of a kind.

    Named ones stay. Names that do not stand by themselves go (莫枝居委会 would be shown as 莫枝, a village's
    name); of the rest each town gives its share, the newest codes first.
    """
    kept: list[Row] = []
    spare: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["kind"] == kind and row["name"] in NAMED:
            kept.append(row)
        elif row["kind"] == kind and row["name"].endswith(("社区", "村")):
            spare[row["parent_code"]].append(row)
    quotas = shares({town: len(members) for town, members in spare.items()}, wanted - len(kept))
    yield from kept
    for town, members in spare.items():
        yield from sorted(members, key=lambda row: row["code"])[: quotas[town]]


def shares(sizes: dict[str, int], wanted: int) -> dict[str, int]:
    """Split `wanted` in proportion to the sizes, by largest remainder."""
    whole = sum(sizes.values())
    quotas = {key: size * wanted // whole for key, size in sizes.items()}
    by_remainder = sorted(sizes, key=lambda key: (-(sizes[key] * wanted % whole), key))
    for key in by_remainder[: wanted - sum(quotas.values())]:
        quotas[key] += 1
    return quotas


def region_fixtures(rows: list[Row]) -> list[Fixture]:
    """District and towns, then the chosen communities, parents before children."""
    upper = [row for row in rows if row["level"] in {"district", "town"}]
    lower = [row for row in rows if row["level"] == "community" and row["kind"] in {"village", "community"}]
    chosen = [*choose(lower, "village", VILLAGES), *choose(lower, "community", COMMUNITIES)]
    ordered = [*upper, *sorted(chosen, key=lambda row: row["code"])]
    return [
        {
            "model": "regions.region",
            "pk": row["code"],
            "fields": {
                "name": row["name"],
                "level": row["level"],
                "kind": row["kind"],
                "parent": None if row["level"] == "district" else row["parent_code"],
                "opened_on": FOUNDED_IN_2021.get(row["name"], FOUNDED),
            },
        }
        for row in ordered
    ]


def calendar_fixtures() -> list[Fixture]:
    """The years, then every weekday that is off and every weekend day that is worked."""
    days: dict[date, Fixture] = {}
    for order, holidays in ORDERS.values():
        for name, first, last, worked in holidays:
            for day in span(date.fromisoformat(first), date.fromisoformat(last)):
                if day.weekday() < 5:
                    days[day] = day_fixture(day, name, is_working=False)
            for text in worked.split():
                day = date.fromisoformat(text)
                if day.weekday() < 5 or day in days:
                    raise SystemExit(f"{order}: {text} is no weekend day to be worked")
                days[day] = day_fixture(day, f"{name}调休上班", is_working=True)
    years: list[Fixture] = [
        {"model": "policy.calendaryear", "pk": year, "fields": {"source": order}}
        for year, (order, _) in ORDERS.items()
    ]
    return [*years, *(days[day] for day in sorted(days) if day.year in ORDERS)]


def day_fixture(day: date, label: str, *, is_working: bool) -> Fixture:
    """One row of policy.CalendarDay."""
    fields = {"year": day.year, "is_working": is_working, "label": label}
    return {"model": "policy.calendarday", "pk": day.isoformat(), "fields": fields}


def span(first: date, last: date) -> Iterator[date]:
    """Every day from first to last, both included."""
    for count in range((last - first).days + 1):
        yield first + timedelta(days=count)


def write(name: str, fixtures: Iterable[Fixture]) -> None:
    """One object a line, so that a change of a row is a change of a line."""
    lines = ",\n".join(json.dumps(fixture, ensure_ascii=False) for fixture in fixtures)
    (REFERENCE / name).write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def main() -> None:
    """Write both files."""
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    REFERENCE.mkdir(parents=True, exist_ok=True)
    write("regions.json", region_fixtures(read_regions(Path(sys.argv[1]))))
    write("calendar.json", calendar_fixtures())


if __name__ == "__main__":
    main()
