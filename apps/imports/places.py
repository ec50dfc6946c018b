"""Regions as files name them: by code, or by town and community, since names repeat between towns."""

from difflib import get_close_matches

from apps.accounts.actor import Actor
from apps.regions.models import Region

_SEPARATORS = str.maketrans("", "", " /／-—·\u3000")
_OFFICES = ("居民委员会", "村民委员会", "居委会", "村委会")


class CellError(ValueError):
    """A cell cannot be used; the message is the sentence for the user."""


class Places:
    """All regions, open or closed (old records name old ones), read once for a file of any length."""

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        rows = list(
            Region.objects.order_by("code").values_list("code", "name", "level", "parent__name", "kind")
        )
        self._codes = {code for code, *_ in rows}
        self._towns = {name: code for code, name, level, _, _ in rows if level == Region.Level.TOWN}
        communities = [
            (code, parent, name, kind) for code, name, level, parent, kind in rows if level == "community"
        ]
        self._by_name = dict(self._towns) | {parent + name: code for code, parent, name, _ in communities}
        self._add_short_names(communities)

    def _add_short_names(self, communities: list[tuple[str, str, str, str]]) -> None:
        """泰和 and 泰和社区 for 泰和社区居委会; a short form of two places (王家村, 王家社区) is no name of either."""
        short: dict[str, set[str]] = {}
        for code, parent, name, kind in communities:
            for office in _OFFICES:
                name = name.removesuffix(office)
            label = Region.Kind(kind).label
            for form in (name, name.removesuffix(label), name.removesuffix(label) + label):
                short.setdefault(parent + form, set()).add(code)
        for form, codes in short.items():
            if len(codes) == 1:
                self._by_name.setdefault(form, *codes)

    def resolve(self, text: str) -> str:
        """The code of a region. Raises CellError."""
        typed = text.translate(_SEPARATORS)
        code = typed if typed in self._codes else self._by_name.get(typed)
        if code is None:
            raise CellError(self._what_to_do(typed))
        if not self._actor.covers(code):
            raise CellError("不属于本区管理范围，请删除这一行或改正区划。")
        return code

    def _what_to_do(self, typed: str) -> str:
        if typed.isdigit():
            return "没有这个区划代码，请对照区划表核对。"
        town = next((name for name in self._towns if typed.startswith(name)), None)
        if town is None:
            return "找不到这个区划，请填区划代码，或“镇街名称＋村社区名称”。"
        known = [name for name in self._by_name if name.startswith(town) and name != town]
        near = get_close_matches(typed, known, n=1, cutoff=0.7)
        end = (
            f"，是否为“{near[0].removeprefix(town)}”（{self._by_name[near[0]]}）？" if near else "，请核对。"
        )
        return f"{town}没有“{typed.removeprefix(town)}”{end}"
