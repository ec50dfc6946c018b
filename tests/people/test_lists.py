"""Lists from elsewhere: former and old numbers find their person; deaths are matched, and nobody is made of them."""

from datetime import date

import pytest

from apps.accounts.actors import system_actor
from apps.core import registries
from apps.core.declarations import DeathFollowup
from apps.core.registries import datasets
from apps.imports.paths import plans_of
from apps.imports.services import import_plans
from apps.people.models import DeathRecord, Person
from apps.people.services import confirm_identity, correct_identity
from tests.factories import DISTRICT, DONGSHENG, community_of, make_actor, make_person, resident_number
from tests.people.files import paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def load(tmp_path):
    """Loads rows (dicts by header) of a data set; answers the result."""

    def run(name, *rows):
        headers = datasets.get(name).headers
        lines = [",".join(headers), *(",".join(row.get(header, "") for header in headers) for row in rows)]
        path = tmp_path / f"{name}.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        return import_plans(
            plans_of([path], datasets.get(name)),
            actor=system_actor("system_import"),
            dry_run=False,
            progress=lambda *_: None,
            witness=lambda *_: None,
        )

    return run


def told(result):
    return [(error.column, error.reason) for error in result.first_errors]


def row(person, **more):
    return {
        "姓名": person.name,
        "身份证号": person.number,
        "户籍区划代码": person.home_region_id,
        "民族": person.ethnicity,
        **more,
    }


def renumbered(person):
    change = correct_identity(
        person,
        name=person.name,
        number=resident_number(),
        reason="更正",
        evidence=paper(),
        actor=make_actor("acceptance_clerk", DONGSHENG),
    )
    confirm_identity(change, actor=make_actor("section_officer", DISTRICT))


def test_a_list_with_the_old_number_and_one_with_the_new_are_one_person(load):
    """Edge case 20."""
    person = make_person("陈秀芳")
    old = row(person)
    renumbered(person)
    person.refresh_from_db()
    for listed in (old, row(person, 身份证号=f" {person.number.lower()} ")):
        assert load("people.persons", listed).counts["people.persons"]["same"] == 1
    assert Person.objects.count() == 1


def test_another_person_with_the_number_that_was_entered_wrongly_is_somebody_new(load):
    person = make_person("陈秀芳")
    owner = row(person, 姓名="赵真")
    renumbered(person)
    assert load("people.persons", owner).loaded
    assert Person.objects.filter(name="赵真").exists() and Person.objects.count() == 2


def test_fifteen_digits_match_and_never_begin_a_file(load):
    make_person("陈某", birth=date(1949, 12, 31), number="11010519491231002X")
    known = {
        "姓名": "陈某",
        "身份证号": "110105491231002",
        "户籍区划代码": community_of(DONGSHENG),
        "民族": "汉族",
    }
    assert load("people.persons", known).counts["people.persons"]["same"] == 1
    unknown = {**known, "身份证号": "110105491231004"}
    assert [reason[:11] for _, reason in told(load("people.persons", unknown))] == ["这是 15 位旧身份证"]


@pytest.mark.parametrize(("typed", "said"), [("11010549123100O", "字母 O"), ("110105491231997", "百岁")])
def test_old_numbers_that_cannot_be_read_are_explained(load, typed, said):
    listed = {"姓名": "陈某", "身份证号": typed, "户籍区划代码": community_of(DONGSHENG)}
    assert said in told(load("people.persons", listed))[0][1]


def death(person, day="2022-01-05", **more):
    return {"姓名": person.name, "身份证号": person.number, "死亡日期": day, "信息来源": "公安", **more}


def test_a_list_of_deaths_is_matched_by_number_and_opens_what_follows(load, monkeypatch):
    followed = []
    followup = DeathFollowup("test", lambda person, day, actor: followed.append((person.pk, day)) or True)
    monkeypatch.setattr(registries.death_followups, "_items", {"test": followup})
    person, corrected = make_person("陈秀芳"), make_person("李建设")
    old = death(corrected, "2022-01-06")
    renumbered(corrected)
    stranger = {**death(person), "姓名": "外人", "身份证号": resident_number()}
    assert load("people.deaths", death(person), old, stranger).loaded
    days = dict(Person.objects.values_list("name", "death_date"))
    assert days == {"陈秀芳": date(2022, 1, 5), "李建设": date(2022, 1, 6)}
    assert followed == [(person.pk, date(2022, 1, 5)), (corrected.pk, date(2022, 1, 6))]
    assert set(DeathRecord.objects.values_list("source", flat=True)) == {"police"}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"姓名": "陈秀方"}, "姓名不一致"),
        ({"死亡日期": "2022-02-01"}, "晚于今天"),
        ({"死亡日期": "1949-10-01"}, "早于出生日期"),
    ],
)
def test_a_death_that_does_not_fit_the_file_is_an_error(load, changed, said):
    person = make_person("陈秀芳")
    result = load("people.deaths", {**death(person), **changed})
    assert said in told(result)[0][1] and not DeathRecord.objects.exists()


def test_the_same_list_again_changes_nothing_and_another_day_is_an_error(load):
    person = make_person("陈秀芳")
    load("people.deaths", death(person))
    assert load("people.deaths", death(person, 证明编号="A1")).counts["people.deaths"]["same"] == 1
    assert "已登记于" in told(load("people.deaths", death(person, "2022-01-07")))[0][1]
