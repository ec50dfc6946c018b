"""One registry per declaration type. Engines read them; apps fill them from their declaration modules."""

from apps.core import declarations as d
from apps.core.importing import Dataset
from apps.core.registry import Registry

menu_entries: Registry[d.MenuEntry] = Registry("menu entry", lambda item: f"{item.group}:{item.label}")
menu_groups: Registry[d.MenuGroup] = Registry("menu group", lambda item: item.code)
first_steps: Registry[d.FirstStep] = Registry("first step", lambda item: item.text)
job_kinds: Registry[d.JobKind] = Registry("job kind", lambda item: item.name)
ticks: Registry[d.Tick] = Registry("tick", lambda item: item.name)
case_kinds: Registry[d.CaseKind] = Registry("case kind", lambda item: item.code)
entries: Registry[d.Entry] = Registry("entry of an application", lambda item: item.kind)
registers: Registry[d.Register] = Registry("register", lambda item: item.name)
added_actions: Registry[d.AddedAction] = Registry("added action", lambda a: f"{a.register}:{a.action.url}")
datasets: Registry[Dataset] = Registry("data set", lambda item: item.name)
indicators: Registry[d.Indicator] = Registry("indicator", lambda item: item.key)
report_sections: Registry[d.ReportSection] = Registry("report section", lambda item: item.code)
benefit_lookups: Registry[d.BenefitLookup] = Registry("benefit lookup", lambda item: item.name)
subject_links: Registry[d.SubjectLink] = Registry("subject link", lambda item: item.subject_type)
parameter_words: Registry[d.ParameterWords] = Registry("words of a parameter", lambda item: item.key)
person_panels: Registry[d.PersonPanel] = Registry("person panel", lambda item: item.name)
death_followups: Registry[d.DeathFollowup] = Registry("what follows a death", lambda item: item.name)
merge_checks: Registry[d.MergeCheck] = Registry("check of a merge", lambda item: item.name)
person_handlers: Registry[d.PersonHandler] = Registry("handler of a person", lambda item: item.name)
household_ties: Registry[d.HouseholdTie] = Registry("tie of a household", lambda item: item.name)
search_groups: Registry[d.SearchGroup] = Registry("search group", lambda item: item.name)
alarms: Registry[d.Alarm] = Registry("alarm", lambda item: item.name)

# Modules that hold declarations. ``apps.core`` imports them for every installed app, so a declaration
# needs no mention anywhere else.
DECLARATION_MODULES = (
    "menu",
    "jobkinds",
    "ticks",
    "kinds",
    "registers",
    "datasets",
    "indicators",
    "sections",
    "lookups",
    "alarms",
)
