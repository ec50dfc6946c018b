"""The accounts of the demo: invented people, one for every post. Never made outside demo and tests."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from apps.accounts.models import Grant, User
from apps.core import clock, crypto
from apps.core.errors import Refused
from apps.core.numbers import check_digit
from apps.regions.models import Region

ALLOWED_IN = ("demo", "test")
# Area code 330299 is not in use, so none of these numbers can belong to a person.
AREA = "330299"


@dataclass(frozen=True)
class DemoAccount:
    """``town`` and ``community`` are names; both empty means the district. ``born`` is YYYYMMDD."""

    username: str
    name: str
    post: str
    born: str
    sequence: str
    town: str = ""
    community: str = ""

    @property
    def resident_number(self) -> str:
        first17 = f"{AREA}{self.born}{self.sequence}"
        return first17 + check_digit(first17)


ACCOUNTS = (
    DemoAccount("chuangkou", "何静", "window_clerk", "19870311", "942", "东胜街道", "泰和社区"),
    DemoAccount("shouli", "林晓", "acceptance_clerk", "19900722", "946", "东胜街道"),
    DemoAccount("diaocha1", "周敏", "investigator", "19850405", "948", "东胜街道"),
    DemoAccount("diaocha2", "方立", "investigator", "19830918", "951", "东胜街道"),
    DemoAccount("chushen", "沈洁", "reviewer", "19790126", "952", "东胜街道"),
    DemoAccount("queren", "吴建平", "town_confirmer", "19730812", "953", "东胜街道"),
    DemoAccount("hedui", "徐岚", "verification_officer", "19880630", "954"),
    DemoAccount("keshi", "高远", "section_officer", "19810214", "955"),
    DemoAccount("fuhe", "夏雯", "run_checker", "19840507", "956"),
    DemoAccount("juling", "陆文斌", "leader", "19700103", "957"),
    DemoAccount("shuju", "金莹", "data_admin", "19910925", "958"),
    DemoAccount("anquan", "贺明", "security_admin", "19860819", "959"),
    DemoAccount("shenji", "姚宁", "audit_admin", "19821105", "962"),
    DemoAccount("zh_chuangkou", "童欣", "window_clerk", "19920416", "964", "中河街道", "东城社区"),
    DemoAccount("zh_shouli", "乐平", "acceptance_clerk", "19890227", "961", "中河街道"),
    DemoAccount("zh_diaocha1", "史佳", "investigator", "19871209", "966", "中河街道"),
    DemoAccount("zh_diaocha2", "应凯", "investigator", "19860701", "965", "中河街道"),
    DemoAccount("zh_chushen", "鲍颖", "reviewer", "19800513", "968", "中河街道"),
)


def hints() -> list[dict[str, str]]:
    """Username, name and post of the demo accounts for the sign-in page; nothing anywhere else."""
    if settings.DEPLOYMENT != "demo":
        return []
    names = [account.username for account in ACCOUNTS]
    grants = (
        Grant.objects.filter(user__username__in=names, user__is_active=True, substitutes__isnull=True)
        .with_parts()
        .select_related("user")
    )
    found = {grant.user.username: grant for grant in grants}
    return [
        {
            "username": name,
            "name": found[name].user.name,
            "post": f"{found[name].region.full_name} {found[name].post}",
        }
        for name in names
        if name in found
    ]


@transaction.atomic
def create_demo_accounts(password: str, *, reset: bool = False) -> list[str]:
    """Make the accounts that are missing and answer their usernames; ``reset`` gives all the password again.

    Raises Refused outside demo and tests, and LookupError when the reference data are not loaded.
    """
    if settings.DEPLOYMENT not in ALLOWED_IN:
        raise Refused("演示账号只能在演示环境建立。")
    names = {account.username for account in ACCOUNTS}
    if not reset and User.objects.filter(username__in=names).count() == len(names):
        return []
    # One hash for all: a demo has one password, and argon2 eighteen times over would only delay its start.
    hashed = make_password(password)
    made = []
    for account in ACCOUNTS:
        region = _region_of(account)
        key = crypto.digest(account.resident_number).hex()
        user, created = User.objects.get_or_create(
            username=account.username, defaults={"name": account.name, "person_key": key, "password": hashed}
        )
        if created:
            Grant.objects.create(user=user, post_id=account.post, region=region, valid_from=_since())
            made.append(account.username)
        elif reset:
            user.password = hashed
            user.save(update_fields=["password"])
    return made


def _region_of(account: DemoAccount) -> Region:
    regions = Region.objects.open_on(clock.today())
    if account.community:
        found = regions.communities().filter(name=account.community, parent__name=account.town)
    elif account.town:
        found = regions.towns().filter(name=account.town)
    else:
        found = regions.filter(level=Region.Level.DISTRICT)
    region = found.order_by("code").first()
    if region is None:
        raise LookupError(f"load the regions first: there is no {account.town}{account.community or '区'}")
    return region


def _since() -> date:
    """The start of last year: the demo year lies behind the business date."""
    return date(clock.today().year - 1, 1, 1)
