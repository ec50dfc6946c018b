"""/statistics/…/<key>/: a figure down to its records"""

from django.urls import URLPattern

app_name = "statistics"

urlpatterns: list[URLPattern] = []
