"""What this line tells lower apps: words for the codes in its parameters."""

from apps.assistance.rules import facts
from apps.assistance.rules.changes import END_REASONS
from apps.assistance.services.change_due import follow_death
from apps.core.declarations import DeathFollowup, ParameterWords
from apps.core.registries import death_followups, parameter_words

parameter_words.register(
    ParameterWords("asset.vehicles_allowed", facts.VEHICLES),
    ParameterWords("change.notice_reasons", END_REASONS),
    ParameterWords("asset.businesses_allowed", facts.BUSINESSES),
    ParameterWords(
        "rounding.mode",
        {
            "exact": "保留到分",
            "up_to_yuan": "进到元",
            "half_up_to_yuan": "四舍五入到元",
            "up_to_jiao": "进到角",
        },
    ),
)

death_followups.register(DeathFollowup("dibao", follow_death))
