"""Files of dibao: cases decided before this system, what they granted month by month, to whom, and what was paid."""

from apps.assistance.datasets.cases import CASES
from apps.assistance.datasets.coverage import COVERAGE
from apps.assistance.datasets.homes import HOMES, VISITS
from apps.assistance.datasets.lists import LISTS
from apps.assistance.datasets.terms import TERMS
from apps.assistance.datasets.words import FILES
from apps.assistance.services.dibao_steps import PROGRAMME
from apps.core.registries import datasets
from apps.payments.datasets import payments_of

datasets.register(CASES, TERMS, COVERAGE, HOMES, VISITS, LISTS)
datasets.register(payments_of(FILES, programme=PROGRAMME, line="assistance", order=80))
