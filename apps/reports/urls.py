"""/statistics/: year, month and town pages, the report"""

from datetime import date

from django.urls import path, register_converter

from apps.core.periods import PeriodError, month_key, parse_month
from apps.reports import views, views_report

app_name = "reports"


class ReportMonth:
    """`2021-12` in an address."""

    regex = "[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        try:
            return parse_month(value)
        except PeriodError as error:
            raise ValueError(str(error)) from error

    def to_url(self, value: date) -> str:
        return month_key(value)


register_converter(ReportMonth, "report_month")

urlpatterns = [
    path("", views.Index.as_view(), name="index"),
    path("<int:year>/", views.Year.as_view(), name="year"),
    path("<report_month:month>/", views.Month.as_view(), name="month"),
    path("<int:year>/report.pdf", views_report.pdf, name="pdf"),
    path("<int:year>/make/", views_report.make, name="make"),
    path("<int:year>/freeze/", views_report.Freeze.as_view(), name="freeze"),
    path("<int:year>/words/<slug:section>/", views_report.Words.as_view(), name="words"),
]
