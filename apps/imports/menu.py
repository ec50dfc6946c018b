"""Menu entry of imports."""

from apps.core.declarations import FirstStep, MenuEntry
from apps.core.registries import first_steps, menu_entries

menu_entries.register(
    MenuEntry("system", "数据导入", "imports:batches", "imports.view_import", "database-import", order=50)
)
first_steps.register(
    FirstStep(
        "imports.import_data",
        "导入数据：先下载模板；上传后所有错误一次列出，改好再确认导入。",
        "imports:batches",
        order=10,
    ),
)
