"""The year page against an empty page of the same layout, and the year's PDF against the bare typesetter."""

from datetime import date

from bench import ground
from bench.measure import Row, best

YEAR = date(2021, 1, 1)
DISTRICT = "330212"


def run(scale: float) -> list[Row]:
    from django.template.loader import render_to_string

    from apps.accounts.actors import system_actor
    from apps.files import pdf
    from apps.reports import paper
    from apps.reports.services import issue
    from apps.reports.services.content import content
    from apps.statistics.services import close_period

    if not ground.sql("SELECT count(*) FROM payments_entitlement"):
        ground.roll(max(1_000, int(3_000 * scale)))
    for year in (date(2020, 1, 1), YEAR):
        close_period("year", year, actor=system_actor("system_tick"))
    leader = ground.browser("leader", DISTRICT)
    empty = best(lambda: leader.get("/bench/empty/"), of=20)
    page = best(lambda: leader.get("/statistics/2021/"), of=20)
    actor = system_actor("system_tick")
    found = content("year", YEAR, actor=actor)
    title = paper.title(found)
    html = render_to_string("reports/pdf/year.html", {**paper.context(found, final=True), "title": title})

    def bare() -> None:
        pdf.render_pdf(html, stylesheets=pdf.REPORT_STYLES, title=title, charts=paper.charts(found))

    def whole() -> None:
        issue.render(content("year", YEAR, actor=actor), final=True)

    bare()
    return [
        Row(
            "year page, closed",
            page,
            empty,
            3,
            "uncached; nothing is cached, so the second time costs the same",
        ),
        Row(
            "year-end PDF",
            best(whole),
            best(bare),
            1.2,
            "figures read, words and charts, against its finished HTML",
        ),
    ]
