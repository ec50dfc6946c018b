"""Menu entries of persons and households."""

from apps.core.declarations import MenuEntry
from apps.core.registries import menu_entries

menu_entries.register(
    MenuEntry("people", "人员档案", "people:persons", "people.view_person", "user", order=10),
    MenuEntry("people", "家庭档案", "people:households", "people.view_person", "home", order=11),
    MenuEntry("people", "身份信息更正", "people:corrections", "people.correct_identity", "id", order=50),
    MenuEntry("people", "档案合并", "people:merges", "people.merge_person", "users", order=51),
    MenuEntry("system", "档案查看记录", "people:looks", "people.view_access", "eye", order=45),
)
