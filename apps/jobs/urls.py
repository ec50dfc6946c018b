"""/jobs/"""

from django.urls import path

from apps.jobs import views, views_day

app_name = "jobs"
urlpatterns = [
    path("", views.job_list, name="list"),
    path("next-day/", views_day.next_day, name="next_day"),
    path("ticks/", views.tick_list, name="ticks"),
    path("<int:job_id>/", views.job_detail, name="detail"),
    path("<int:job_id>/status/", views.job_status, name="status"),
    path("<int:job_id>/retry/", views.job_retry, name="retry"),
    path("<int:job_id>/cancel/", views.job_cancel, name="cancel"),
]
