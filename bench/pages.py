"""The year page against an empty page of the same layout, and the year's PDF against the bare typesetter."""

from datetime import date

from bench import ground
from bench.measure import Row, in_turn, say

YEAR = date(2021, 1, 1)
DISTRICT = "330212"


def run(scale: float) -> list[Row]:
    from apps.accounts.actors import system_actor
    from apps.statistics.services import close_period

    ground.roll(max(1_000, int(3_000 * scale)))
    for year in (date(2020, 1, 1), YEAR):
        close_period("year", year, actor=system_actor("system_tick"))
    return [*_year_page(), _year_report()]


def _year_page() -> list[Row]:
    from apps.reports.services.kept import forget

    leader = ground.browser("leader", DISTRICT)

    def year_page() -> None:
        assert leader.get("/statistics/2021/").status_code == 200

    def fresh() -> None:
        forget()
        year_page()

    def empty_page() -> None:
        assert leader.get("/bench/empty/").status_code == 200

    say("year page")
    empty, uncached, _, cached = in_turn(empty_page, fresh, year_page, year_page, of=30)
    return [
        Row(
            "year page, closed, uncached",
            uncached,
            empty,
            3,
            "figures read, words and charts made",
            "Twelve statements and forty kilobytes of templates: whoever comes first after a change pays them.",
        ),
        Row("year page, closed, cached", cached, empty, 2, "kept until anything it shows changes"),
    ]


def _year_report() -> Row:
    from django.template.loader import render_to_string

    from apps.accounts.actors import system_actor
    from apps.files import pdf
    from apps.reports import paper
    from apps.reports.services import issue
    from apps.reports.services.content import content

    actor = system_actor("system_tick")
    found = content("year", YEAR, actor=actor)
    title = paper.title(found)
    html = render_to_string("reports/pdf/year.html", {**paper.context(found, final=True), "title": title})

    def bare() -> None:
        pdf.render_pdf(html, stylesheets=pdf.REPORT_STYLES, title=title, charts=paper.charts(found))

    def whole() -> None:
        issue.render(content("year", YEAR, actor=actor), final=True)

    bare()
    say("year-end PDF")
    floor, ours = in_turn(bare, whole)
    return Row("year-end PDF", ours, floor, 1.2, "figures read, words and charts, against its HTML")
