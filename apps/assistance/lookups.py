"""What this line tells lower apps: words for the codes in its parameters."""

from apps.assistance.rules import facts
from apps.core.declarations import ParameterWords
from apps.core.registries import parameter_words

parameter_words.register(
    ParameterWords("asset.vehicles_allowed", facts.VEHICLES),
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
