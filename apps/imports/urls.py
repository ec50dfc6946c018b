"""/imports/"""

from django.urls import path

from apps.imports import views, views_steps

app_name = "imports"

urlpatterns = [
    path("", views.BatchList.as_view(), name="batches"),
    path("new/", views.NewBatch.as_view(), name="new"),
    path("templates/<str:name>/", views.Template.as_view(), name="template"),
    path("<int:pk>/", views.BatchPage.as_view(), name="batch"),
    path("<int:pk>/status/", views.BatchStatus.as_view(), name="status"),
    path("<int:pk>/errors/", views.ErrorFile.as_view(), name="errors"),
    path("<int:pk>/confirm/", views_steps.Confirm.as_view(), name="confirm"),
    path("<int:pk>/choice/", views_steps.Recheck.as_view(), name="choice"),
    path("<int:pk>/columns/", views_steps.Match.as_view(), name="columns"),
    path("<int:pk>/cancel/", views_steps.Cancel.as_view(), name="cancel"),
    path("<int:pk>/discard/", views_steps.Discard.as_view(), name="discard"),
    path("<int:pk>/undo/", views_steps.Undo.as_view(), name="undo"),
]
