"""The application for support of people in extreme difficulty (特困供养)."""

from django.db import models
from django.db.models import Q

from apps.assistance.rules import tekun as rules
from apps.audit.history import tracked
from apps.casework.entry.models import Detail, DetailRow
from apps.people.models import Person

NO_LABOUR = list(rules.NO_LABOUR.items())
YES_NO = [(True, "能"), (False, "不能")]


class SelfCare(models.Model):
    """Why somebody cannot work, and the six items of the self-care assessment (《特困人员认定办法》§21)."""

    no_labour_ground = models.CharField("无劳动能力情形", max_length=20, choices=NO_LABOUR)
    can_eat = models.BooleanField("自主吃饭", choices=YES_NO)
    can_dress = models.BooleanField("自主穿衣", choices=YES_NO)
    can_bed = models.BooleanField("自主上下床", choices=YES_NO)
    can_toilet = models.BooleanField("自主如厕", choices=YES_NO)
    can_walk = models.BooleanField("室内自主行走", choices=YES_NO)
    can_bathe = models.BooleanField("自主洗澡", choices=YES_NO)

    class Meta:
        abstract = True


@tracked()
class TekunApplication(Detail, SelfCare):
    """What is declared for one person or several who live together (《特困人员认定办法》§4–10). Yuan.

    ``monthly_income`` is of all claimants, without what is not counted (§6); ``self_care_on`` and ``assessor`` tell of
    the assessment, which the bureau makes or has made.
    """

    self_care_on = models.DateField("评估日期")
    assessor = models.CharField("评估人", max_length=50)
    monthly_income = models.DecimalField("月收入合计（元）", max_digits=14, decimal_places=2)
    financial = models.DecimalField("金融资产合计（元）", max_digits=14, decimal_places=2)
    dwellings = models.PositiveSmallIntegerField("住房套数")
    support_form = models.CharField(
        "供养方式", max_length=20, choices=list(rules.SUPPORT_FORMS.items()), default="dispersed"
    )
    institution = models.CharField("供养机构", max_length=100, blank=True)
    carer = models.CharField("照料护理人", max_length=50, blank=True)
    agreement_no = models.CharField("照料协议编号", max_length=60, blank=True)

    class Meta(Detail.Meta):
        verbose_name = "特困供养申请"
        constraints = [
            *Detail.Meta.constraints,
            models.CheckConstraint(
                condition=Q(monthly_income__gte=0, financial__gte=0), name="tekun_means_not_negative"
            ),
            models.CheckConstraint(
                condition=~Q(support_form="centralised") | ~Q(institution=""),
                name="tekun_institution_named",
                violation_error_message="集中供养的，请填写供养机构。",
            ),
            models.CheckConstraint(
                condition=~Q(support_form="dispersed") | ~Q(carer="") & ~Q(agreement_no=""),
                name="tekun_carer_named",
                violation_error_message="分散供养的，请填写照料护理人和照料协议编号。",
            ),
        ]


@tracked()
class TekunClaimant(DetailRow, SelfCare):
    """Somebody who applies along: a spouse, a brother or sister."""

    RELATIONS = [
        ("spouse", "配偶"),
        ("sibling", "兄弟姐妹"),
        ("son", "子"),
        ("daughter", "女"),
        ("other", "其他"),
    ]

    detail = models.ForeignKey(TekunApplication, models.PROTECT, related_name="claimants")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    relation = models.CharField("与申请人关系", max_length=20, choices=RELATIONS)

    class Meta(DetailRow.Meta):
        verbose_name = "同户特困人员"
        constraints = [
            *DetailRow.Meta.constraints,
            models.UniqueConstraint(fields=["detail", "person"], name="tekun_claimant_once"),
        ]


@tracked()
class TekunSupporter(DetailRow):
    """Somebody who must support by law, and whether he can (《特困人员认定办法》§8)."""

    detail = models.ForeignKey(TekunApplication, models.PROTECT, related_name="supporters")
    name = models.CharField("姓名", max_length=50)
    relation = models.CharField("关系", max_length=20)
    inability = models.CharField("履行能力", max_length=20, choices=list(rules.INABILITY.items()))
    evidence = models.CharField("依据", max_length=200, blank=True)

    class Meta(DetailRow.Meta):
        verbose_name = "法定义务人"
        constraints = [
            *DetailRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(inability="able") | ~Q(evidence=""),
                name="tekun_inability_proved",
                violation_error_message="没有履行能力的，请写明依据。",
            ),
        ]
