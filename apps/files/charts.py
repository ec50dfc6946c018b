"""Charts on paper: the specs that the browser draws, drawn to SVG by the same ECharts in V8.

Called in the child process that renders a paper and nowhere else: a process that has made a V8 context can
never fork again without hanging its children. Importing this module makes none. No Django here.
"""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from py_mini_racer import MiniRacer

# Static paths, in order: the library, then the builder that the pages use too.
SCRIPTS: Final = ("vendor/echarts-6.1.0/echarts.common.min.js", "js/charts.js")
WIDTH: Final = 590  # CSS pixels: the 156 mm of the type area
# "Report FangSong" is a role of apps.files.fonts, so that a chart prints in the fonts of the text around it.
PAPER_THEME: Final[Mapping[str, Any]] = {"font": "Report FangSong", "size": 13, "ink2": "#17252d"}

_DRAW: Final = """
(function (spec, theme, width, height) {
  var chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: width, height: height });
  chart.setOption(chartOption(spec, theme));
  var svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
})
"""
# The outline around a label: the browser paints it under the digits, the PDF renderer over them.
_OUTLINE: Final = re.compile(
    r' stroke="[^"]*" stroke-width="[^"]*" paint-order="stroke"( stroke-miterlimit="[^"]*")?'
)


def draw(specs: Sequence[Mapping[str, Any]], static_roots: Sequence[str]) -> list[str]:
    """One ``<svg>`` for each spec (see ``static/js/charts.js``), ``height`` in CSS pixels from the spec.

    The same specs give the same text. Raises LookupError when a script is not among the static files.
    """
    context = _context(static_roots)
    pictures = []
    for spec in specs:
        arguments = ", ".join(json.dumps(value) for value in (spec, PAPER_THEME, WIDTH, height_of(spec)))
        svg = str(context.eval(f"{_DRAW.strip()}({arguments})"))
        family = f'<svg font-family="{PAPER_THEME["font"]}" role="img" '
        pictures.append(_OUTLINE.sub("", svg).replace("<svg ", family, 1))
    return pictures


def options(specs: Sequence[Mapping[str, Any]], static_roots: Sequence[str]) -> list[dict[str, Any]]:
    """The ECharts option of each spec as V8 builds it, without what is a function."""
    context = _context(static_roots)
    return [
        json.loads(str(context.eval(f"JSON.stringify(chartOption({json.dumps(spec)}))"))) for spec in specs
    ]


def height_of(spec: Mapping[str, Any]) -> int:
    """CSS pixels: as the spec says, else by the number of bars."""
    if "height" in spec:
        return int(spec["height"])
    return max(90, 30 + 24 * len(spec["x"])) if spec["type"] == "bars" else 260


def _context(static_roots: Sequence[str]) -> MiniRacer:
    context = MiniRacer()
    for name in SCRIPTS:
        context.eval(_script(name, static_roots))
    return context


def _script(name: str, static_roots: Sequence[str]) -> str:
    for root in static_roots:
        path = Path(root) / name
        if path.is_file():
            return path.read_text("utf-8")
    raise LookupError(f"no static file {name}")
