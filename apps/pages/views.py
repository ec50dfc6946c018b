"""Base views. How to make a page:

1. A page with something on it::

       class Overview(PageView):
           permission = "statistics.view_year"      # app.verb_noun, or PUBLIC / SIGNED_IN of core.permissions
           template_name = "statistics/overview.html"

           def context(self, **kwargs):              # kwargs from the address; self.actor is who asks
               return {"year": year_or_404(kwargs["year"])}

   The template extends ``layouts/base.html`` and fills ``title``, ``crumbs``, ``heading``, ``actions``, ``content``.

2. A list of rows::

       class Inbox(ListPage):
           permission = "casework.view_inbox"
           model = WorkItem                          # its manager has visible_to(actor); nothing else is read
           template_name = "casework/inbox.html"
           filters = (Filter("kind", "事项", "choice", "case__kind", choices=kinds),)
           order = ("due_on", "id")

           def queryset(self):                       # starts from self.visible()
               return self.visible().mine(self.actor).select_related("case")

   The template gets ``page`` (``page.rows``), ``bar`` (filters and chips) and includes
   ``components/filters.html`` and ``components/pager.html``.

3. One row: ``DetailPage`` (``model``, ``lookup``; ``self.object``; not visible is 404, as if it were not there).

4. A form: ``FormPage`` (``form_class``; ``save(form)`` calls a service and returns the address to go to). What was
   typed stays: a refusal of a service (``DomainError``) comes back as an error above the same form. A button or small
   form on the page of a row is a step: ``StepMixin`` of ``apps.pages.steps`` before that page.

5. A register or log needs no view at all: declare a ``Register`` and put ``*register_urls("name")`` into urls.py
   (``apps.pages.engine``).

A view class without a permission, or over a model without ``visible_to``, raises ImproperlyConfigured when its
address is built. Function views use ``core.permissions.permission``.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views import View

from apps.accounts.actor import Actor
from apps.core.declarations import Filter
from apps.core.errors import DomainError, NotVisible, StaleVersion
from apps.core.permissions import PUBLIC, SIGNED_IN
from apps.pages import forms
from apps.pages.filters import FilterBar
from apps.pages.listing import Page, page_of
from apps.pages.returning import back_url

PERMISSION_FORM = re.compile(r"[a-z_]+\.[a-z]+_[a-z_]+")


class PageView(View):
    """A page. Subclasses name ``permission`` and ``template_name`` and give ``context(**kwargs)``."""

    permission: ClassVar[str] = ""
    template_name: ClassVar[str] = ""
    # The part of the template that answers an HX-Request; without it the whole page does.
    partial_name: ClassVar[str] = ""
    request: HttpRequest

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponseBase]:
        cls.check()
        view: Any = super().as_view(**initkwargs)
        view.permission = cls.permission
        return view

    @classmethod
    def check(cls) -> None:
        """Raise ImproperlyConfigured for a view that must not exist."""
        if cls.permission not in (PUBLIC, SIGNED_IN) and not PERMISSION_FORM.fullmatch(cls.permission):
            raise ImproperlyConfigured(f"{cls.__name__} declares no permission (app.verb_noun)")

    @property
    def actor(self) -> Actor:
        actor: Actor = self.request.actor  # type: ignore[attr-defined]
        return actor

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {}

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return self.render(**self.context(**kwargs))

    def render(self, *, status: int = 200, **context: Any) -> HttpResponse:
        """The page, or only its part when htmx asks."""
        wants_part = bool(self.partial_name) and self.request.headers.get("HX-Request") == "true"
        name = self.partial_name if wants_part else self.template_name
        response = render(self.request, name, {"view": self, **context}, status=status)
        if self.partial_name:
            patch_vary_headers(response, ["HX-Request"])
        return response


class ScopedPage(PageView):
    """A page over rows of ``model``, read only through ``visible_to``."""

    model: ClassVar[type[Model]]

    @classmethod
    def check(cls) -> None:
        super().check()
        model = getattr(cls, "model", None)
        if model is None:
            raise ImproperlyConfigured(f"{cls.__name__} names no model")
        if not hasattr(model._default_manager, "visible_to"):
            raise ImproperlyConfigured(f"{cls.__name__}: {model.__name__} has no visible_to(actor)")

    def visible(self) -> Any:
        """The rows the actor may see: where every query of the view starts."""
        return self.model._default_manager.visible_to(self.actor)  # type: ignore[attr-defined]


class ListPage(ScopedPage):
    """A list with filters, search and paging; every state is in the address."""

    filters: ClassVar[Sequence[Filter]] = ()
    order: ClassVar[Sequence[str]] = ("-pk",)
    # What ?sort= may name: column -> indexed field.
    sorts: ClassVar[dict[str, str]] = {}
    search: ClassVar[Callable[[Any, str], Any] | None] = None
    unit: ClassVar[str] = "条"
    page_size: ClassVar[int] = 50

    def queryset(self) -> QuerySet[Any]:
        """The rows of the list before filters; narrow or enrich ``self.visible()``."""
        rows: QuerySet[Any] = self.visible()
        return rows

    def filtered(self) -> tuple[QuerySet[Any], FilterBar]:
        search = type(self).search
        bar = FilterBar(self.filters, self.request.GET, self.actor, search=search is not None)
        rows = bar.apply(self.queryset())
        if bar.text and search is not None:
            rows = search(rows, bar.text)
        return rows, bar

    def chosen_order(self) -> Sequence[str]:
        """The order asked for by ``sort=name`` or ``sort=-name`` when it is declared, else the list's own."""
        asked = self.request.GET.get("sort", "")
        field = self.sorts.get(asked.lstrip("-"))
        if not field:
            return self.order
        return (f"-{field}" if asked.startswith("-") else field,)

    def page(self, rows: QuerySet[Any]) -> Page:
        return page_of(rows, self.chosen_order(), self.request.GET, unit=self.unit, size=self.page_size)

    def context(self, **kwargs: Any) -> dict[str, Any]:
        rows, bar = self.filtered()
        return {"page": self.page(rows), "bar": bar, "sort": self.request.GET.get("sort", "")}


