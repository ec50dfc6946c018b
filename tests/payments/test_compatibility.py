"""Programmes that exclude each other for one person in one month (assistance rulebook §7, edge cases 9 and 11)."""

from datetime import date

import pytest
from django.db import transaction
from django.urls import reverse

from apps.core import clock
from apps.core.errors import Refused
from apps.payments.models import Compatibility, Coverage
from apps.payments.services import life, runs
from apps.payments.services.compatibility import clashes
from apps.payments.ties import double_months
from tests.factories import make_person
from tests.payments.factories import FEBRUARY, JANUARY, make_benefit, make_paid_run, open_for
from tests.payments.test_guards import sql_is_refused
from tests.support.accounts import account, browser
from tests.support.races import at_once

DECEMBER = date(2021, 12, 1)
PUT_ON_ROLL = (
    "INSERT INTO payments_coverage (entitlement_id, person_id, exclusive_group, first_month, end_reason, case_id)"
    " SELECT id, %s, 'x', '2022-01-01', '', case_id FROM payments_entitlement WHERE id = %s"
)


def told(person, programme, month=JANUARY):
    """Programme and verdict of what the person receives beside ``programme``."""
    return [(clash.programme, clash.verdict) for clash in clashes([person.pk], programme, month)]


@pytest.mark.django_db
def test_what_somebody_receives_is_told_by_what_the_rule_says_of_the_pair():
    person = make_benefit().payee
    assert told(person, "tekun") == [("dibao", "forbid")]
    assert told(person, "child") == [("dibao", "top_up")]
    assert told(person, "dibao") == [("dibao", "forbid")]  # the same once more
    assert (
        told(person, "disability_living") == told(person, "temporary_aid") == told(person, "not_listed") == []
    )
    (clash,) = clashes([person.pk], "tekun", JANUARY)
    assert clash.sentence == "陈秀芳已在东胜街道享受低保（2022 年 1 月起），不能同时享受特困供养"
    assert clashes([person.pk], "tekun", date(2021, 6, 1), DECEMBER) == []  # over before it begins


@pytest.mark.django_db
def test_the_second_benefit_is_refused_until_the_first_has_ended_and_begins_in_the_month_after(desk):
    benefit = make_benefit()
    with pytest.raises(Refused, match=r"陈秀芳已在东胜街道享受低保.*不能同时享受特困供养") as refused:
        open_for(benefit.payee, "tekun")
    assert refused.value.hint == "请先核实，待原待遇终止后再办理。"
    life.end(benefit, last_month=JANUARY, reason="转特困供养", actor=desk.maker, case=benefit.case)
    with pytest.raises(Refused, match="不能同时享受"), transaction.atomic():
        open_for(benefit.payee, "tekun")
    assert open_for(benefit.payee, "tekun", from_month=FEBRUARY).from_month == FEBRUARY


@pytest.mark.django_db
def test_whoever_joins_a_family_brings_no_benefit_that_excludes_it(desk):
    benefit, joins = make_benefit(), make_person("周建国")
    open_for(joins, "orphan")
    with pytest.raises(Refused, match="周建国已在东胜街道享受孤儿"):
        life.join(benefit, person=joins, from_month=FEBRUARY, actor=desk.maker, case=benefit.case)


@pytest.mark.django_db(transaction=True)
def test_two_clerks_granting_dibao_and_tekun_to_one_person_at_the_same_moment_end_in_one():
    person = make_person()

    def grant(programme):
        with transaction.atomic():
            return open_for(person, programme)

    made = at_once(lambda: grant("dibao"), lambda: grant("tekun"))
    assert sorted(type(each).__name__ for each in made) == ["Entitlement", "Refused"]
    assert Coverage.objects.filter(person=person).count() == 1


@pytest.mark.django_db
def test_sql_puts_nobody_on_two_rolls_that_exclude_each_other(desk):
    benefit, other = make_benefit(), make_benefit(name="周建国")
    tekun = open_for(make_person("王某"), "tekun")
    sql_is_refused(PUT_ON_ROLL, benefit.payee_id, tekun.pk, match="exclude each other")
    life.end(benefit, last_month=JANUARY, reason="转特困供养", actor=desk.maker, case=benefit.case)
    open_for(benefit.payee, "tekun", from_month=FEBRUARY)
    later = "UPDATE payments_coverage SET last_month = %s WHERE entitlement_id = %s"
    sql_is_refused(later, FEBRUARY, benefit.pk, match="exclude each other")
    whose = "UPDATE payments_coverage SET person_id = %s WHERE entitlement_id = %s"
    sql_is_refused(whose, other.payee_id, tekun.pk, match="exclude each other")


@pytest.mark.django_db
def test_a_run_leaves_out_the_newer_of_two_that_a_later_rule_excludes_and_pays_it_once_one_has_ended(desk):
    older = make_benefit()
    newer = open_for(older.payee, "local_aid")
    Compatibility.objects.create(
        first="dibao", second="local_aid", verdict="forbid", effective_from=JANUARY, basis="区规定"
    )
    run = runs.make_run("local_aid", JANUARY, actor=desk.maker)
    assert [(row.entitlement_id, row.reason) for row in run.exclusions.all()] == [(newer.pk, "clash")]
    page = browser(account("section_officer", "330212"))
    shown = page.get(reverse("payments:run", args=[run.pk]), {"view": "excluded"}).content.decode()
    assert "同月已有不能同享的待遇" in shown and "核实后终止其中一项" in shown
    assert make_paid_run(desk).lines.get().entitlement == older

    life.end(older, last_month=JANUARY, reason="自愿放弃", actor=desk.maker, case=older.case)
    with clock.held(date(2022, 2, 9)):
        february = runs.make_run("local_aid", FEBRUARY, actor=desk.maker)
    assert [line.benefit_month for line in february.lines.all()] == [FEBRUARY]
    assert [row.benefit_month for row in february.exclusions.all()] == [JANUARY]


@pytest.mark.django_db
def test_two_files_of_one_person_are_not_merged_into_two_benefits_that_exclude_each_other():
    benefit, twin = make_benefit(), make_person("陈秀芳")
    open_for(twin, "tekun")
    (sentence,) = double_months(benefit.payee, twin)
    assert "低保" in sentence and "特困供养" in sentence


@pytest.mark.django_db
def test_who_keeps_parameters_reads_which_programmes_go_together():
    page = browser(account("data_admin", "330212")).get("/console/parameters/").content.decode()
    assert "特困供养" in page and "不能同时享受" in page and "国发〔2015〕52号" in page
