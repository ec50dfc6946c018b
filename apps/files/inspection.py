"""Look into an uploaded file: what it is by content, how many pages, and a harmless picture of a page.

Only called inside the sandboxed child (``apps.files.sandbox``): these are the lines that hand untrusted bytes
to native decoders. No Django here.
"""

import io
import warnings
from typing import Any, Final

import pypdfium2
from PIL import Image, ImageOps

PDF: Final = "application/pdf"
JPEG: Final = "image/jpeg"
PNG: Final = "image/png"


class Unacceptable(Exception):
    """The file is refused; the text is a reason code: type, damaged, password, pixels or pages."""


def content_type(data: bytes) -> str:
    """Media type by the first bytes; the name and the browser's word count for nothing."""
    if data.startswith(b"%PDF-"):
        return PDF
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    raise Unacceptable("type")


def inspect(data: bytes, max_pixels: int, max_pages: int, edge: int) -> dict[str, Any]:
    """``{"content_type", "pages", "preview"}``; the preview of page 1 proves that the file can be shown."""
    kind = content_type(data)
    pages = _pdf_pages(data, max_pages) if kind == PDF else 1
    return {"content_type": kind, "pages": pages, "preview": preview(data, 1, max_pixels, edge)}


def preview(data: bytes, page: int, max_pixels: int, edge: int) -> bytes:
    """Page ``page`` (from 1) as PNG, its longer side at most ``edge`` pixels, without any metadata."""
    if content_type(data) == PDF:
        picture = _pdf_page(data, page, edge)
    else:
        picture = _image(data, max_pixels, edge)
    out = io.BytesIO()
    picture.save(out, format="PNG")
    return out.getvalue()


def count_pages(data: bytes) -> int:
    """Pages of a PDF that we made ourselves."""
    return len(_open_pdf(data))


def _open_pdf(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Unacceptable("password" if "password" in str(error).lower() else "damaged") from error


def _pdf_pages(data: bytes, max_pages: int) -> int:
    pages = len(_open_pdf(data))
    if pages < 1:
        raise Unacceptable("damaged")
    if pages > max_pages:
        raise Unacceptable("pages")
    return pages


def _pdf_page(data: bytes, number: int, edge: int) -> Image.Image:
    document = _open_pdf(data)
    try:
        page = document[number - 1]
        longest = max(page.get_size())
        if not 1 <= longest <= 20_000:  # points; a page of 7 m is no paper
            raise Unacceptable("pixels")
        return page.render(scale=edge / longest, may_draw_forms=False).to_pil().convert("RGB")
    except pypdfium2.PdfiumError as error:
        raise Unacceptable("damaged") from error


def _image(data: bytes, max_pixels: int, edge: int) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            _open_image(data, max_pixels).verify()
            picture = _open_image(data, max_pixels)  # verify() leaves an image that cannot be used
            picture.draft("RGB", (edge, edge))  # a JPEG decodes at a fraction of its size: time and memory
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((edge, edge))
            return _plain(upright)
    except Image.DecompressionBombError as error:
        raise Unacceptable("pixels") from error
    except Unacceptable:
        raise
    except Exception as error:  # decoders raise OSError, SyntaxError, struct.error, EOFError, ValueError …
        raise Unacceptable("damaged") from error


def _open_image(data: bytes, max_pixels: int) -> Image.Image:
    picture = Image.open(io.BytesIO(data), formats=["PNG", "JPEG"])
    if picture.width * picture.height > max_pixels:
        raise Unacceptable("pixels")
    return picture


def _plain(picture: Image.Image) -> Image.Image:
    """Only the pixels, on white: no EXIF (place and time of a photograph), no profile, no text chunks."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        ground = Image.new("RGBA", picture.size, "white")
        ground.alpha_composite(picture.convert("RGBA"))
        picture = ground
    bare = Image.new("RGB", picture.size)
    bare.paste(picture.convert("RGB"))
    return bare
