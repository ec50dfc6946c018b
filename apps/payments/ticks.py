"""What time alone does to entitlements: a suspension or a phase-out begins or ends with its month."""

from apps.core.declarations import Tick
from apps.core.registries import ticks
from apps.payments.services.pauses import follow_months

ticks.register(Tick("payments.follow_months", "待遇状态随月份变化", follow_months, order=15))
