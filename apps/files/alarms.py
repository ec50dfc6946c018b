"""Alarms about the disk and the backups."""

import shutil
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from apps.core.backups import last_made
from apps.core.declarations import Alarm
from apps.core.registries import alarms

LEAST_SHARE, LEAST_BYTES = 0.10, 2 * 1024**3
OLDEST_BACKUP = timedelta(hours=36)


def full_disk(day: date) -> list[str]:
    """The disk of the stored files when less than a tenth or 2 GB of it is free."""
    root = Path(settings.FILES_ROOT)
    while not root.exists():
        root = root.parent
    usage = shutil.disk_usage(root)
    if usage.free >= LEAST_BYTES and usage.free >= usage.total * LEAST_SHARE:
        return []
    return [f"存放文件的磁盘只剩 {usage.free / 1024**3:.1f} GB（共 {usage.total / 1024**3:.0f} GB）"]


def old_backup(day: date) -> list[str]:
    """No backup within a day and a half, where the installation says where its backups are."""
    if not settings.BACKUP_DIR:
        return []
    made = last_made(Path(settings.BACKUP_DIR))
    if made is None:
        return ["还没有任何备份"]
    age = timezone.now() - made
    return [f"最近一次备份在 {int(age.total_seconds() // 3600)} 小时以前"] if age > OLDEST_BACKUP else []


alarms.register(
    Alarm("files.disk", "磁盘空间不足", full_disk, order=50),
    Alarm("files.backup", "备份过期", old_backup, order=60),
)
