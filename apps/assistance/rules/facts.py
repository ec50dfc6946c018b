"""What a household declares, as plain values, and the vocabulary it is declared in.

Codes are text, checked against the vocabulary when a value is made (ValueError): a form or a file has
already refused anything else with a sentence of its own. Money is Decimal yuan a month.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from apps.core.money import ZERO
from apps.core.numbers import age_on

RELATIONS: Final[Mapping[str, str]] = {
    "self": "本人",
    "spouse": "配偶",
    "son": "儿子",
    "daughter": "女儿",
    "father": "父亲",
    "mother": "母亲",
    "grandson": "孙子",
    "granddaughter": "孙女",
    "grandfather": "祖父",
    "grandmother": "祖母",
    "brother": "兄弟",
    "sister": "姐妹",
    "child_in_law": "儿媳、女婿",
    "parent_in_law": "公婆、岳父母",
    "other": "其他",
}
LABOUR_CAPACITIES: Final[Mapping[str, str]] = {
    "full": "有",
    "partial": "部分",
    "none": "无",
    "student": "在校学生",
    "minor": "未成年",
}
SCHOOLINGS: Final[Mapping[str, str]] = {
    "none": "不在校",
    "compulsory": "学前、义务教育",
    "upper_secondary": "高中、中职",
    "college": "全日制大专",
    "bachelor": "全日制本科",
    "postgraduate": "研究生",
    "part_time": "非全日制",
}
# Full-time study up to bachelor keeps an adult child in the household (S3 art. 7).
DEPENDENT_SCHOOLINGS: Final = frozenset({"compulsory", "upper_secondary", "college", "bachelor"})
DISABILITIES: Final[Mapping[str, str]] = {
    "": "无",
    "visual": "视力",
    "hearing": "听力",
    "speech": "言语",
    "physical": "肢体",
    "intellectual": "智力",
    "mental": "精神",
    "multiple": "多重",
}
ABSENCES: Final[Mapping[str, str]] = {
    "": "无",
    "clergy": "连续三年以上脱离家庭独立生活的宗教教职人员",
    "prison": "在监狱内服刑",
    "detox": "在强制隔离戒毒所戒毒",
    "missing": "宣告失踪",
    # Of a family on the roll only, by a change (rules.changes): its file keeps who has gone.
    "deceased": "已去世",
    "left": "已不是共同生活成员",
}
# Who has gone for good: nothing is asked of them any more.
DEPARTURES: Final = frozenset({"deceased", "left"})
MARITAL_STATES: Final[Mapping[str, str]] = {
    "": "未填",
    "single": "未婚",
    "married": "已婚",
    "widowed": "丧偶",
    "divorced": "离婚",
}
REASONS: Final[Mapping[str, str]] = {
    "illness": "因病",
    "disability": "因残",
    "unemployment": "失业",
    "old_age": "年老",
    "schooling": "就学",
    "low_labour": "缺少劳动力",
    "other": "其他",
}
DEDUCTIONS: Final[Mapping[str, str]] = {
    "": "无",
    "job_cost": "必要的就业成本",
    "disability_cost": "因残疾增加的刚性支出",
    "illness_cost": "因重病增加的刚性支出",
}
VEHICLES: Final[Mapping[str, str]] = {
    "none": "无",
    "disabled_aid": "残疾人功能性补偿代步车",
    "livelihood": "生产经营必需车辆",
    "other": "其他机动车辆",
}
BUSINESSES: Final[Mapping[str, str]] = {
    "none": "无",
    "dormant": "有登记，未实际经营",
    "small_trade": "个体小本经营",
    "company": "企业投资人或股东",
}
UNITS: Final[Mapping[str, str]] = {"household": "全户", "single": "单列户"}

IncomeKind = Literal["wage", "business", "property", "transfer", "other"]
INCOME_KINDS: Final[Mapping[str, str]] = {
    "wage": "工资性",
    "business": "经营净收入",
    "property": "财产净收入",
    "transfer": "转移净收入",
    "other": "其他",
}
Treatment = Literal["counted", "exempt", "basic_pension"]


@dataclass(frozen=True, slots=True)
class IncomeSource:
    """Where income comes from: its kind (S3 art. 13) and whether it counts.

    `basic_pension`: only the central basic part is left out, and only while the parameter says so.
    """

    label: str
    kind: IncomeKind
    treatment: Treatment = "counted"
    proof: str = ""


INCOME_SOURCES: Final[Mapping[str, IncomeSource]] = {
    "wage": IncomeSource("工资、劳务报酬", "wage", proof="wage_record"),
    "public_post": IncomeSource("公益性岗位补贴", "wage", proof="wage_record"),
    "business": IncomeSource("生产经营净收入", "business", proof="business_record"),
    "farming": IncomeSource("种植养殖净收入", "business"),
    "rent": IncomeSource("房屋、土地租金", "property", proof="lease"),
    "interest": IncomeSource("利息、红利", "property"),
    "retirement": IncomeSource("职工养老金、退休金", "transfer"),
    "resident_pension": IncomeSource("城乡居民养老金", "transfer", "basic_pension"),
    "unemployment_benefit": IncomeSource("失业保险金", "transfer"),
    "support": IncomeSource("赡养费、抚养费、扶养费", "transfer", proof="support_document"),
    "other": IncomeSource("其他收入", "other"),
    "entitled_group": IncomeSource("优抚对象抚恤补助金", "transfer", "exempt"),
    "family_planning": IncomeSource("计划生育奖励扶助金", "transfer", "exempt"),
    "scholarship": IncomeSource("奖学金、助学金", "transfer", "exempt"),
    "bravery": IncomeSource("见义勇为奖励", "transfer", "exempt"),
    "government_aid": IncomeSource("政府救助款物", "transfer", "exempt"),
    "disability_subsidy": IncomeSource("残疾人两项补贴", "transfer", "exempt"),
    "local_exempt": IncomeSource("市级以上规定不计入的收入", "transfer", "exempt"),
}


def _known(code: str, vocabulary: Mapping[str, object], what: str) -> None:
    if code not in vocabulary:
        raise ValueError(f"unknown {what}: {code!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One person of the application. `key` is what incomes and documents refer to (a row number or an id)."""

    key: str
    name: str
    relation: str
    birth_date: date | None
    labour_capacity: str = ""
    schooling: str = "none"
    disability: str = ""
    disability_level: int | None = None
    has_serious_illness: bool = False
    marital_status: str = ""
    divorced_on: date | None = None
    lives_together: bool = True
    absence: str = ""
    has_local_hukou: bool = True

    def __post_init__(self) -> None:
        _known(self.relation, RELATIONS, "relation")
        _known(self.labour_capacity, {"": "", **LABOUR_CAPACITIES}, "labour capacity")
        _known(self.schooling, SCHOOLINGS, "schooling")
        _known(self.disability, DISABILITIES, "disability")
        _known(self.absence, ABSENCES, "absence")
        _known(self.marital_status, MARITAL_STATES, "marital status")
        if self.disability_level not in {None, 1, 2, 3, 4}:
            raise ValueError(f"unknown disability level: {self.disability_level!r}")

    def age(self, on: date) -> int | None:
        """Whole years on a day; None while the birth date is not known."""
        return None if self.birth_date is None else age_on(self.birth_date, on)

    def is_minor(self, on: date) -> bool:
        """Under 18. A person whose birth date is not known yet is no minor."""
        age = self.age(on)
        return age is not None and age < 18

    @property
    def is_severely_disabled(self) -> bool:
        """Level 1-2 of any kind, or level 3 intellectual or mental (S3 art. 8)."""
        if not self.disability or self.disability_level is None:
            return False
        return self.disability_level <= 2 or (
            self.disability_level == 3 and self.disability in {"intellectual", "mental"}
        )

    @property
    def can_work(self) -> bool:
        """Full or partial labour capacity, unless a serious illness takes it away."""
        return self.labour_capacity in {"full", "partial"} and not self.has_serious_illness


