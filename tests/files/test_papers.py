"""Papers: the official page, fonts in the file, charts that print, the same bytes for the same input."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from django.conf import settings
from PIL import Image

from apps.files import charts, fonts
from apps.files.pdf import REPORT_STYLES, UnsafePaper, render_pdf
from apps.files.sandbox import Limits, run_sandboxed
from tests.files import papers

ROOTS = [str(root) for root in settings.STATICFILES_DIRS]
V8 = Limits(memory_mb=4096, reserves=True, open_files=256)
# Neither digits nor punctuation, so that every line takes what fits; 天地玄黄 …
TEXT = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏" * 60
SPEC = {
    "type": "columns",
    "title": "各镇（街道）人数",
    "unit": "人",
    "x": ["甲街道", "乙街道", "丙镇"],
    "series": [{"name": "人数", "data": [31, 0, 7]}],
}


def paper(html: str, **options) -> bytes:
    return render_pdf(html, stylesheets=REPORT_STYLES, title="测试", dated=date(2022, 1, 2), **options)


@pytest.fixture(scope="module")
def text_paper() -> bytes:
    return paper(f"<p>{TEXT}</p>")


def test_a_text_page_has_22_lines_of_28_characters_on_a4(text_paper):
    pages = papers.pages(text_paper)
    assert [round(side / papers.MM) for side in pages[0].get_size()] == [210, 297]
    for page in pages[:2]:
        assert len(papers.lines(page)) == 22
    first, *others = papers.lines(pages[0])
    assert len(first) == 26, "the first line of a paragraph is set in by two characters"
    assert {len(line) for line in others} == {28}
    assert {len(line) for line in papers.lines(pages[1])} == {28}


def test_the_lines_of_two_pages_stand_at_the_same_height(text_paper):
    first, second = papers.pages(text_paper)[:2]
    heights = [
        sorted({round(g.y) for g in papers.glyphs(page) if g.y > 35 * papers.MM}) for page in (first, second)
    ]
    assert heights[0] == heights[1]


def test_the_page_number_stands_at_the_outer_edge(text_paper):
    right, left = papers.pages(text_paper)[:2]
    middle = right.get_size()[0] / 2
    for page, outer in ((right, lambda x: x > middle), (left, lambda x: x < middle)):
        foot = [g for g in papers.glyphs(page) if g.y < 35 * papers.MM]
        assert foot and all(outer(glyph.x) for glyph in foot)


def test_every_font_is_in_the_file():
    data = paper("<h1>标题</h1><h2>一、黑体</h2><h3>（一）楷体</h3><p>仿宋 2021 abc，囍</p>")
    embedded, foreign = papers.fonts(data)
    assert not foreign
    assert {"FandolFang", "FandolHei", "FandolKai", "FandolSong-Bold", "Report-Numerals"} <= embedded


def test_a_character_without_a_glyph_is_refused_by_name():
    with pytest.raises(fonts.MissingGlyphs) as caught:
        paper("<p>甲\U0003134a乙</p>")
    assert caught.value.characters == ["\U0003134a"]


def test_a_label_of_a_chart_without_a_glyph_is_refused_too():
    with pytest.raises(fonts.MissingGlyphs):
        paper("<!--chart:a-->", charts={"a": {**SPEC, "x": ["\U0003134a", "乙", "丙"]}})


def test_headings_are_bookmarks():
    data = paper("<h1>总题</h1><h2>一、甲</h2><h3>（一）乙</h3><h2>二、丙</h2>")
    assert papers.bookmarks(data) == ["总题", "一、甲", "（一）乙", "二、丙"]


def test_the_digits_above_the_bars_are_painted():
    with_labels = paper("<figure><!--chart:a--></figure>", charts={"a": SPEC})
    none = {**SPEC, "series": [{"name": "人数", "data": [31, None, 7]}]}
    ink_of_zero = dark(with_labels) - dark(paper("<figure><!--chart:a--></figure>", charts={"a": none}))
    assert ink_of_zero > 30, "the bar of nothing has no area: what it adds is its label"
    assert "31" in "".join(papers.lines(papers.pages(with_labels)[0]))


def dark(data: bytes) -> int:
    """Nearly black pixels of the first page at 144 dpi."""
    picture: Image.Image = pypdfium2.PdfDocument(data)[0].render(scale=2).to_pil().convert("L")
    return sum(picture.histogram()[:90])


def test_the_same_input_gives_the_same_bytes_in_another_process():
    html, specs = "<h1>题</h1><figure><!--chart:a--></figure><p>文</p>", {"a": SPEC}
    assert paper(html, charts=specs) == paper(html, charts=specs)


@pytest.mark.parametrize("address", ["http://example.org/a.png", "file:///etc/passwd", "//example.org/x"])
def test_a_paper_fetches_nothing(address):
    with pytest.raises(UnsafePaper):
        paper(f'<p>甲</p><img src="{address}">')


def test_browser_and_paper_draw_the_same_option():
    """The builder is one file; run by Node as a browser would load it and by V8 for the paper."""
    specs = [
        SPEC,
        {**SPEC, "type": "bars"},
        {**SPEC, "type": "lines", "limit": {"label": "标准", "value": 9}},
    ]
    in_v8 = run_sandboxed(charts.options, specs, ROOTS, limits=V8)
    script = (
        "globalThis.window = globalThis; require(process.argv[1]);"
        "const specs = JSON.parse(process.argv[2]);"
        "process.stdout.write(JSON.stringify(specs.map((s) => chartOption(s))));"
    )
    builder = Path(settings.BASE_DIR) / "static/js/charts.js"
    node = subprocess.run(
        ["node", "-e", script, str(builder), json.dumps(specs)], capture_output=True, check=True, timeout=60
    )
    assert in_v8 == json.loads(node.stdout)
    assert [row["value"] for row in in_v8[0]["series"][0]["data"]] == [31, 0, 7]


def test_importing_the_project_makes_no_v8():
    """A process that has made a context hangs its forked children; the web server and the worker fork."""
    code = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings'\n"
        "import django; django.setup()\n"
        "from py_mini_racer import MiniRacer\n"
        "import config.urls, apps.files.pdf, apps.reports.jobkinds, gc\n"
        "assert not [o for o in gc.get_objects() if isinstance(o, MiniRacer)]\n"
        "assert 'libmini_racer' not in open('/proc/self/maps').read()\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=settings.BASE_DIR, check=True, timeout=120)
