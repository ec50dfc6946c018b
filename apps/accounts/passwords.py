"""What a password must not be, beside Django's own checks."""

from typing import Any

from django.core.exceptions import ValidationError

# Words of this office and of this product that a guesser tries first, as typed and in pinyin.
CONTEXT_WORDS = (
    "yinzhou", "ningbo", "minzheng", "dibao", "jiuzhu", "yanglao", "shequ", "jiedao", "mima",
    "鄞州", "宁波", "民政", "低保", "救助", "社区", "街道", "密码",
)  # fmt: skip


class ContextWordsValidator:
    """Refuse a password built on the name of the office, its trade or the word password."""

    def validate(self, password: str, user: Any = None) -> None:
        folded = password.casefold()
        # A long passphrase may mention the trade; a short password that consists of it may not.
        rest = folded
        for word in CONTEXT_WORDS:
            rest = rest.replace(word, "")
        if rest != folded and len(rest) < 8:
            raise ValidationError("密码里不要用单位、业务名称的拼音或汉字，请换一个。", code="context_word")

    def get_help_text(self) -> str:
        return "不要用单位或业务名称。"
