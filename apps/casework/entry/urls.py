"""The addresses of a declared entry, for the urls of its line."""

from typing import Any

from django.urls import URLPattern, path

from apps.casework.entry import views, views_check
from apps.core.declarations import Entry


def entry_urls(entry: Entry, *, namespace: str) -> list[URLPattern]:
    """``cases/new/<kind>/…`` with names ``<kind>_entry``, ``_form`` and so on, inside the line's ``namespace``."""
    root = f"cases/new/{entry.kind}/"
    draft = f"{root}<uuid:draft_id>/"
    pages: tuple[tuple[str, str, type[Any]], ...] = (
        (root, "entry", views.Search),
        (f"{root}done/<str:number>/", "done", views_check.Done),
        (f"{root}supplement/<str:number>/", "supplement", views_check.Supplement),
        (draft, "form", views.Fill),
        (f"{draft}save/", "save", views.Autosave),
        (f"{draft}live/", "live", views.Live),
        (f"{draft}related/", "related", views.RelatedPart),
        (f"{draft}discard/", "discard", views.Discard),
        (f"{draft}print/", "print", views_check.Paper),
        (f"{draft}check/", "check", views_check.Check),
    )
    own = {"entry": entry, "names": f"{namespace}:{entry.kind}"}
    return [
        path(route, type(view.__name__, (view,), own).as_view(), name=f"{entry.kind}_{name}")
        for route, name, view in pages
    ]
