"""What no page may say: English, codes, "None", braces of a template or of data."""

import html
import re

from apps.core.registries import datasets

_UNSEEN = re.compile(r"<(script|style|template|svg|kbd|code|textarea)\b.*?</\1>|<!--.*?-->", re.S | re.I)
_SAID = re.compile(r'\s(?:placeholder|aria-label|title|alt)="([^"]*)"')
_TAG = re.compile(r"<[^>]+>")
_WORD = re.compile(r"[A-Za-z_][A-Za-z_.]*[A-Za-z_]")
# What stands in a text field was typed: the words of a report hold placeholders.
# Addresses, numbers of cases and benefits, keys of authenticators, names of files, accounts that tests made.
_NAMES = re.compile(
    r"https?://\S+|[A-Z]{1,4}-?\d[\w-]*|LS\d+|[\w.-]+\.(?:csv|xlsx|pdf|zip|json|jpg|png|txt)\b|甲?account\d+|user\d+"
    r"|\b[A-Z2-7]{4}(?:\s[A-Z2-7]{4})+\b|[\w.-]+@[\w.-]+|[0-9a-f]{8}-[0-9a-f-]{27}"
)
KNOWN = {
    *(
        [
            "DB",
            "PDF",
            "JPG",
            "PNG",
            "CSV",
            "XLSX",
            "ZIP",
            "Excel",
            "UTF",
            "GB",
            "TOTP",
            "Ctrl",
            "Alt",
            "Enter",
            "Esc",
            "MB",
            "KB",
            "dpi",
            "IP",
            "SHA",
        ]
    ),
    *(dataset.name for dataset in datasets),  # what the manifest of an archive calls its files
}


def strange(page: str) -> set[str]:
    """Words of a page that are no Chinese and not known; braces and None as they stand."""
    body = page[page.find("<body") :]
    seen = " ".join(_SAID.findall(_UNSEEN.sub(" ", body)))
    text = html.unescape(_TAG.sub(" ", _UNSEEN.sub(" ", body)) + " " + seen)
    text = _NAMES.sub(" ", text)
    found = {word for word in _WORD.findall(text) if word not in KNOWN}
    return found | {brace for brace in ("{", "}") if brace in text}
