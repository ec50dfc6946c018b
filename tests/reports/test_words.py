"""The officer's words: everything but the numbers."""

import pytest

from apps.audit.models import Event
from apps.core import registries
from apps.reports.apps import _check_sections
from apps.reports.models import Report
from apps.reports.narrative import fill, problems
from apps.reports.services import words
from tests.factories import DISTRICT
from tests.support import accounts

URL = "/statistics/2021/words/assistance/"
KNOWN = {"assistance.dibao_persons"}


@pytest.mark.parametrize(
    "text",
    [
        "在册低保 5 人",
        "在册低保５人",
        "增长①个百分点",
        "第Ⅲ季度",
        "在册低保三百二十人",
        "在册低保二十余人",
        "共有十余户",
        "在册{assistance.dibao_nobody}人",
        "在册{assistance.dibao_persons人",
        "在册assistance.dibao_persons}人",
        "  \n ",
    ],
)
def test_typed_numbers_unknown_figures_and_loose_braces_are_named(text):
    assert problems(text, KNOWN)


@pytest.mark.parametrize(
    "text",
    [
        "{period}{area}在册低保{assistance.dibao_persons}人，比上年{assistance.dibao_persons.change}。",
        "一户一策，两项补贴应发尽发；“十四五”规划稳步实施，千方百计、百分之百落实。",
        "第一段。\n\n第二段{cutoff}。",
    ],
)
def test_words_without_numbers_may_stand(text):
    assert problems(text, KNOWN) == []


def test_placeholders_are_filled_paragraph_by_paragraph():
    values = {"assistance.dibao_persons": "5", "area": "全区"}
    assert fill("{area}\n\n在册{ assistance.dibao_persons }人", values) == ["全区", "在册5人"]


def test_declared_words_follow_the_rules_and_bad_ones_stop_the_start(monkeypatch):
    assert _check_sections(None) == []
    section = registries.report_sections.get("assistance")
    bad = dict(
        registries.report_sections._items,
        assistance=section.__class__(**{**vars(section), "narrative": "共3人"}),
    )
    monkeypatch.setattr(registries.report_sections, "_items", bad)
    assert [error.id for error in _check_sections(None)] == ["reports.E001"]


def test_an_officer_rewords_a_section_and_the_year_page_says_so(closed_year, officer, leader):
    text = "{period}，{area}低保在册{assistance.dibao_persons}人，保障平稳。"
    shown = officer.get(URL)
    assert shown.status_code == 200
    answer = officer.post(URL, {"text": text, "version": shown.context["form"]["version"].value()})
    assert answer.headers["Location"] == "/statistics/2021/#s-assistance"
    assert "保障平稳" in leader.get("/statistics/2021/").content.decode()
    assert Event.objects.filter(action="reports.worded").count() == 1


def test_typed_digits_come_back_with_the_reason_and_the_text(closed_year, officer):
    answer = officer.post(URL, {"text": "低保在册 1234 人", "version": 1})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "文字里不能直接写数字（1234）" in page
    assert "低保在册 1234 人" in page
    assert not Report.objects.exists()


def test_who_saves_second_is_told(closed_year, officer):
    assert officer.post(URL, {"text": "甲稿。", "version": 1}).status_code == 302
    assert officer.post(URL, {"text": "乙稿。", "version": 1}).status_code == 409
    assert Report.objects.get().narratives["assistance"] == "甲稿。"


@pytest.mark.parametrize("post", ["leader", "run_checker"])
def test_nobody_else_words_a_report(closed_year, post):
    browser = accounts.browser(accounts.account(post, DISTRICT))
    assert browser.get(URL).status_code == 403
    assert browser.post(URL, {"text": "甲。", "version": 1}).status_code == 403
    assert browser.post("/statistics/2021/make/").status_code == 403
    assert browser.post("/statistics/2021/freeze/").status_code == 403


def test_drafting_twice_is_one_report(closed_year, tick):
    first, second = words.draft(2021, actor=tick), words.draft(2021, actor=tick)
    assert first.pk == second.pk
    assert Event.objects.filter(action="reports.drafted").count() == 1
