"""What time alone does in social assistance: benefits come up for their recheck, families for their next visit."""

from apps.assistance.services.lists import issue_due
from apps.assistance.services.rechecks import begin_rechecks
from apps.assistance.services.visits_due import open_due
from apps.core.declarations import Tick
from apps.core.registries import ticks

# Before the marks of what is due (20), which look at these items too.
ticks.register(
    Tick("assistance.open_visits", "再次探访到期", open_due, order=18),
    Tick("assistance.issue_lists", "出具幸福清单", issue_due, order=45),
    Tick("assistance.begin_rechecks", "发起低保复核", begin_rechecks, order=40),
)
