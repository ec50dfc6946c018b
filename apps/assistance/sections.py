"""The section of the year page and report for social assistance."""

from apps.core.declarations import ChartDef, ReportSection
from apps.core.registries import report_sections

report_sections.register(
    ReportSection(
        code="assistance",
        order=1,
        title="社会救助",
        lead="困难家庭依规纳入保障，审核确认权逐步下放",
        headline=(
            "assistance.dibao_persons",
            "assistance.dibao_households",
            "assistance.dibao_amount",
            "assistance.dibao_standard_monthly",
            "assistance.delegated_towns",
            "assistance.delegated_dibao_persons",
        ),
        charts=(
            ChartDef("在册低保人数走势", "人", "lines", "months", ("assistance.dibao_persons",)),
            ChartDef("各镇（街道）在册低保人数", "人", "columns", "towns", ("assistance.dibao_persons",)),
        ),
        towns=(
            "assistance.dibao_persons",
            "assistance.dibao_households",
            "assistance.dibao_amount",
            "assistance.dibao_new_households",
            "assistance.dibao_ended_households",
        ),
        narrative=(
            "最低生活保障是困难群众基本生活的最后一道防线。{cutoff}，{area}在册低保家庭"
            "{assistance.dibao_households}户、{assistance.dibao_persons}人，与上年相比，户数"
            "{assistance.dibao_households.change}，人数{assistance.dibao_persons.change}。保障标准为每人每月"
            "{assistance.dibao_standard_monthly}元，{span}实际发到救助家庭的低保金"
            "{assistance.dibao_amount}万元。收入、财产和家庭人口的变化均按月核算进待遇，应保的及时纳入，"
            "不再符合条件的按规定渐退或终止。\n"
            "低保审核确认权已下放到{assistance.delegated_towns}个镇（街道），其中"
            "{assistance.delegated_pilot_towns}个在本期作出过确认决定，由镇（街道）直接确认的低保对象"
            "{assistance.delegated_dibao_persons}人。下放之后，受理、调查、审核、确认由不同人员承担，"
            "区级转为抽查和监督，困难家庭在家门口即可办完全部手续。"
        ),
    )
)
