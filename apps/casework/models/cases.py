"""Cases (办件) and what was done to them. A state changes only together with an action row (trigger)."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from apps.audit.history import tracked
from apps.people.models import Household, Person
from apps.regions.models import InRegion, ScopedQuerySet


class CaseState(models.TextChoices):
    """States of an application (design 11). Draft is not one: it is a ``Draft``."""

    SUBMITTED = "submitted", "待受理"
    SUPPLEMENT = "supplement", "待补正"
    ACCEPTED = "accepted", "已受理"
    VERIFYING = "verifying", "核对中"
    REVIEW = "review", "待审核"
    NOTICE = "notice", "公示中"
    OBJECTION = "objection", "异议复查"
    CONFIRMATION = "confirmation", "待确认"
    CONFIRMED = "confirmed", "已确认"
    NOT_ACCEPTED = "not_accepted", "不予受理"
    NOT_CONFIRMED = "not_confirmed", "不予确认"
    WITHDRAWN = "withdrawn", "已撤回"
    TERMINATED = "terminated", "终止办理"


CLOSED_STATES = (
    CaseState.CONFIRMED,
    CaseState.NOT_ACCEPTED,
    CaseState.NOT_CONFIRMED,
    CaseState.WITHDRAWN,
    CaseState.TERMINATED,
)


class DecisionLevel(models.TextChoices):
    """Who decides, frozen at acceptance: the town where authority is delegated, else the district bureau."""

    UNDECIDED = "", "未定"
    TOWN = "town", "镇（街道）"
    DISTRICT = "district", "区民政局"


class ExtensionGround(models.TextChoices):
    """Why the total limit may be extended, once (民发〔2021〕57号 §22; rulebook edge 25)."""

    OBJECTION = "objection", "公示期间有异议"
    APART = "apart", "户籍地与居住地分离"
    CROSS_PLACE = "cross_place", "家庭成员跨地区，须异地协查"
    HARD_CHECK = "hard_check", "收入和财产核查困难"


class CaseQuerySet(ScopedQuerySet):
    def open(self) -> "CaseQuerySet":
        return self.filter(is_open=True)  # type: ignore[no-any-return]

    def with_people(self) -> "CaseQuerySet":
        return self.select_related("applicant", "region", "region__parent", "created_by")  # type: ignore[no-any-return]


@tracked()
class Case(InRegion):
    """An application from submission to decision. Programme fields live in the kind's detail model.

    ``version`` grows by one with every action; an action carries the version it was shown.
    ``origin`` is ``entered`` for cases that went through the steps, ``migration`` for existing rolls taken over
    (``decider_text`` then says who decided).
    """

    class Origin(models.TextChoices):
        ENTERED = "entered", "系统办理"
        MIGRATION = "migration", "历史数据"

    class Channel(models.TextChoices):
        WINDOW = "window", "窗口"
        VILLAGE = "village_proxy", "村（社区）代办"
        PROACTIVE = "proactive", "主动发现"
        TRANSFERRED = "transferred", "转办"

    number = models.CharField("办件编号", max_length=40, unique=True)
    kind = models.CharField("事项", max_length=40)
    line = models.CharField("业务条线", max_length=20)
    applicant = models.ForeignKey(Person, models.PROTECT, related_name="cases", verbose_name="申请人")
    household = models.ForeignKey(Household, models.PROTECT, null=True, blank=True, related_name="cases")
    state = models.CharField("状态", max_length=20, choices=CaseState)
    is_open = models.GeneratedField(
        expression=models.Case(
            models.When(state__in=[str(state) for state in CLOSED_STATES], then=models.Value(False)),
            default=models.Value(True),
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    decision_level = models.CharField(
        "确认层级", max_length=10, choices=DecisionLevel, blank=True, default=""
    )
    relative_registered = models.BooleanField("近亲属备案", default=False)
    channel = models.CharField("申请方式", max_length=20, choices=Channel, default=Channel.WINDOW)
    origin = models.CharField("来源", max_length=10, choices=Origin, default=Origin.ENTERED)
    decider_text = models.CharField("原确认单位", max_length=80, blank=True)
    submitted_on = models.DateField("提交日期")
    submitted_at = models.DateTimeField("提交时间")
    accepted_on = models.DateField("受理日期", null=True, blank=True)
    decided_on = models.DateField("决定日期", null=True, blank=True)
    due_on = models.DateField("全程期限", null=True, blank=True)
    extended_on = models.DateField("延长日期", null=True, blank=True)
    extension_ground = models.CharField(
        "延长事由", max_length=20, choices=ExtensionGround, blank=True, default=""
    )
    workflow_version = models.PositiveSmallIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人"
    )
    submit_token = models.UUIDField(null=True, blank=True, unique=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = "办件"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["submitted", "supplement", "not_accepted", "withdrawn"])
                | Q(accepted_on__isnull=False),
                name="case_accepted_before_steps",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "not_confirmed"])
                | Q(decided_on__isnull=False) & ~Q(decision_level=""),
                name="case_decided_known",
            ),
            models.CheckConstraint(
                condition=Q(origin="entered") | ~Q(decider_text=""), name="case_migration_decider"
            ),
            models.CheckConstraint(
                condition=Q(extended_on__isnull=True, extension_ground="")
                | Q(extended_on__isnull=False) & ~Q(extension_ground=""),
                name="case_extended_on_ground",
            ),
            models.CheckConstraint(
                condition=~Q(relative_registered=True, decision_level="town", origin="entered"),
                name="case_relative_by_bureau",
            ),
        ]
        indexes = [
            models.Index(fields=["community_code", "-submitted_on", "-id"], name="case_community"),
            models.Index(fields=["town_code", "-submitted_on", "-id"], name="case_town"),
            models.Index(fields=["district_code", "-submitted_on", "-id"], name="case_district"),
            models.Index(fields=["kind", "decided_on"], name="case_kind_decided"),
        ]

    def __str__(self) -> str:
        return self.number

    @cached_property
    def waits_for_bureau(self) -> bool:
        """Whether the bureau must visit this household before the decision and has not yet (民发〔2021〕57号 §20):
        relatives of staff, and cases that somebody has complained about."""
        if not self.relative_registered and not self.complaints.exists():
            return False
        return not self.visits.filter(by_bureau=True, second_signed_at__isnull=False).exists()

    @property
    def is_delegated(self) -> bool:
        return self.decision_level == DecisionLevel.TOWN


class CaseActionQuerySet(ScopedQuerySet):
    scope_path = "case__"


class CaseAction(models.Model):
    """One step of a case: who, acting under which grant, did what, from which state to which. Append-only.

    A trigger checks it against ``ActionRule``: permission of the grant, level, region, state, and four eyes by
    person; the state of a case changes only in a transaction that wrote the matching row.
    """

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="actions")
    version = models.PositiveIntegerField()  # the case's version after this action
    action = models.CharField(max_length=40)
    label = models.CharField("动作", max_length=60)
    duty = models.CharField(max_length=20, blank=True)
    from_state = models.CharField(max_length=20, choices=CaseState, blank=True)
    to_state = models.CharField(max_length=20, choices=CaseState)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    grant = models.ForeignKey("accounts.Grant", models.PROTECT, related_name="+", null=True)
    person_key = models.CharField(max_length=64, blank=True)
    actor_name = models.CharField("办理人", max_length=50)
    post_label = models.CharField("岗位", max_length=80)
    comment = models.TextField("意见", blank=True)
    detail = models.JSONField(default=dict, blank=True)
    business_date = models.DateField("业务日期")
    at = models.DateTimeField("时间", auto_now_add=True)

    objects = CaseActionQuerySet.as_manager()

    class Meta:
        verbose_name = "办理记录"
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["case", "version"], name="case_action_version")]


class ActionRule(models.Model):
    """The workflow as the database enforces it, written from the case kinds at every migrate.

    The application role may only read it.
    """

    reference_data = True
    owner_writes_only = True

    kind = models.CharField(max_length=40)
    action = models.CharField(max_length=40)
    permission = models.CharField(max_length=80)
    task = models.CharField(max_length=40, blank=True)
    levels = ArrayField(models.CharField(max_length=10))
    from_states = ArrayField(models.CharField(max_length=20))
    to_states = ArrayField(models.CharField(max_length=20))
    duty = models.CharField(max_length=20, blank=True)
    not_after = ArrayField(models.CharField(max_length=20))
    decision = models.BooleanField(default=False)
    recallable = models.BooleanField(default=False)
    reroutes = models.BooleanField(default=False)
    needs_bureau_visit = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "action"], name="action_rule_once")]


class NumberSequence(models.Model):
    """The last sequence number given for a prefix, region and day; locked while the next one is taken."""

    unscoped = "counter without content"

    prefix = models.CharField(max_length=10)
    region_code = models.CharField(max_length=12, db_collation="C")
    day = models.DateField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prefix", "region_code", "day"], name="sequence_once")]


def states(*values: CaseState) -> tuple[Any, ...]:
    """State values as plain text, for declarations."""
    return tuple(str(value) for value in values)
