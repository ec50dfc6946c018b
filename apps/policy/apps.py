from django.apps import AppConfig

from apps.core import clock


class PolicyConfig(AppConfig):
    name = "apps.policy"
    label = "policy"
    verbose_name = "政策"

    def ready(self) -> None:
        # Models may be imported only now.
        from apps.policy.businessdate import business_today

        clock.set_provider(business_today)
