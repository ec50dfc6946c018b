"""Half-typed forms: what a clerk left when the phone rang."""

from apps.accounts.actor import Actor
from apps.assistance.services.dibao_typed import Typed
from apps.casework.services.drafts import start_draft
from apps.core.numbers import mask_name
from apps.demo.services.entries import number_of
from apps.demo.stories import Kin
from apps.regions.models import Region

BEGUN = {
    "chuangkou": Kin("戴忠良", "19580227", "495", labour="partial", marital="married"),
    "zh_chuangkou": Kin("徐惠芳", "19640920", "584", labour="partial", marital="widowed"),
}


def begin_draft(actor: Actor) -> None:
    """A draft of the actor with the applicant, the reason and one income; assets are still to be typed."""
    kin = BEGUN[actor.username]
    community = Region.objects.get(pk=actor.region_code)
    typed = Typed(
        fields={
            "channel": "window",
            "unit": "household",
            "region": community.pk,
            "address": f"{community.name}8幢203室",
            "reason": "illness",
            "reason_text": "本人患慢性病，需长期服药。",
        }
    )
    member = typed.add_member(
        name=kin.name,
        number=number_of(kin),
        relation="self",
        labour_capacity=kin.labour,
        marital_status=kin.marital,
        has_serious_illness="on",
    )
    typed.add_income(member=member["key"], source="wage", monthly="760", note="早餐摊帮工")
    start_draft("dibao", actor=actor, fields=typed.to_draft(), label=mask_name(kin.name))
