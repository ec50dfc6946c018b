"""The life of an entitlement after it was opened: amounts, members, payee, place, and its end.

Every function runs inside the caller's transaction, locks the entitlement, refuses one that has ended
(``Refused``), and records what it did. ``case`` is the confirmed case that decides; the database asks for it
(trigger), but for a change of standard. Months are first days; ``last_month`` is inclusive.
"""

from apps.payments.services.amounts import ChangedAmounts, NewAmount, change_amount, change_amounts, move
from apps.payments.services.locking import Change
from apps.payments.services.members import Ended, end, join, leave, set_payee
from apps.payments.services.pauses import begin_phase_out, resume, suspend

__all__ = [
    "Change",
    "ChangedAmounts",
    "Ended",
    "NewAmount",
    "begin_phase_out",
    "change_amount",
    "change_amounts",
    "end",
    "join",
    "leave",
    "move",
    "resume",
    "set_payee",
    "suspend",
]
