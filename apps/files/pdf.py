"""Formal papers: HTML and print stylesheets to PDF, always the same bytes for the same input."""

import hashlib
import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from html import escape, unescape
from pathlib import Path
from typing import Any, Final, Literal, cast

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from apps.files import fonts, pdf_engine
from apps.files.sandbox import ChildFailed, Limits, run_sandboxed

REPORT_STYLES: Final = ("css/report.css",)
LETTER_STYLES: Final = ("css/letter.css",)

_TAGS: Final = re.compile(r"<(style|script|title)\b.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_HEAD: Final = re.compile(r"<head\b[^>]*>.*?</head>", re.DOTALL | re.IGNORECASE)
_LIMITS: Final = Limits(memory_mb=4096, cpu_seconds=300, wall_seconds=600, open_files=256, output_mb=256)


class UnsafePaper(Exception):
    """A paper asked for something outside the project's static files; a fault of its template."""


def render_paper(
    template: str,
    context: Mapping[str, Any],
    *,
    stylesheets: Sequence[str],
    title: str,
    dated: date | None = None,
    author: str = "",
    charts: Mapping[str, Mapping[str, Any]] | None = None,
) -> bytes:
    """Render a template that extends one of ``files/pdf/*_base.html``; see ``render_pdf`` for the rest."""
    html = render_to_string(template, {**context, "title": title})
    return render_pdf(
        html, stylesheets=stylesheets, title=title, dated=dated, author=author, charts=charts or {}
    )


def render_pdf(
    html: str,
    *,
    stylesheets: Sequence[str],
    title: str,
    dated: date | None = None,
    author: str = "",
    charts: Mapping[str, Mapping[str, Any]] | None = None,
    missing: Literal["refuse", "allow"] = "refuse",
    accessible: bool = True,
    own_process: bool = True,
) -> bytes:
    """The page or fragment ``html`` as an A4 PDF with embedded fonts.

    ``stylesheets`` are static paths ("css/report.css"). ``dated`` becomes the date of the PDF (never the wall
    clock: a paper rendered again is the same file). ``charts`` are specs of ``static/js/charts.js``, drawn where
    the page says ``<!--chart:name-->``. ``accessible`` makes tagged PDF/UA-1. Rendering takes up
    to 500 MB for a long report, so it runs in a process of its own unless ``own_process`` is False, which is
    for a worker that is itself short-lived.

    Raises fonts.MissingGlyphs when a character would print as an empty box, unless ``missing`` is "allow"
    (then ask ``fonts.missing_glyphs`` and tell the user), and UnsafePaper when the document would fetch
    anything.
    """
    if missing == "refuse":
        fonts.require_glyphs(text_of(html) + json.dumps(charts or {}, ensure_ascii=False))
    page = _whole_page(html, title=title, dated=dated, author=author)
    css = [_static_text(path) for path in stylesheets]
    specs = {name: dict(spec) for name, spec in (charts or {}).items()}
    arguments = (page, css, _static_roots(), _options([page, *css, json.dumps(specs)], accessible), specs)
    configuration = str(fonts.prepare_fonts())
    try:
        if own_process:
            limits = replace(_LIMITS, reserves=bool(specs), environment={"FONTCONFIG_FILE": configuration})
            return cast(bytes, run_sandboxed(pdf_engine.render, *arguments, limits=limits))
        os.environ["FONTCONFIG_FILE"] = configuration  # read again by every FontConfiguration()
        return pdf_engine.render(*arguments)
    except pdf_engine.FetchRefused as error:
        raise UnsafePaper(str(error)) from error
    except ChildFailed as error:
        if error.kind == pdf_engine.FetchRefused.__name__:
            raise UnsafePaper(error.text) from error
        raise


def text_of(html: str) -> str:
    """The characters that ``html`` prints, without tags, head and scripts."""
    return unescape(_TAGS.sub(" ", _HEAD.sub(" ", html)))


def _whole_page(html: str, *, title: str, dated: date | None, author: str) -> str:
    """``html`` with language, title and date; a fragment gets the page around it."""
    meta = f'<meta charset="utf-8"><title>{escape(title)}</title>'
    if author:
        meta += f'<meta name="author" content="{escape(author)}">'
    if dated is not None:
        meta += f'<meta name="dcterms.created" content="{dated:%Y-%m-%d}">'
    body = _HEAD.sub("", html, count=1) if "<body" in html.lower() else f"<body>{html}</body>"
    body = re.sub(r"<!doctype[^>]*>|</?html\b[^>]*>", "", body, flags=re.IGNORECASE)
    return f'<!doctype html><html lang="zh-CN"><head>{meta}</head>{body}</html>'


def _options(parts: Sequence[str], accessible: bool) -> dict[str, Any]:
    # The identifier is the digest of the input: random by default, and then no two renderings are alike.
    digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
    options: dict[str, Any] = {"pdf_identifier": digest.encode()}
    if accessible:
        options["pdf_variant"] = "pdf/ua-1"
    return options


def _static_text(path: str) -> str:
    found = finders.find(path)
    if found is None:
        raise FileNotFoundError(f"no static file {path}")
    return _read(Path(found), Path(found).stat().st_mtime_ns)


@lru_cache(maxsize=16)
def _read(path: Path, _changed: int) -> str:
    return path.read_text("utf-8")


def _static_roots() -> list[str]:
    return [str(root) for root in settings.STATICFILES_DIRS]
