"""/statistics/: year, month and town pages, the report"""

from django.urls import URLPattern

app_name = "reports"

urlpatterns: list[URLPattern] = []
