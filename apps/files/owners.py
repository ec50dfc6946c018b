"""Who may see a stored file. A file has no scope of its own: the object it belongs to, in an upper app,
decides.

The upper app registers, in its ``AppConfig.ready``, a resolver for each kind of file it stores::

    register_owner(
        "case.document",
        lambda stored, actor: CaseDocument.objects.visible_to(actor).filter(file=stored).exists(),
    )

A kind without a resolver is visible to nobody.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from apps.accounts.actor import Actor

if TYPE_CHECKING:  # resolvers are declared in AppConfigs, before there are models
    from apps.files.models import StoredFile

Resolver: TypeAlias = "Callable[[StoredFile, Actor], bool]"

_resolvers: dict[str, Resolver] = {}


def register_owner(kind: str, resolver: Resolver) -> None:
    """Declare who may see files of ``kind``; ValueError when another resolver is declared already."""
    if _resolvers.get(kind, resolver) is not resolver:
        raise ValueError(f"files of kind {kind} already have an owner")
    _resolvers[kind] = resolver


def may_see(stored: "StoredFile", actor: Actor) -> bool:
    """Whether ``actor`` may see ``stored``, as its owner's app says."""
    resolver = _resolvers.get(stored.kind)
    return resolver is not None and bool(resolver(stored, actor))


def owned_kinds() -> frozenset[str]:
    """The kinds of files that have an owner."""
    return frozenset(_resolvers)
