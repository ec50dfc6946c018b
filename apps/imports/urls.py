"""/imports/"""

from django.urls import path

from apps.imports import views

app_name = "imports"

urlpatterns = [
    path("", views.BatchList.as_view(), name="batches"),
    path("new/", views.NewBatch.as_view(), name="new"),
    path("templates/<str:name>/", views.Template.as_view(), name="template"),
    path("<int:pk>/", views.BatchPage.as_view(), name="batch"),
    path("<int:pk>/status/", views.BatchStatus.as_view(), name="status"),
    path("<int:pk>/errors/", views.ErrorFile.as_view(), name="errors"),
    path("<int:pk>/confirm/", views.Confirm.as_view(), name="confirm"),
    path("<int:pk>/discard/", views.Discard.as_view(), name="discard"),
]
