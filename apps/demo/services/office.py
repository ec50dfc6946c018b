"""What happens in the offices besides cases: somebody stands in, somebody leaves, items are taken, queries kept."""

from datetime import timedelta

from apps.accounts.models import Grant, SubstitutionRequest, User
from apps.accounts.services import Appointment, create_account, disable_account, end_grant, give_grant
from apps.accounts.substitution import ask, give
from apps.casework.models import WorkItem
from apps.casework.services.handover import hand_over
from apps.casework.services.work import claim
from apps.core import clock, registries
from apps.core.numbers import check_digit
from apps.demo.services.cast import Cast
from apps.demo.services.entries import AREA, token_for
from apps.demo.services.errands import Errand
from apps.pages.models import SavedQuery
from apps.pages.queries import save_query

SECURITY = "anquan"
ABSENT, STANDS_IN, DAYS = "hedui", "fuhe", 12
ON_LEAVE, LEAVE_BEGINS, LEAVE_DAYS = (
    "fuhe",
    14,
    5,
)  # days from the business date; waits for the security admin
LEAVER, LEAVER_NAME, LEAVER_STEM = "zh_shouli2", "洪波", f"{AREA}19930617971"
LEAVER_CASES, HEIR = ("zh-08", "zh-10"), "zh_shouli"
HELD = (("chushen", "ds-02"), ("zh_chushen", "zh-05"))
QUERIES = (
    ("keshi", "entitlements", "渐退期家庭", "view=phase_out", True),
    ("keshi", "overpayments", "正在追回", "view=open", False),
    ("chushen", "care_visits", "有需求的探访", "view=need", True),
)


# --- accounts --------------------------------------------------------------------------------------------


def ask_substitute(cast: Cast) -> bool:
    """The verification officer will be away; the run checker stands in."""
    return _ask(cast, ABSENT, STANDS_IN, begins=3, days=DAYS, reason="参加省厅核对业务培训")


def ask_for_leave(cast: Cast) -> bool:
    """The run checker asks for somebody who stands in once the verification officer is back."""
    return _ask(cast, ON_LEAVE, ABSENT, begins=LEAVE_BEGINS, days=LEAVE_DAYS, reason="春节前休假")


def _ask(cast: Cast, absent: str, stands_in: str, *, begins: int, days: int, reason: str) -> bool:
    actor = cast.of(absent)
    if SubstitutionRequest.objects.filter(asked_by=actor.user_id).exists():
        return False
    first = clock.today() + timedelta(days=begins)
    ask(
        cast.grant_of(absent),
        User.objects.get(username=stands_in),
        valid_from=first,
        valid_to=first + timedelta(days=days - 1),
        reason=reason,
        actor=actor,
    )
    return True


def give_substitute(cast: Cast) -> bool:
    request = SubstitutionRequest.objects.open().filter(asked_by=cast.of(ABSENT).user_id).first()
    if request is None:
        return False
    give(request.pk, actor=cast.of(SECURITY))
    return True


def appoint_leaver(cast: Cast) -> bool:
    """Somebody who will have left by the business date."""
    if User.objects.filter(username=LEAVER).exists():
        return False
    actor = cast.of(SECURITY)
    user, _ = create_account(LEAVER, LEAVER_NAME, LEAVER_STEM + check_digit(LEAVER_STEM), actor=actor)
    like = cast.grant_of(HEIR)
    appointment = Appointment(user=user, post=like.post, region=like.region, valid_from=clock.today())
    give_grant(appointment, actor=actor)
    return True


def take_as_leaver(cast: Cast) -> bool:
    """He takes up two items of his town."""
    user = User.objects.filter(username=LEAVER, is_active=True).first()
    if user is None or WorkItem.objects.filter(holder=user).exists():
        return False
    actor = cast.somebody(user)
    tokens = [token_for(key) for key in LEAVER_CASES]
    items = WorkItem.objects.for_actor(actor).filter(case__submit_token__in=tokens)
    taken = [claim(pk, actor=actor) for pk in items.values_list("pk", flat=True)]
    return bool(taken)


def let_go(cast: Cast) -> bool:
    """He has left: his items go to his colleague, his grant and his account end."""
    user = User.objects.filter(username=LEAVER, is_active=True).first()
    if user is None:
        return False
    actor, reason = cast.of(SECURITY), "本人调往区社会救助服务中心"
    if WorkItem.objects.open().filter(holder=user).exists():
        hand_over(user, User.objects.get(username=HEIR), reason=reason, actor=actor)
    for grant in Grant.objects.in_force(clock.today()).filter(user=user):
        end_grant(grant, reason=reason, actor=actor)
    disable_account(user, reason=reason, actor=actor)
    return True


# --- desks -----------------------------------------------------------------------------------------------


def hold_reviews(cast: Cast) -> bool:
    """Reviewers take up an item each, so that they are reminded of its limit."""
    done = False
    for username, key in HELD:
        items = WorkItem.objects.open().filter(case__submit_token=token_for(key), task="review", holder=None)
        for pk in items.values_list("pk", flat=True):
            claim(pk, actor=cast.of(username))
            done = True
    return done


def keep_queries(cast: Cast) -> bool:
    done = False
    for username, register, name, params, shared in QUERIES:
        actor = cast.of(username)
        if SavedQuery.objects.filter(owner=actor.user_id, register=register, name=name).exists():
            continue
        declared = registries.registers.get(register)
        save_query(declared, name, params, is_default=False, shared=shared, actor=actor)
        done = True
    return done


ERRANDS = (
    Errand(23, appoint_leaver),
    Errand(6, hold_reviews),
    Errand(5, keep_queries),
    Errand(3, ask_substitute),
    Errand(2, give_substitute),
    Errand(1, take_as_leaver),
    Errand(1, ask_for_leave),
    Errand(0, let_go),
)
