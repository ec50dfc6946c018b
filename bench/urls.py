"""The product's addresses and a page with nothing on it: what any page of this layout costs."""

from typing import Any

from django.urls import include, path

from apps.core.permissions import SIGNED_IN
from apps.pages.views import PageView


class Empty(PageView):
    permission = SIGNED_IN
    template_name = "layouts/base.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {}


urlpatterns = [path("bench/empty/", Empty.as_view(), name="bench_empty"), path("", include("config.urls"))]