@dataclass(frozen=True, slots=True, kw_only=True)
class Income:
    """One line of income: the monthly mean of the reference period, in yuan.

    `verified` replaces `monthly` once verification or the home visit has found another amount.
    `deduction` is the claimed cost that may be taken off, of the kind `deduction_kind`.
    """

    member: str
    source: str
    monthly: Decimal
    verified: Decimal | None = None
    deduction: Decimal = ZERO
    deduction_kind: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        _known(self.source, INCOME_SOURCES, "income source")
        _known(self.deduction_kind, DEDUCTIONS, "deduction")

    @property
    def established(self) -> Decimal:
        """The amount that counts: as verified, else as declared."""
        return self.monthly if self.verified is None else self.verified

    @property
    def kind(self) -> IncomeKind:
        """Wage, business, property, transfer or other (S3 art. 13)."""
        return INCOME_SOURCES[self.source].kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Disregard:
    """A member who took up work while on the roll; `since` is the first month of the wage."""

    member: str
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Assets:
    """Assets of the household; None means not declared yet. `area` is of all dwellings, in square metres."""

    deposits: Decimal | None = None
    insurance: Decimal | None = None
    dwellings: int | None = None
    area: Decimal | None = None
    vehicle: str | None = None
    business: str | None = None

    def __post_init__(self) -> None:
        if self.vehicle is not None:
            _known(self.vehicle, VEHICLES, "vehicle")
        if self.business is not None:
            _known(self.business, BUSINESSES, "business registration")


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """A dibao application as it stands, complete or not.

    `incomes` is None until somebody has said what the family earns; an empty tuple says "nothing".
    With `unit` "single" only the member `single_member` is to be covered (单列户).
    """

    members: tuple[Member, ...]
    incomes: tuple[Income, ...] | None = None
    assets: Assets = Assets()
    disregards: tuple[Disregard, ...] = ()
    household_deductions: Decimal = ZERO
    unit: str = "household"
    single_member: str = ""
    has_stable_income: bool = False
    is_by_proxy: bool = False
    receives_support: bool = False

    def __post_init__(self) -> None:
        _known(self.unit, UNITS, "unit")

    @property
    def applicant(self) -> Member | None:
        """The member whose relation is 本人; None while nobody is entered."""
        return next((member for member in self.members if member.relation == "self"), None)

    @property
    def covered_member(self) -> Member | None:
        """Of a single unit, the person it is for: the named member, else the applicant."""
        named = (member for member in self.members if member.key == self.single_member)
        return next(named, self.applicant)
