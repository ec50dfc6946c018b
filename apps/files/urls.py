from django.urls import path

from apps.files import views

app_name = "files"

urlpatterns = [
    path("<uuid:pk>/", views.download, name="download"),
    path("<uuid:pk>/preview/<int:page>.png", views.preview, name="preview"),
]