class DetailPage(ScopedPage):
    """One row, found by ``lookup`` in the address among those visible; any other is 404."""

    lookup: ClassVar[str] = "pk"
    object: Any

    def queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.visible()
        return rows

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.back = back_url(request)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.object = self.find(**kwargs)
        return super().dispatch(request, *args, **kwargs)

    def find(self, **kwargs: Any) -> Any:
        try:
            found = self.queryset().filter(**{self.lookup: kwargs[self.lookup]}).first()
        except (ValueError, TypeError):
            found = None
        if found is None:
            raise Http404
        return found

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"object": self.object, "back": self.back}


class FormPage(PageView):
    """A page with one form. ``save(form)`` calls the service and returns where to go next."""

    form_class: ClassVar[type[BaseForm]]
    # Said on the next page when ``save`` went through; empty when ``save`` says it itself.
    success: ClassVar[str] = ""

    def form(self, data: Any = None, files: Any = None) -> Any:
        """The form, bound when there are data; its model choices are narrowed to the actor's scope."""
        made = self.form_class(data, files, **self.form_options())
        forms.scope(made, self.actor)
        return made

    def form_options(self) -> dict[str, Any]:
        """Arguments of the form beside data and files (``initial``, ``instance``, own ones)."""
        return {}

    def save(self, form: Any) -> str:
        raise ImproperlyConfigured(f"{type(self).__name__} must say what saving means")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"form": self.form()}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        form = self.form(request.POST, request.FILES)
        if form.is_valid():
            try:
                url = self.save(form)
            except (NotVisible, StaleVersion):
                raise
            except DomainError as error:
                form.add_error(None, error.message + error.hint)
            else:
                if self.success:
                    messages.success(request, self.success)
                return redirect(url)
        return self.render(status=422, **{**self.context(**kwargs), "form": form})
