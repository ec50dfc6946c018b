"""The Actor: who acts, under which grant, with what rights and where. Resolved once per request or job."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Actor:
    """A person acting under one grant.

    ``person_key`` is the digest (hex) of the holder's resident number: four eyes go by person, whatever
    accounts and grants are held. ``region_code`` has 6, 9 or 12 digits; ``lines`` are the lines of business,
    empty for all. ``substitutes`` is the name of the person stood in for. A system actor (daily tick, import, migration) has ``user_id`` of a system account.
    """

    user_id: int | None
    username: str
    name: str
    person_key: str
    grant_id: int | None
    post_code: str
    post_label: str
    permissions: frozenset[str]
    region_code: str
    region_name: str = ""
    lines: tuple[str, ...] = ()
    substitutes: str = ""
    substitutes_id: int | None = None
    is_system: bool = False
    request_id: str = ""
    address: str | None = None
    extra: dict[str, str] = field(default_factory=dict, compare=False)

    @property
    def signed_name(self) -> str:
        """The name as it stands under what was done: ``吴建平（代 沈洁）`` while standing in for somebody."""
        return f"{self.name}（代 {self.substitutes}）"[:50] if self.substitutes else self.name

    @property
    def may_hold_for(self) -> tuple[int | None, ...]:
        """The accounts whose items the actor works off: one's own and, in a substitution, the absent one's."""
        return (self.user_id, self.substitutes_id) if self.substitutes_id else (self.user_id,)

    @property
    def account(self) -> int:
        """The id of the account that acts, for rows that say who did something; LookupError for the public."""
        if self.user_id is None:
            raise LookupError("the public does not act")
        return self.user_id

    def has(self, permission: str) -> bool:
        """Whether the grant's post holds ``permission`` (``app.verb_noun``)."""
        return permission in self.permissions

    def covers(self, region_code: str) -> bool:
        """Whether ``region_code`` lies in the actor's region."""
        return self.sees_everything or (bool(self.region_code) and region_code.startswith(self.region_code))

    def works_on(self, line: str) -> bool:
        """Whether the grant includes the line of business."""
        return not self.lines or line in self.lines

    @property
    def sees_everything(self) -> bool:
        """Only system actors are outside region scope."""
        return self.is_system

    @property
    def level(self) -> str:
        return {6: "district", 9: "town", 12: "community"}.get(len(self.region_code), "")
