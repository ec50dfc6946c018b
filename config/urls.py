"""The URL map. Every app's own urls.py is included here by name; nothing is discovered."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("jobs/", include("apps.jobs.urls")),
]
