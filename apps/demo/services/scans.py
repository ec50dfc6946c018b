"""Pictures of papers that exist in the demo only: a sheet with a heading and a few lines."""

import io
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from apps.accounts.actor import Actor
from apps.files.models import StoredFile
from apps.files.services import store_bytes

SIZE, MARGIN = (1240, 877), 120
HEADING, LINE, STEP = 52, 34, 76
MARK = "演示材料，不是真实证件"


def scanned(name: str, *lines: str, kind: str, actor: Actor) -> StoredFile:
    """A sheet headed ``name`` with ``lines``, stored as PNG as if it had been scanned."""
    sheet = Image.new("L", SIZE, 250)
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((40, 40, SIZE[0] - 40, SIZE[1] - 40), outline=120, width=3)
    pen.text((MARGIN, MARGIN), name, fill=30, font=_font(HEADING))
    for number, line in enumerate(lines, start=2):
        pen.text((MARGIN, MARGIN + STEP * number), line, fill=50, font=_font(LINE))
    pen.text((MARGIN, SIZE[1] - MARGIN), MARK, fill=140, font=_font(LINE))
    out = io.BytesIO()
    sheet.save(out, format="PNG")
    return store_bytes(out.getvalue(), kind=kind, name=f"{name}.png", content_type="image/png", actor=actor)


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """The song typeface of our papers; where it is not installed, boxes in its place."""
    found = sorted(Path(settings.FONTS_ROOT).rglob("FandolSong-Regular.otf"))
    return ImageFont.truetype(str(found[0]), size) if found else ImageFont.load_default(size)
