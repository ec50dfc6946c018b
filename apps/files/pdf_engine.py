"""WeasyPrint with its doors closed. No Django here, so that it can run in a child of its own.

WeasyPrint by default fetches http and embeds ``file://``; here it gets the project's static files and nothing
else. Its own handling of a refused fetch is to go on (silently inside ``<svg>``), so the refusals are
counted.
"""

import mimetypes
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from apps.files import charts

# ".invalid" never resolves (RFC 2606): the address only says "our own static files".
STATIC_URL: Final = "http://static.invalid/"
# U+2011 cost 50 s of layout where the font lacks it; an ordinary hyphen prints the same.
NON_BREAKING_HYPHEN: Final = "\u2011"


class FetchRefused(Exception):
    """A document asked for something that is not one of the project's static files."""


class StaticFetcher(URLFetcher):  # type: ignore[misc]
    """Serves files under ``roots`` at ``STATIC_URL``; keeps the addresses it refused in ``refused``."""

    def __init__(self, roots: Sequence[str]) -> None:
        super().__init__(allowed_protocols=())
        self._roots = [Path(root).resolve() for root in roots]
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        path = self._find(url)
        if path is None:
            self.refused.append(url[:200])
            raise FetchRefused(url[:200])
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    def _find(self, url: str) -> Path | None:
        parts = urlsplit(url)
        if f"{parts.scheme}://{parts.netloc}/" != STATIC_URL:
            return None
        for root in self._roots:
            path = (root / unquote(parts.path).lstrip("/")).resolve()
            if path.is_relative_to(root) and path.is_file():
                return path
        return None


def render(
    html: str,
    css: Sequence[str],
    static_roots: Sequence[str],
    options: dict[str, Any],
    specs: Mapping[str, Mapping[str, Any]] | None = None,
) -> bytes:
    """The document as PDF; the same arguments give the same bytes.

    ``css`` are the texts of the stylesheets in order; ``options`` go to WeasyPrint's ``write_pdf``. The chart
    ``specs[name]`` is drawn where the document says ``<!--chart:name-->``. Raises FetchRefused when the document
    asked for anything but a static file.
    """
    if specs:
        for name, svg in zip(specs, charts.draw(list(specs.values()), static_roots), strict=True):
            html = html.replace(f"<!--chart:{name}-->", svg)
    fetcher = StaticFetcher(static_roots)
    fonts = FontConfiguration()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        document = weasyprint.HTML(
            string=html.replace(NON_BREAKING_HYPHEN, "-"), base_url=STATIC_URL, url_fetcher=fetcher
        )
        sheets = [
            weasyprint.CSS(string=text, base_url=STATIC_URL, url_fetcher=fetcher, font_config=fonts)
            for text in css
        ]
        data: bytes = document.write_pdf(stylesheets=sheets, font_config=fonts, **options)
    if fetcher.refused:
        raise FetchRefused("; ".join(fetcher.refused[:5]))
    return data
