"""What time alone does in social assistance: benefits come up for their recheck."""

from apps.assistance.services.rechecks import begin_rechecks
from apps.core.declarations import Tick
from apps.core.registries import ticks

ticks.register(Tick("assistance.begin_rechecks", "发起低保复核", begin_rechecks, order=40))
