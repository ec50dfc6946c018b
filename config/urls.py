"""The URL map. Every app's own urls.py is included here by name; nothing is discovered."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    # The lines stand before casework: /cases/new/<kind>/ is theirs, /cases/<number>/ everybody's.
    path("", include("apps.assistance.urls")),
    path("", include("apps.casework.urls")),
    path("", include("apps.accounts.urls")),
    path("", include("apps.console.urls")),
    path("people/", include("apps.people.urls")),
    path("payments/", include("apps.payments.urls")),
    path("imports/", include("apps.imports.urls")),
    path("statistics/", include("apps.reports.urls")),
    path("statistics/", include("apps.statistics.urls")),
    path("jobs/", include("apps.jobs.urls")),
    path("files/", include("apps.files.urls")),
    path("", include("apps.pages.urls")),
]

handler400 = "apps.pages.errors.bad_request"
handler403 = "apps.pages.errors.forbidden"
handler404 = "apps.pages.errors.not_found"
handler500 = "apps.pages.errors.server_error"
