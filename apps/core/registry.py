"""Collections of declarations, filled once at start-up and read-only afterwards."""

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Registry(Generic[T]):
    """Declarations by name. A second declaration of a name is a programming error and raises ValueError."""

    def __init__(self, what: str, name_of: Callable[[T], str]) -> None:
        self._what = what
        self._name_of = name_of
        self._items: dict[str, T] = {}

    def register(self, *items: T) -> None:
        for item in items:
            name = self._name_of(item)
            if name in self._items and self._items[name] != item:
                raise ValueError(f"{self._what} {name} is declared twice")
            self._items[name] = item

    def get(self, name: str) -> T:
        """The declaration ``name``; KeyError when there is none."""
        return self._items[name]

    def find(self, name: str) -> T | None:
        return self._items.get(name)

    def __iter__(self) -> Iterator[T]:
        return iter(self._items.values())

    def __contains__(self, name: object) -> bool:
        return name in self._items

    def __len__(self) -> int:
        return len(self._items)
