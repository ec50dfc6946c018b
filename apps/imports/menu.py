"""Menu entry of imports."""

from apps.core.declarations import MenuEntry
from apps.core.registries import menu_entries

menu_entries.register(
    MenuEntry("system", "数据导入", "imports:batches", "imports.view_import", "database-import", order=50)
)
