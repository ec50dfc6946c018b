"""Menu entries of the system pages, and of the top bar."""

from apps.accounts.actor import Actor
from apps.accounts.models import SubstitutionRequest
from apps.accounts.sessions import UNREAD
from apps.core.declarations import FirstStep, MenuEntry
from apps.core.permissions import SIGNED_IN
from apps.core.registries import first_steps, menu_entries


def unread(actor: Actor) -> int | None:
    """The number beside the bell, read together with the grants of the request."""
    return int(actor.extra.get(UNREAD, 0)) or None


def asked(actor: Actor) -> int | None:
    """How many substitutions wait to be given."""
    return SubstitutionRequest.objects.visible_to(actor).open().count() or None


menu_entries.register(
    MenuEntry("work", "今日概况", "console:home", "console.view_home", "home", order=5),
    MenuEntry("own", "申请代岗", "console:substitution", SIGNED_IN, "users", order=10),
    MenuEntry("own", "动态验证码", "accounts:factor", SIGNED_IN, "shield-lock", order=20),
    MenuEntry("top", "消息", "console:messages", SIGNED_IN, "bell", count=unread),
    MenuEntry("system", "账号与授权", "console:accounts", "accounts.manage_account", "user-check", order=10),
    MenuEntry(
        "system",
        "代岗申请",
        "console:substitutions",
        "accounts.manage_account",
        "users",
        order=11,
        count=asked,
    ),
    MenuEntry("system", "安全规则", "console:security", "accounts.manage_account", "shield-check", order=12),
    MenuEntry("system", "审计记录", "console:audit", "audit.view_event", "history", order=20),
    MenuEntry("system", "标准与参数", "console:parameters", "policy.view_parameter", "adjustments", order=30),
    MenuEntry("system", "工作日历", "console:calendar", "policy.view_parameter", "calendar", order=31),
)
first_steps.register(
    FirstStep(
        "policy.manage_parameter",
        "标准与参数只增不改：新值从今天或以后生效，旧值留着备查。",
        "console:parameters",
        order=20,
    ),
    FirstStep(
        "accounts.manage_account",
        "新任人员：建账号，授予岗位和区域；首次密码只显示一次。",
        "console:accounts",
        order=10,
    ),
    FirstStep(
        "accounts.manage_account",
        "离任人员：先移交待办，再停用账号，对方的登录立即失效。",
        "console:accounts",
        order=11,
    ),
    FirstStep(
        "audit.view_event",
        "审计记录按人、事项、对象查；点开一条，看更改前后的内容。",
        "console:audit",
        order=10,
    ),
    FirstStep("people.view_access", "谁看过哪份档案，在档案查看记录里查。", "people:looks", order=40),
)
