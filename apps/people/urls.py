"""/people/"""

from django.urls import URLPattern, path

from apps.pages.engine import register_urls
from apps.people import views

app_name = "people"

# A person's page has more than the register knows, so its own view takes the place of the register's.
_persons = [pattern for pattern in register_urls("persons", at="") if pattern.name != "persons_row"]

urlpatterns: list[URLPattern] = [
    *register_urls("households"),
    *_persons,
    path("find/", views.find, name="find"),
    path("<int:pk>/", views.PersonPage.as_view(), name="persons_row"),
    path("<int:pk>/reveal/", views.RevealNumber.as_view(), name="reveal"),
]
