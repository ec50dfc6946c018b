"""The first page of leader and administrators, and the rules of sign-in as they stand."""

from typing import Any

from django.conf import settings

from apps.accounts.factors import RECOVERY_CODES
from apps.accounts.models import Post
from apps.accounts.passwords import CONTEXT_WORDS
from apps.accounts.services import MANAGE
from apps.console.home import today_of
from apps.pages.views import PageView


class Home(PageView):
    permission = "console.view_home"
    template_name = "console/home.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return today_of(self.actor)


class SecurityRules(PageView):
    """Read only: the rules are settings of the deployment, changed by who runs it."""

    permission = MANAGE
    template_name = "console/security.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        needed = Post.objects.filter(code__in=settings.SECOND_FACTOR_POSTS).order_by("label")
        minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
        posts = "、".join(post.label for post in needed) or "没有岗位，由本人选用"
        words = len(CONTEXT_WORDS)
        return {
            "rules": [
                ("密码长度", "至少 12 位，不能全是数字"),
                (
                    "密码内容",
                    f"不能是常见密码，不能由单位、业务名称等 {words} 个词组成，不能和姓名、用户名相近",
                ),
                ("首次密码", "只显示一次，首次登录须改"),
                (
                    "登录未成功",
                    f"同一账号在同一台机器 {settings.AXES_FAILURE_LIMIT} 次后暂停登录 {minutes} 分钟",
                ),
                ("无操作退出", f"{settings.SESSION_IDLE_SECONDS // 60} 分钟，已填内容留在页面上"),
                ("单次最长", f"{settings.SESSION_ABSOLUTE_SECONDS // 3600} 小时"),
                ("动态验证码", f"必须使用的岗位：{posts}；备用码 {RECOVERY_CODES} 个，各用一次"),
                ("账号停用、授权变动", "对方的登录立即失效"),
                ("职责分离", "安全管理、审计管理、系统管理与其他岗位不由同一人担任，由数据库保证"),
            ]
        }
