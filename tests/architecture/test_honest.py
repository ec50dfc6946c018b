"""What the demo year aims at stands in its data file and nowhere else: figures come from records."""

import json
import re

from tests.architecture.sources import ROOT, python_files, shown, template_files

AIMS = ROOT / "apps" / "demo" / "targets"


def published() -> dict[str, re.Pattern[str]]:
    """The aims as they could be written: plain, with separators, in units of ten thousand."""
    found = {}
    for path in AIMS.glob("*.json"):
        aims = json.loads(path.read_text("utf-8"))
        for name in ("households", "persons", "paid_yuan", "delegated_persons"):
            number = aims[name]
            forms = {str(number), f"{number:,}"}
            if name == "paid_yuan":
                forms |= {f"{number / 10_000:.1f}", f"{number / 10_000:,.1f}"}
            either = "|".join(re.escape(form) for form in sorted(forms))
            found[name] = re.compile(rf"(?<![\d.,])(?:{either})(?![\d]|[.,]\d)")
    return found


def test_no_code_template_or_test_knows_a_published_figure():
    sources = [
        *python_files(),
        *template_files(),
        *sorted((ROOT / "tests").rglob("*.py")),
        *(ROOT / "static" / "js").glob("*.js"),
    ]
    found = [
        f"{shown(path)}: {name}"
        for path in sources
        for name, pattern in published().items()
        if pattern.search(path.read_text("utf-8"))
    ]
    assert found == []
