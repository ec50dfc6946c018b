"""The year-end report on paper: what is in it, frozen once, served for ever as it was."""

import hashlib
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import pypdfium2
import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from apps.core import clock
from apps.core.errors import Refused
from apps.jobs.models import Job
from apps.jobs.services import run_job
from apps.policy.models import Period
from apps.reports.models import Report
from apps.reports.services import issue as issuing
from apps.reports.services.content import content
from apps.reports.services.issue import issue, render, year_pdf
from apps.reports.services.words import save_words
from apps.reports.ticks import draft_year
from apps.statistics.services import figures
from tests.files import papers
from tests.payments.factories import make_benefit
from tests.reports import records

pytestmark = pytest.mark.usefixtures("files_root")
LONG = "低保对象的收入财产人口变化按月核对及时办理增减停发手续由镇街受理调查审核公示区级抽查监督" * 30


@pytest.fixture
def paper(closed_year, tick) -> bytes:
    save_words(2021, "assistance", LONG, version=1, actor=tick)
    return render(content("year", date(2021, 1, 1), actor=tick))


@pytest.fixture
def quick(monkeypatch) -> None:
    """A blank page instead of the paper, for what is not about the paper."""
    blank = pypdfium2.PdfDocument.new()
    blank.new_page(595, 842)
    data = BytesIO()
    blank.save(data)
    monkeypatch.setattr(issuing, "render", lambda found, *, final=False: data.getvalue())


def test_the_paper_is_an_official_document(paper):
    pages = papers.pages(paper)
    assert {tuple(round(side / papers.MM) for side in page.get_size()) for page in pages} == {(210, 297)}
    full = papers.lines(pages[1])
    assert len(full) == 22
    assert {len(line) for line in full} == {28}
    embedded, foreign = papers.fonts(paper)
    assert embedded and not foreign
    marks = papers.bookmarks(paper)
    assert marks[0].endswith("2021年度业务统计报告")
    assert "一、社会救助" in marks and marks[-1] == "附指标与口径"


def test_the_paper_prints_every_figure_with_its_definition(closed_year, tick):
    data = year_pdf(2021, actor=tick)
    text = "".join("".join(papers.lines(page)) for page in papers.pages(data))
    for figure in figures("year", date(2021, 1, 1)).values():
        assert figure.indicator.label in text
        assert figure.text.replace(",", "") in text
        assert figure.indicator.definition[:12] in text.replace(" ", ""), figure.indicator.key
    assert "5人，与上年相比" in text
    assert "图2" in text and "中河" in text


def test_a_frozen_report_is_served_as_it_was_whatever_happens_to_the_records(
    closed_year, tick, leader, officer
):
    report = issue(2021, freeze=True, actor=tick)
    first = b"".join(leader.get("/statistics/2021/report.pdf").streaming_content)
    assert hashlib.sha256(first).hexdigest() == report.file.sha256
    make_benefit(amount="300.00", heads=4, from_month=records.DECEMBER, name="补录")
    with pytest.raises(Refused):
        save_words(2021, "assistance", "另写。", version=report.version, actor=tick)
    with pytest.raises(Refused):
        issue(2021, freeze=False, actor=tick)
    again = issue(2021, freeze=True, actor=tick)
    assert (again.pk, again.file.sha256) == (report.pk, report.file.sha256)
    assert b"".join(leader.get("/statistics/2021/report.pdf").streaming_content) == first
    assert year_pdf(2021, actor=tick) == first
    page = leader.get("/statistics/2021/").content.decode()
    assert report.file.sha256 in page and "定稿" in page


def test_the_database_too_refuses_to_change_a_frozen_report(closed_year, tick, quick):
    report = issue(2021, freeze=True, actor=tick)
    for change in ({"narratives": {}}, {"state": "draft"}, {"file": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Report.objects.filter(pk=report.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        report.delete()


def test_an_open_year_cannot_be_frozen(year, tick):
    with pytest.raises(Refused, match="还没有关账"):
        issue(2021, freeze=True, actor=tick)
    assert Report.objects.get().file is None


def test_words_changed_while_rendering_win(closed_year, tick, monkeypatch):
    def slow(found, *, final=False):
        save_words(2021, "assistance", "改过的稿。", version=1, actor=tick)
        return b"%PDF-1.7 old words"

    monkeypatch.setattr(issuing, "render", slow)
    with pytest.raises(Refused, match="文字被修改过"):
        issue(2021, freeze=True, actor=tick)
    assert Report.objects.get().state == "draft"


def test_the_draft_comes_by_itself_on_2_january_once_the_year_is_closed(year, leader):
    with clock.held(date(2022, 1, 1)):
        assert draft_year(date(2022, 1, 1)) == {}
    with clock.held(date(2022, 1, 2)):
        assert draft_year(date(2022, 1, 2)) == {}, "not before it is closed"
    records.close(2021)
    draft_year(clock.today())
    draft_year(clock.today())
    assert Report.objects.get().state == "draft"
    assert Job.objects.filter(kind="reports.year").count() == 1
    assert leader.get("/messages/").content.decode().count("2021 年度数据已关账，报告草稿已起草") == 1


def test_an_officer_has_the_pdf_made_in_the_background_and_downloads_it(closed_year, officer, leader, quick):
    assert leader.get("/statistics/2021/report.pdf").status_code == 404
    answer = officer.post("/statistics/2021/make/")
    job = Job.objects.get(kind="reports.year")
    assert answer.headers["Location"] == f"/jobs/{job.pk}/"
    run_job(job.pk, direct=True)
    job.refresh_from_db()
    assert (job.state, job.result_url) == ("done", "/statistics/2021/"), job.error
    response = leader.get("/statistics/2021/report.pdf")
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert b"".join(response.streaming_content).startswith(b"%PDF-")
    assert "草稿" in leader.get("/statistics/2021/").content.decode()


def test_freezing_says_what_it_means_and_happens_once(closed_year, officer, quick):
    assert "定稿不能撤销" in officer.get("/statistics/2021/freeze/").content.decode()
    officer.post("/statistics/2021/freeze/")
    officer.post("/statistics/2021/freeze/")
    for job in Job.objects.filter(kind="reports.year"):
        run_job(job.pk, direct=True)
    assert {job.state for job in Job.objects.filter(kind="reports.year")} == {"done"}
    assert Report.objects.get().state == "frozen"


def test_the_command_writes_the_pdf_the_same_every_time(closed_year, tick, tmp_path: Path):
    target = tmp_path / "report.pdf"
    out = StringIO()
    call_command("year_report", "2021", output=target, stdout=out)
    assert hashlib.sha256(target.read_bytes()).hexdigest() in out.getvalue()
    assert target.read_bytes() == year_pdf(2021, actor=tick)
    with pytest.raises(CommandError):
        call_command("year_report", "2023", output=target)


def test_a_year_without_records_prints_too(db, tick, tmp_path: Path):
    assert not Period.objects.exists()
    assert year_pdf(2020, actor=tick).startswith(b"%PDF-")
