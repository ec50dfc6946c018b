"""Accounts, posts and grants, and what an account is told and signs in with.

A post is a set of permissions; a grant gives a person a post in a region.
"""

from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from apps.audit.history import tracked
from apps.core.fields import EncryptedTextField
from apps.regions.models import Region


class UserQuerySet(models.QuerySet["User"]):
    def people(self) -> "UserQuerySet":
        """Accounts of persons; those of the system are nobody's business."""
        return self.filter(is_system=False)

    def visible_to(self, actor: Any) -> "UserQuerySet":
        """All accounts of persons for those who manage them, one's own for anybody else."""
        people = self.people()
        return people if actor.has("accounts.manage_account") else people.filter(pk=actor.user_id)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


@tracked(exclude=("last_login", "guide_closed"))
class User(AbstractBaseUser):
    """An account of one named person, or of the system (daily tick, import).

    ``person_key`` is the hex digest of the holder's resident number: two accounts of one person count as one
    in four-eyes checks. A system account has none and cannot sign in.
    """

    class Density(models.TextChoices):
        STANDARD = "standard", "标准"
        COMPACT = "compact", "紧凑"
        LARGE = "large", "大字"

    username = models.CharField("用户名", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=50)
    person_key = models.CharField("证件摘要", max_length=64, blank=True, db_index=True)
    is_active = models.BooleanField("启用", default=True)
    is_system = models.BooleanField("系统账号", default=False)
    must_change_password = models.BooleanField("须改密码", default=False)
    phone_hint = models.CharField("电话", max_length=20, blank=True)
    density = models.CharField("显示密度", max_length=10, choices=Density, default=Density.STANDARD)
    guide_closed = models.BooleanField("已关闭首次使用提示", default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = "账号"
        constraints = [
            models.CheckConstraint(
                condition=Q(is_system=True) | ~Q(person_key=""),
                name="user_person_known",
                violation_error_message="账号必须登记持有人的证件号码。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PostQuerySet(models.QuerySet["Post"]):
    def appointable(self) -> "PostQuerySet":
        """Posts that people can hold."""
        return self.exclude(family=Post.Family.MACHINE)

    def that_may(self, permission: str) -> "PostQuerySet":
        return self.appointable().filter(permissions__contains=[permission])

    def visible_to(self, actor: Any) -> "PostQuerySet":
        """Posts are public: everybody may know who does what."""
        return self


class Post(models.Model):
    """A post (岗位): its permissions and the level at which it works. Reference data.

    ``family`` keeps duties apart: one person never holds security or audit beside anything else.
    """

    class Family(models.TextChoices):
        CASEWORK = "casework", "业务"
        LEADER = "leader", "领导"
        SYSTEM = "system_admin", "系统管理"
        SECURITY = "security_admin", "安全管理"
        AUDIT = "audit_admin", "审计管理"
        MACHINE = "machine", "系统"

    reference_data = True
    owner_writes_only = True

    code = models.CharField("代码", max_length=40, primary_key=True)
    label = models.CharField("名称", max_length=40)
    family = models.CharField("类别", max_length=20, choices=Family)
    level = models.CharField("层级", max_length=10, choices=[*Region.Level.choices, ("any", "不限")])
    permissions = ArrayField(models.CharField(max_length=80), verbose_name="权限")

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = "岗位"

    def __str__(self) -> str:
        return self.label


class GrantQuerySet(models.QuerySet["Grant"]):
    def in_force(self, day: date) -> "GrantQuerySet":
        """Grants that hold on ``day``; both dates of a grant are inclusive."""
        return self.filter(valid_from__lte=day).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))

    def with_parts(self) -> "GrantQuerySet":
        """With what an Actor is made of."""
        return self.select_related("post", "region__parent", "substitutes")

    def visible_to(self, actor: Any) -> "GrantQuerySet":
        """All grants for those who manage accounts, one's own for anybody else."""
        return self if actor.has("accounts.manage_account") else self.filter(user_id=actor.user_id)


class GrantRange(Func):
    function = "DATERANGE"
    output_field = DateRangeField()


@tracked()
class Grant(models.Model):
    """A post given to a person in a region for a time (both dates inclusive).

    ``substitutes`` names the person a substitution stands in for; four eyes still go by who acts.
    ``lines`` restricts to lines of business, empty means all.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="grants", verbose_name="账号")
    post = models.ForeignKey(Post, models.PROTECT, related_name="grants", verbose_name="岗位")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="区划")
    lines = ArrayField(models.CharField(max_length=20), default=list, blank=True, verbose_name="业务条线")
    valid_from = models.DateField("起始日")
    valid_to = models.DateField("截止日", null=True, blank=True)
    substitutes = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="代谁"
    )
    given_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = "授权"
        ordering = ["user", "valid_from", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="grant_dates_order",
            ),
            models.CheckConstraint(
                condition=Q(substitutes__isnull=True) | Q(valid_to__isnull=False) & ~Q(substitutes=F("user")),
                name="grant_substitution_dated",
            ),
            ExclusionConstraint(
                name="grant_no_double",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("post", RangeOperators.EQUAL),
                    ("region", RangeOperators.EQUAL),
                    (GrantRange("valid_from", "valid_to", models.Value("[]")), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region} {self.post}"


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, actor: Any) -> "MessageQuerySet":
        """One's own, whatever post one acts under."""
        return self.filter(user_id=actor.user_id) if actor.user_id else self.none()

    def unread(self) -> "MessageQuerySet":
        return self.filter(read_at__isnull=True)


class Message(models.Model):
    """Something a person is told, with the page it leads to. Holds no resident number, account or phone.

    ``kind`` is a stable code of what is told (``jobs.failed:17``): the same is not told twice while it is unread.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="messages", verbose_name="收件人")
    text = models.CharField("内容", max_length=300)
    link = models.CharField("链接", max_length=300, blank=True)
    kind = models.CharField("类别", max_length=100, blank=True)
    sender = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="发件人"
    )
    business_date = models.DateField("业务日期")
    sent_at = models.DateTimeField("时间", auto_now_add=True)
    read_at = models.DateTimeField("已读时间", null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "消息"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind"],
                condition=Q(read_at__isnull=True) & ~Q(kind=""),
                name="message_told_once",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-id"], name="message_of_user"),
            models.Index(fields=["user"], name="message_unread", condition=Q(read_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.text


class SubstitutionRequestQuerySet(models.QuerySet["SubstitutionRequest"]):
    def open(self) -> "SubstitutionRequestQuerySet":
        return self.filter(state=SubstitutionRequest.State.OPEN)

    def visible_to(self, actor: Any) -> "SubstitutionRequestQuerySet":
        """All for those who give grants; else those one asked for, is absent in or would stand in by."""
        if actor.has("accounts.manage_account"):
            return self
        own = Q(asked_by_id=actor.user_id) | Q(grant__user_id=actor.user_id) | Q(substitute_id=actor.user_id)
        return self.filter(own) if actor.user_id else self.none()


@tracked()
class SubstitutionRequest(models.Model):
    """That somebody should stand in for the holder of ``grant`` between two days (inclusive).

    Asked for by the holder or his superior; given or declined by a security administrator, never by who asked.
    """

    class State(models.TextChoices):
        OPEN = "open", "待办理"
        GIVEN = "given", "已授予"
        DECLINED = "declined", "未同意"

    grant = models.ForeignKey(Grant, models.CASCADE, related_name="+", verbose_name="被代岗位")
    substitute = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="代岗人")
    valid_from = models.DateField("起始日")
    valid_to = models.DateField("截止日")
    reason = models.CharField("事由", max_length=200)
    state = models.CharField("状态", max_length=10, choices=State, default=State.OPEN)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="申请人")
    asked_on = models.DateField("申请日期")
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="办理人"
    )
    decided_on = models.DateField("办理日期", null=True, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)

    objects = SubstitutionRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "代岗申请"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="substitution_dates_order"
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_by__isnull=True, decided_on__isnull=True)
                | (~Q(state="open") & Q(decided_by__isnull=False, decided_on__isnull=False)),
                name="substitution_decided_known",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="substitution_not_by_oneself",
            ),
        ]


class OwnQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Any) -> "OwnQuerySet":
        """One's own."""
        return self.filter(user_id=actor.user_id) if actor.user_id else self.none()


class Authenticator(models.Model):
    """The authenticator app of an account; it counts once ``confirmed_at`` is set by a first right code.

    ``last_step`` is the time step of the last code taken: that code and all before it are refused from then on.
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="authenticator")
    secret = EncryptedTextField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    last_step = models.BigIntegerField(default=0)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = "动态验证码"


class RecoveryCode(models.Model):
    """A code to sign in once without the authenticator; only its keyed digest is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = "备用码"
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="recovery_code_once")]
        indexes = [
            models.Index(fields=["user"], name="recovery_code_left", condition=Q(used_at__isnull=True))
        ]
