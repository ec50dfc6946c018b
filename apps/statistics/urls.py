"""/statistics/…/<key>/: a figure down to its records; /statistics/periods/: closing."""

from django.urls import path, register_converter

import apps.pages.addresses  # noqa: F401 -- <month:…>
from apps.statistics import views_figure, views_periods

app_name = "statistics"


class FigureKey:
    """The key of an indicator: `assistance.dibao_persons`."""

    regex = r"[a-z_]+\.[a-z0-9_]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FigureKey, "figure_key")

figure, export = views_figure.FigurePage.as_view(), views_figure.FigureExport.as_view()

urlpatterns = [
    path("periods/", views_periods.Periods.as_view(), name="periods"),
    path("periods/<str:kind>/<month:start>/", views_periods.Closing.as_view(), name="closing"),
    path("<int:year>/<figure_key:key>/", figure, name="figure_year"),
    path("<month:month>/<figure_key:key>/", figure, name="figure_month"),
    path("<int:year>/<figure_key:key>/export/", export, name="figure_year_export"),
    path("<month:month>/<figure_key:key>/export/", export, name="figure_month_export"),
]
