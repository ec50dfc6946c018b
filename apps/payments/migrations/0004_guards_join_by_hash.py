"""Guards of lines and transfers compare rows by hash, never one with every other.

Nothing is known of the rows of a statement that is still going on, nor of a table that it has just filled: the
planner takes them for few and loops. For a run of 10^4 lines that is 10^8 comparisons, and the statement ends in
its time limit.
"""

from django.db import migrations

GUARDS = (
    "payments_lines_added",
    "payments_rows_gone",
    "payments_transfers_added",
    "payments_transfers_moved",
    "payments_transfers_closed",
)
FORWARDS = "".join(f"ALTER FUNCTION {name}() SET enable_nestloop = off;\n" for name in GUARDS)
BACKWARDS = "".join(f"ALTER FUNCTION {name}() RESET enable_nestloop;\n" for name in GUARDS)


class Migration(migrations.Migration):
    dependencies = [("payments", "0003_line_guards")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
