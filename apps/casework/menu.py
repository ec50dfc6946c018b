"""Menu entries of casework."""

from apps.casework.queue import waiting
from apps.core.declarations import FirstStep, MenuEntry
from apps.core.registries import first_steps, menu_entries

menu_entries.register(
    MenuEntry("work", "待办", "casework:inbox", "casework.view_inbox", "inbox", order=10, count=waiting),
    MenuEntry("work", "已办", "casework:done", "casework.view_inbox", "history", order=20),
    MenuEntry("work", "草稿", "casework:drafts", "casework.create_case", "pencil", order=30),
    MenuEntry("cases", "新增申请", "casework:new", "casework.create_case", "plus", order=11),
    MenuEntry("cases", "办件", "casework:cases", "casework.view_case", "files", order=20),
    MenuEntry("cases", "公示", "casework:staff_notices", "casework.view_case", "speakerphone", order=30),
    MenuEntry("cases", "投诉举报", "casework:complaints", "casework.register_complaint", "message", order=40),
    MenuEntry("cases", "抽查", "casework:samples", "casework.supervise_case", "clipboard-check", order=50),
    MenuEntry("cases", "审批权下放", "casework:delegations", "casework.supervise_case", "key", order=60),
)
first_steps.register(
    FirstStep(
        "casework.view_inbox",
        "待办按时限由近到远排列，超期的在最前。点“处理下一件”，办完一件自动到下一件。",
        "casework:inbox",
        order=20,
    ),
    FirstStep(
        "casework.view_case", "查人查事：在页面上方的搜索框输入姓名、拼音首字母、证件号或办件编号。", order=30
    ),
)
