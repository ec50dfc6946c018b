from django.apps import AppConfig
from django.db.models.signals import post_migrate

from apps.people import guards


class PeopleConfig(AppConfig):
    name = "apps.people"
    label = "people"
    verbose_name = "人员"

    def ready(self) -> None:
        post_migrate.connect(guards.install, sender=self, dispatch_uid="people_live")
