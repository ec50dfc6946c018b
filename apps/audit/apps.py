from django.apps import AppConfig
from django.db.models.signals import post_migrate

from apps.audit import guards


class AuditConfig(AppConfig):
    name = "apps.audit"
    label = "audit"
    verbose_name = "审计"

    def ready(self) -> None:
        post_migrate.connect(guards.install, sender=self, dispatch_uid="append_only")
