"""/statistics/…/<key>/: a figure down to its records; /statistics/periods/: closing."""

from datetime import date

from django.urls import path, register_converter

from apps.core.periods import PeriodError, month_key, parse_month
from apps.statistics import views_figure, views_periods

app_name = "statistics"


class FigureMonth:
    """`2021-12` in an address."""

    regex = "[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        try:
            return parse_month(value)
        except PeriodError as error:
            raise ValueError(str(error)) from error

    def to_url(self, value: date) -> str:
        return month_key(value)


class FigureKey:
    """The key of an indicator: `assistance.dibao_persons`."""

    regex = r"[a-z_]+\.[a-z0-9_]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FigureMonth, "figure_month")
register_converter(FigureKey, "figure_key")

figure, export = views_figure.FigurePage.as_view(), views_figure.FigureExport.as_view()

urlpatterns = [
    path("periods/", views_periods.Periods.as_view(), name="periods"),
    path("periods/<str:kind>/<figure_month:start>/", views_periods.Closing.as_view(), name="closing"),
    path("<int:year>/<figure_key:key>/", figure, name="figure_year"),
    path("<figure_month:month>/<figure_key:key>/", figure, name="figure_month"),
    path("<int:year>/<figure_key:key>/export/", export, name="figure_year_export"),
    path("<figure_month:month>/<figure_key:key>/export/", export, name="figure_month_export"),
]
