"""Applications for the two subsidies for disabled people (残疾人两项补贴)."""

from django.db import models
from django.db.models import Q

from apps.assistance.rules import disability as rules
from apps.audit.history import tracked
from apps.casework.entry.models import Detail


class OfCertificate(models.Model):
    """What the certificate says, and what else its holder receives."""

    disability = models.CharField("残疾类别", max_length=20, choices=list(rules.DISABILITIES.items()))
    disability_level = models.PositiveSmallIntegerField("残疾等级", choices=list(rules.LEVELS.items()))
    certificate_no = models.CharField("残疾人证号", max_length=20)
    valid_until = models.DateField("残疾人证有效期至", null=True, blank=True)
    received = models.CharField("已享受的其他待遇", max_length=20, choices=list(rules.RECEIVED.items()))

    class Meta:
        abstract = True


@tracked()
class DisabilityLivingApplication(Detail, OfCertificate):
    """The subsidy for living: a disabled person in hardship (国发〔2015〕52号)."""

    hardship = models.CharField("困难情形", max_length=20, choices=list(rules.HARDSHIPS.items()))
    hardship_note = models.CharField("困难情况说明", max_length=200, blank=True)

    class Meta(Detail.Meta):
        verbose_name = "困难残疾人生活补贴申请"
        constraints = [
            *Detail.Meta.constraints,
            models.CheckConstraint(condition=Q(disability_level__range=(1, 4)), name="living_level"),
            models.CheckConstraint(
                condition=~Q(hardship="other") | ~Q(hardship_note=""),
                name="living_hardship_told",
                violation_error_message="其他困难残疾人，请说明困难情况。",
            ),
        ]


@tracked()
class DisabilityNursingApplication(Detail, OfCertificate):
    """The subsidy for nursing: severely disabled, in need of long care (国发〔2015〕52号). ``assessed_on`` dates the need."""

    band = models.CharField("照护需要", max_length=20, choices=list(rules.BANDS.items()))
    assessed_on = models.DateField("评估日期")
    assessor = models.CharField("评估人", max_length=50)

    class Meta(Detail.Meta):
        verbose_name = "重度残疾人护理补贴申请"
        constraints = [
            *Detail.Meta.constraints,
            models.CheckConstraint(condition=Q(disability_level__range=(1, 4)), name="nursing_level"),
        ]
