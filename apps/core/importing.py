"""What an import file is, as data: its columns, what they refer to, what must hold, and how rows are loaded.

Declared in the ``datasets.py`` of the app whose tables the file feeds; read by ``apps.imports``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

CellType = Literal[
    "text",
    "person_name",
    "secret",
    "int",
    "money",
    "date",
    "month",
    "resident_number",
    "choice",
    "bool",
    "region_code",
]


@dataclass(frozen=True)
class Reference:
    """What a column names: a row of another file of the same set, or one that is in the database already.

    ``dataset`` and ``column`` say where in the set, ``table`` and ``field`` where in the database; a resident
    number is compared by digest. ``missing`` is the sentence when neither has it. ``former`` is a SELECT of (former,
    present): values that the field had before and has now, so that old lists name the right row.
    """

    dataset: str
    column: str
    table: str
    field: str
    missing: str
    former: str = ""


@dataclass(frozen=True)
class DataColumn:
    """A column of an import file and of its stage.

    ``header`` is the Chinese header. ``type`` decides parsing, the error sentence and the columns of the stage:

    - ``person_name`` gives ``name``, ``name_sort`` and ``name_search``;
    - ``resident_number`` gives ``name_digest``, ``name_hint``, ``name_birth``, ``name_sex``, and ``name_sealed`` when
      ``seal`` names the ``table.column`` it will be stored in; the number itself is never staged;
    - ``secret`` gives ``name_sealed``, ``name_digest`` and ``name_hint`` (by ``mask``);
    - every other type gives ``name``; an empty cell is NULL, except for text, where it is ''.

    ``choices`` maps Chinese words to stored values; ``example`` is the cell of the template's example row, where the
    type does not say enough. ``default`` stands for an empty cell. ``check`` gets the
    parsed value and returns an error sentence or None.
    """

    name: str
    header: str
    type: CellType = "text"
    required: bool = True
    max_length: int = 200
    choices: Mapping[str, str] = field(default_factory=dict)
    default: str = ""
    check: Callable[[Any], str | None] | None = None
    reference: Reference | None = None
    seal: str = ""
    example: str = ""
    mask: Callable[[str], str] | None = None

    @property
    def is_secret(self) -> bool:
        """Never staged, stored or shown in clear."""
        return self.type in ("resident_number", "secret")

    @property
    def key(self) -> str:
        """The stage column by which values are compared."""
        return f"{self.name}_digest" if self.is_secret else self.name


@dataclass(frozen=True)
class Check:
    """A set-wise check in SQL over the stage.

    ``sql`` selects (row_no, column, value, reason) of bad rows; ``{stage}`` stands for the stage of this data set,
    ``{stage:NAME}`` for that of another one of the set (empty when the set has none). Parameters: ``%(today)s``.
    A finding on a cell that is wrong already is dropped. With ``whole`` the check looks at several rows together and
    runs second, when ``sound`` is false for every row with an error: it must leave those out, so that one bad
    cell is not reported ten times.
    """

    label: str
    sql: str
    whole: bool = False


@dataclass(frozen=True)
class Dataset:
    """A file that can be imported. ``load`` holds ordered INSERT … SELECT statements over the stage.

    ``order`` puts the data sets of one fixture set in sequence. ``existing`` selects (row_no, same) of rows whose key is
    in the database, ``same`` telling whether all else is equal, too; their stage column ``found`` becomes 'same' or
    'different', that of new rows is 'new'; ``load`` reads the new ones. ``on_existing`` says what a row is whose key is
    there: always an error, an error when it differs (``unchanged``), or left as it is (``skip``). A data set with
    ``update`` lets the user choose what becomes of rows that differ: an error, a change, or left as they are.
    ``differences`` selects (row_no, header, before, after, may) of the cells that differ; ``may`` false is an error of
    that cell also when rows are changed. ``touches`` names (table, SELECT of ids) of the rows that ``update`` changes,
    so that they can be put back. With ``partial`` the rows without errors may be loaded alone. ``final`` says why a
    load cannot be undone, if it cannot. ``resolve`` runs
    before everything else, to bring keys to the values of now. ``after`` is called when the rows are written, in the same
    transaction. ``prepare``
    runs before the ``whole`` checks, e.g. to mark rows unsound whose neighbours are. Parameters of ``load``:
    ``%(today)s``, ``%(user_id)s``, ``%(batch_id)s``.
    """

    name: str
    label: str
    line: str
    permission: str
    columns: tuple[DataColumn, ...]
    key: tuple[str, ...]
    load: tuple[str, ...]
    existing: str = ""
    checks: tuple[Check, ...] = ()
    resolve: tuple[str, ...] = ()
    prepare: tuple[str, ...] = ()
    after: Callable[[], object] | None = None
    order: int = 100
    on_existing: Literal["error", "unchanged", "skip"] = "error"
    differences: str = ""
    update: tuple[str, ...] = ()
    touches: tuple[tuple[str, str], ...] = ()
    partial: bool = False
    final: str = ""
    note: str = ""

    def column(self, name: str) -> DataColumn:
        """The column ``name``; KeyError when the file has none of that name."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name}")

    @property
    def headers(self) -> tuple[str, ...]:
        return tuple(column.header for column in self.columns)
