"""/statistics/: year, month and town pages, the report"""

from django.urls import path

import apps.pages.addresses  # noqa: F401 -- <month:…>
from apps.reports import views, views_report

app_name = "reports"


urlpatterns = [
    path("", views.Index.as_view(), name="index"),
    path("<int:year>/", views.Year.as_view(), name="year"),
    path("<month:month>/", views.Month.as_view(), name="month"),
    path("<int:year>/report.pdf", views_report.pdf, name="pdf"),
    path("<int:year>/make/", views_report.make, name="make"),
    path("<int:year>/freeze/", views_report.Freeze.as_view(), name="freeze"),
    path("<int:year>/words/<slug:section>/", views_report.Words.as_view(), name="words"),
]
