"""Files named on a command line: a folder or ZIP with a manifest, and single files, which together make one set."""

from collections.abc import Sequence
from pathlib import Path

from apps.core import registries
from apps.core.importing import Dataset
from apps.imports.reading import Torn, dataset_by_header, records
from apps.imports.sources import (
    Opener,
    Plan,
    Source,
    Unreadable,
    book_of,
    is_set,
    look,
    plan_of_file,
    plan_of_folder,
    plan_of_zip,
)


def plans_of(paths: Sequence[Path], dataset: Dataset | None) -> list[Plan]:
    """A plan for every folder and ZIP, and one for all single files. Raises Unreadable with a sentence."""
    plans: list[Plan] = []
    single: list[Path] = []
    for path in paths:
        if path.is_dir():
            plans.append(plan_of_folder(path))
        elif not path.is_file():
            raise Unreadable(f"没有“{path}”这个文件或文件夹。", hint="请核对路径。")
        elif is_set(_opener(path)):
            plans.append(plan_of_zip(_opener(path)))
        else:
            single.append(path)
    return [*plans, *_together(single, dataset)]


def recognised(name: str, opener: Opener, dataset: Dataset | None) -> Source:
    """A CSV file or workbook; without ``dataset`` it is known by its header. Raises Refused."""
    book = book_of(name, opener)
    opener = book.open if book else opener
    return Source(dataset or _by_header(name, opener), name, opener, book)


def _by_header(name: str, opener: Opener) -> Dataset:
    """The data set that a file follows. Raises Unreadable."""
    encoding = look(name, opener).encoding
    try:
        _, heads = next(records(opener, encoding))
    except (StopIteration, Torn):
        heads = []
    dataset = dataset_by_header(heads, list(registries.datasets))
    if dataset is None:
        raise Unreadable(f"从列名看不出“{name}”是哪一种数据。", hint="请指明数据种类，或对照模板核对列名。")
    return dataset


def _opener(path: Path) -> Opener:
    return lambda: path.open("rb")


def _together(paths: Sequence[Path], dataset: Dataset | None) -> list[Plan]:
    """Files that name rows of each other are checked together."""
    if not paths:
        return []
    sources: dict[str, Source] = {}
    for path in paths:
        source = recognised(path.name, _opener(path), dataset)
        found = source.dataset
        if found.name in sources:
            raise Unreadable(f"“{found.label}”有两个文件。", hint="请合并成一个文件，或分两次导入。")
        sources[found.name] = source
    if len(paths) == 1:
        return [plan_of_file(next(iter(sources.values())))]
    ordered = sorted(sources.values(), key=lambda source: (source.dataset.order, source.dataset.name))
    return [Plan("、".join(source.dataset.label for source in ordered)[:100], tuple(ordered))]
