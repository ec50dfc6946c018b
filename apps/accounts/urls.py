from django.urls import path

from apps.accounts import views, views_factor

app_name = "accounts"

urlpatterns = [
    path("session/", views.sign_in, name="sign_in"),
    path("session/again/", views.again, name="again"),
    path("session/code/", views_factor.code, name="code"),
    path("session/factor/", views_factor.factor, name="factor"),
    path("session/end/", views.sign_out, name="logout"),
    path("session/grant/", views.switch, name="switch"),
    path("session/password/", views.password, name="password"),
    path("session/density/", views.density, name="density"),
    path("session/guide/", views.close_guide, name="guide"),
    path("session/keepalive/", views.keepalive, name="keepalive"),
]
