from typing import Any

from django.apps import AppConfig
from django.core.checks import Error, register
from django.db.models.signals import post_migrate

from apps.casework.sync import check_kind, sync_action_rules
from apps.core.registries import case_kinds


class CaseworkConfig(AppConfig):
    name = "apps.casework"
    label = "casework"
    verbose_name = "办件"

    def ready(self) -> None:
        post_migrate.connect(_sync_rules, sender=self)
        register(_check_kinds)


def _sync_rules(sender: AppConfig, using: str, plan: Any = None, **kwargs: Any) -> None:
    sync_action_rules(using=using, model=sender.get_model("ActionRule"))


def _check_kinds(app_configs: Any, **kwargs: Any) -> list[Error]:
    return [Error(problem, id="casework.E001") for kind in case_kinds for problem in check_kind(kind)]
