"""/_components/, in demo and tests."""

from django.conf import settings
from django.urls import URLPattern, path

from apps.pages.samples import Components

app_name = "pages"

urlpatterns: list[URLPattern] = (
    [path("_components/", Components.as_view(), name="components")]
    if settings.DEPLOYMENT in ("demo", "test")
    else []
)
