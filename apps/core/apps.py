from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from apps.core.registries import DECLARATION_MODULES


class CoreConfig(AppConfig):
    name = "apps.core"
    label = "core"
    verbose_name = "内核"

    def ready(self) -> None:
        # Every app's models are loaded by now, so declarations may name them.
        autodiscover_modules(*DECLARATION_MODULES)
