"""Menu entries of persons and households."""

from apps.core.declarations import MenuEntry
from apps.core.registries import menu_entries

PARENT = "人员与家庭"

menu_entries.register(
    MenuEntry("shared", PARENT, "people:persons", "people.view_person", "users-group", order=10),
    MenuEntry("shared", "人员档案", "people:persons", "people.view_person", "user", order=11, parent=PARENT),
    MenuEntry(
        "shared", "家庭档案", "people:households", "people.view_person", "home", order=12, parent=PARENT
    ),
    MenuEntry(
        "shared",
        "身份信息更正",
        "people:corrections",
        "people.correct_identity",
        "id",
        order=13,
        parent=PARENT,
    ),
    MenuEntry("shared", "档案合并", "people:merges", "people.merge_person", "users", order=14, parent=PARENT),
    MenuEntry("system", "档案查看记录", "people:looks", "people.view_access", "eye", order=45),
)
