"""Applications for the allowances of children: 孤儿, and 困境儿童 with those nobody brings up in fact."""

from django.db import models
from django.db.models import F, Q

from apps.assistance.rules import children as rules
from apps.audit.history import tracked
from apps.casework.entry.models import Detail, DetailRow
from apps.people.models import Person

RELATIONS = [
    ("kin", "祖父母、外祖父母"),
    ("sibling", "兄姐"),
    ("relative", "其他亲属"),
    ("parent", "父母"),
    ("institution", "儿童福利机构"),
    ("committee", "村（居）民委员会"),
    ("other", "其他"),
]


class OfGuardian(models.Model):
    """Who brings the child up, and to whose account it is paid."""

    guardian = models.ForeignKey(Person, models.PROTECT, related_name="+")
    guardian_relation = models.CharField("监护人与儿童关系", max_length=20, choices=RELATIONS)
    school = models.CharField("就读学校", max_length=80, blank=True)
    grade = models.CharField("年级", max_length=20, blank=True)

    class Meta:
        abstract = True


@tracked()
class OrphanApplication(Detail, OfGuardian):
    """An orphan (民发〔2010〕161号): recognised by the county, under 18, both parents gone."""

    orphan_type = models.CharField("父母情况", max_length=20, choices=list(rules.ORPHAN_TYPES.items()))
    placement = models.CharField("安置方式", max_length=20, choices=list(rules.PLACEMENTS.items()))

    class Meta(Detail.Meta):
        verbose_name = "孤儿基本生活保障申请"


@tracked()
class ChildApplication(Detail, OfGuardian):
    """A child in difficulty; ``received`` is what it gets a month from another basic-living programme, in yuan."""

    child_class = models.CharField("困境类别", max_length=20, choices=list(rules.CLASSES.items()))
    received = models.DecimalField(
        "已享其他基本生活救助（元/月）", max_digits=14, decimal_places=2, default=0
    )
    situation = models.CharField("情况说明", max_length=300, blank=True)

    class Meta(Detail.Meta):
        verbose_name = "困境儿童生活补贴申请"
        constraints = [
            *Detail.Meta.constraints,
            models.CheckConstraint(condition=Q(received__gte=0), name="child_received_not_negative"),
        ]


@tracked()
class ChildParent(DetailRow):
    """A parent's circumstance, with its dates and its proof (民发〔2019〕62号, 民发〔2020〕125号)."""

    WHO = [("father", "父亲"), ("mother", "母亲")]

    detail = models.ForeignKey(ChildApplication, models.PROTECT, related_name="parents")
    who = models.CharField("父母", max_length=10, choices=WHO)
    name = models.CharField("姓名", max_length=50, blank=True)
    circumstance = models.CharField("情形", max_length=20, choices=list(rules.PARENT.items()))
    since = models.DateField("开始日期", null=True, blank=True)
    until = models.DateField("截止日期", null=True, blank=True)
    evidence = models.CharField("依据", max_length=200, blank=True)

    class Meta(DetailRow.Meta):
        verbose_name = "父母情况"
        constraints = [
            *DetailRow.Meta.constraints,
            models.UniqueConstraint(fields=["detail", "who"], name="child_parent_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=False, until__gte=F("since")),
                name="child_parent_dates",
                violation_error_message="截止日期不能早于开始日期。",
            ),
            models.CheckConstraint(
                condition=~Q(circumstance__in=rules.TIMED) | Q(since__isnull=False),
                name="child_parent_since",
                violation_error_message="服刑、戒毒、限制人身自由和失联的，请填写开始日期。",
            ),
            models.CheckConstraint(
                condition=Q(circumstance="able") | ~Q(evidence=""),
                name="child_parent_proved",
                violation_error_message="请写明这一情形的依据。",
            ),
        ]
