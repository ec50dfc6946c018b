"""A story told at the window: its draft, its papers, its submission."""

import uuid
from decimal import Decimal

from apps.accounts.actor import Actor
from apps.assistance.rules import facts
from apps.assistance.services.dibao_entry import DibaoEntry, IncomeEntry, MemberEntry, submit_dibao
from apps.assistance.services.dibao_papers import checklist
from apps.casework.models import Case, Draft
from apps.casework.services.documents import note_document
from apps.casework.services.drafts import start_draft
from apps.core import clock
from apps.core.numbers import check_digit, mask_name, parse_resident_number
from apps.demo.stories import Kin, Story
from apps.regions.models import Region

NAMESPACE = uuid.UUID("6f1f5a4e-5b1c-4c3c-9d0e-2f0d5f1a2022")
AREA = "330299"  # not in use: none of these numbers can belong to a person
BANK, ACCOUNT_PREFIX, PHONE_PREFIX = "鄞州银行", "6228480", "100"
SHARED = "shared"
PAPER = "paper"


def token_of(story: Story) -> uuid.UUID:
    """The submit token: the same story never makes a second case."""
    return token_for(story.key)


def token_for(key: str) -> uuid.UUID:
    """The token of whatever the story ``key`` submits."""
    return uuid.uuid5(NAMESPACE, key)


def number_of(kin: Kin) -> str:
    stem = f"{AREA}{kin.born}{kin.serial}"
    return stem + check_digit(stem)


def submit_story(story: Story, *, actor: Actor) -> Case:
    """Enter the application as the clerk does, all in one sitting."""
    entry = entry_of(story)
    draft = start_draft("dibao", actor=actor, label=mask_name(story.family[0].name))
    draft.submit_token = token_of(story)
    draft.save(update_fields=["submit_token"])
    _note_papers(story, entry, draft, actor)
    return submit_dibao(entry, draft=draft, actor=actor)


def entry_of(story: Story) -> DibaoEntry:
    """The valid form of a story."""
    region = Region.objects.open_on(clock.today()).get(name=story.community, parent__name=story.office.town)
    head = story.family[0]
    tail = number_of(head)[6:17]
    return DibaoEntry(
        region_id=region.pk,
        address=f"{story.community}{int(head.serial) % 40 + 1}幢{int(head.born[-2:]) % 6 + 1}03室",
        phone=PHONE_PREFIX + tail[-8:],
        bank=BANK,
        account=ACCOUNT_PREFIX + tail + "0",
        holder_name=head.name,
        channel="window",
        relative_registered=story.is_relative,
        declared=_declared(story),
        members=tuple(_member(key, kin) for key, kin in zip(_keys(story), story.family, strict=True)),
        incomes=tuple(
            IncomeEntry(
                member=_keys(story)[earning.of],
                source=earning.source,
                monthly=Decimal(earning.monthly),
                note=earning.note,
                deduction=Decimal(earning.deduction),
                deduction_kind=earning.deduction_kind,
            )
            for earning in story.incomes
        ),
    )


def _keys(story: Story) -> list[str]:
    return [f"m{number}" for number in range(1, len(story.family) + 1)]


def _declared(story: Story) -> dict[str, object]:
    return {
        "unit": "household",
        "reason": story.reason,
        "reason_text": story.text,
        "housing_text": "自有住房一套",
        "deposits": Decimal(story.deposits),
        "insurance": Decimal(0),
        "dwellings": 1,
        "area": Decimal(story.area),
        "vehicle": "none",
        "business": "none",
    }


def _member(key: str, kin: Kin) -> MemberEntry:
    return MemberEntry(
        key=key,
        name=kin.name,
        number=number_of(kin),
        relation=kin.relation,
        labour_capacity=kin.labour,
        ethnicity="汉族",
        schooling=kin.schooling,
        disability=kin.disability,
        disability_level=kin.level,
        has_serious_illness=kin.is_ill,
        marital_status=kin.marital,
    )


def _note_papers(story: Story, entry: DibaoEntry, draft: Draft, actor: Actor) -> None:
    """Every paper the application needs was seen at the window or came by shared data, but for what is lacking."""
    for slot in checklist(_facts(entry), clock.today(), draft=draft):
        if slot.code in story.lacking:
            continue
        source = SHARED if slot.code in ("identity", "disability_certificate") else PAPER
        note_document(
            slot.code, actor=actor, source=source, draft=draft, member_key=slot.member_key, label=slot.label
        )


def _facts(entry: DibaoEntry) -> facts.Application:
    """As much of the application as its list of papers depends on."""
    return facts.Application(
        members=tuple(
            facts.Member(
                key=member.key,
                name=member.name,
                relation=member.relation,
                birth_date=parse_resident_number(member.number).birth_date,
                labour_capacity=member.labour_capacity,
                schooling=member.schooling,
                disability=member.disability,
                disability_level=member.disability_level,
                has_serious_illness=member.has_serious_illness,
                marital_status=member.marital_status,
            )
            for member in entry.members
        ),
        incomes=tuple(
            facts.Income(member=income.member, source=income.source, monthly=income.monthly)
            for income in entry.incomes
        ),
    )
