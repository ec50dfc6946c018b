"""The dibao application as declared, and the computation frozen at review. Codes are those of ``rules.facts``."""

from collections.abc import Mapping

from django.db import models
from django.db.models import Q

from apps.assistance.rules import facts
from apps.audit.history import tracked
from apps.casework.models import Case
from apps.core.fields import MonthField, month_constraint
from apps.people.models import Person
from apps.regions.models import ScopedQuerySet


def _choices(vocabulary: Mapping[str, str]) -> list[tuple[str, str]]:
    return list(vocabulary.items())


class OfCaseQuerySet(ScopedQuerySet):
    scope_path = "case__"


@tracked()
class DibaoApplication(models.Model):
    """What a family declares (民发〔2021〕57号 §9, §13, §14), one to one with its case.

    Amounts in yuan; asset columns are null until declared. ``proposed_*`` and ``computation`` are written by the
    review and shown in notice, letters and decision; the standard is the one in force at acceptance.
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="dibao")
    unit = models.CharField("申请单位", max_length=10, choices=_choices(facts.UNITS), default="household")
    single_member_key = models.CharField("单列人员", max_length=40, blank=True)
    reason = models.CharField("申请事由", max_length=20, choices=_choices(facts.REASONS))
    reason_text = models.CharField("事由说明", max_length=300, blank=True)
    housing_text = models.CharField("住房情况", max_length=100, blank=True)
    deposits = models.DecimalField(
        "存款、理财、证券（元）", max_digits=14, decimal_places=2, null=True, blank=True
    )
    insurance = models.DecimalField(
        "商业保险现金价值（元）", max_digits=14, decimal_places=2, null=True, blank=True
    )
    dwellings = models.PositiveSmallIntegerField("住房套数", null=True, blank=True)
    area = models.DecimalField("建筑面积（平方米）", max_digits=7, decimal_places=1, null=True, blank=True)
    vehicle = models.CharField(
        "机动车辆", max_length=20, choices=_choices(facts.VEHICLES), null=True, blank=True, default=None
    )
    business = models.CharField(
        "工商登记", max_length=20, choices=_choices(facts.BUSINESSES), null=True, blank=True, default=None
    )
    household_deductions = models.DecimalField("户扣减（元/月）", max_digits=14, decimal_places=2, default=0)
    has_stable_income = models.BooleanField("收入稳定", default=False)
    is_by_proxy = models.BooleanField("委托办理", default=False)
    proxy_name = models.CharField("受托人", max_length=50, blank=True)
    receives_support = models.BooleanField("有赡养抚养费", default=False)
    duplicate_note = models.CharField("关联记录核实说明", max_length=300, blank=True)
    declared_income = models.DecimalField("申报月收入（元）", max_digits=14, decimal_places=2, default=0)
    countable_income = models.DecimalField(
        "可计月收入（元）", max_digits=14, decimal_places=2, null=True, blank=True
    )
    proposed_amount = models.DecimalField(
        "拟保障金额（元/月）", max_digits=14, decimal_places=2, null=True, blank=True
    )
    proposed_heads = models.PositiveSmallIntegerField("拟保障人数", null=True, blank=True)
    standard = models.DecimalField("适用标准（元）", max_digits=14, decimal_places=2, null=True, blank=True)
    recheck_class = models.CharField("复核类别", max_length=1, blank=True)
    computation = models.JSONField("计算过程", default=list, blank=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = "低保申请"
        constraints = [
            models.CheckConstraint(
                condition=Q(unit="household") | ~Q(single_member_key=""), name="dibao_single_member_named"
            ),
            models.CheckConstraint(
                condition=Q(proposed_amount__isnull=True) | Q(proposed_amount__gte=0),
                name="dibao_amount_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(is_by_proxy=False) | ~Q(proxy_name=""),
                name="dibao_proxy_named",
                violation_error_message="委托办理须填写受托人。",
            ),
        ]


class OfApplicationQuerySet(ScopedQuerySet):
    scope_path = "application__case__"


@tracked()
class DibaoMember(models.Model):
    """A member of the family as declared, in the order of the form; ``key`` is what incomes and papers refer to."""

    application = models.ForeignKey(DibaoApplication, models.PROTECT, related_name="members")
    key = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    relation = models.CharField("与申请人关系", max_length=20, choices=_choices(facts.RELATIONS))
    labour_capacity = models.CharField("劳动能力", max_length=20, choices=_choices(facts.LABOUR_CAPACITIES))
    schooling = models.CharField("就学", max_length=20, choices=_choices(facts.SCHOOLINGS), default="none")
    disability = models.CharField("残疾类别", max_length=20, choices=_choices(facts.DISABILITIES), blank=True)
    disability_level = models.PositiveSmallIntegerField("残疾等级", null=True, blank=True)
    has_serious_illness = models.BooleanField("重病", default=False)
    marital_status = models.CharField(
        "婚姻", max_length=20, choices=_choices(facts.MARITAL_STATES), blank=True
    )
    # Of families taken over it may be unknown; the form asks for it.
    divorced_on = models.DateField("离婚日期", null=True, blank=True)
    lives_together = models.BooleanField("共同生活", default=True)
    absence = models.CharField("不计入情形", max_length=20, choices=_choices(facts.ABSENCES), blank=True)
    has_local_hukou = models.BooleanField("本地户籍", default=True)
    # First month of work taken up while on the roll (S2 art. 50); null: none.
    work_since = MonthField("就业起始月", null=True, blank=True)

    objects = OfApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "家庭成员"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["application", "key"], name="dibao_member_key_once"),
            models.UniqueConstraint(fields=["application", "person"], name="dibao_member_once"),
            models.CheckConstraint(
                condition=Q(disability_level__isnull=True)
                | Q(disability_level__range=(1, 4)) & ~Q(disability=""),
                name="dibao_member_disability",
            ),
            month_constraint("work_since", name="dibao_member_work_since"),
            models.CheckConstraint(
                condition=Q(divorced_on__isnull=True) | Q(marital_status="divorced"),
                name="dibao_member_divorced_on",
            ),
        ]


@tracked()
class DibaoIncome(models.Model):
    """A line of income, yuan a month over the reference period; ``verified`` replaces ``monthly`` once found."""

    application = models.ForeignKey(DibaoApplication, models.PROTECT, related_name="incomes")
    member = models.ForeignKey(DibaoMember, models.PROTECT, related_name="incomes")
    position = models.PositiveSmallIntegerField()
    source = models.CharField("收入来源", max_length=30)
    note = models.CharField("来源说明", max_length=100, blank=True)
    monthly = models.DecimalField("申报月均（元）", max_digits=14, decimal_places=2)
    verified = models.DecimalField("核对月均（元）", max_digits=14, decimal_places=2, null=True, blank=True)
    deduction = models.DecimalField("扣减（元）", max_digits=14, decimal_places=2, default=0)
    deduction_kind = models.CharField(
        "扣减事由", max_length=20, choices=_choices(facts.DEDUCTIONS), blank=True
    )

    objects = OfApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "收入"
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(condition=Q(monthly__gte=0), name="dibao_income_not_negative"),
            models.CheckConstraint(condition=Q(deduction__gte=0), name="dibao_deduction_not_negative"),
        ]
