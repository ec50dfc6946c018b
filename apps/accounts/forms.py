"""Forms of sign-in and password; drawn by the project's renderer."""

from typing import Any

from django import forms

from apps.accounts.signin import PASSWORD_MAX, USERNAME_MAX

_plain: dict[str, Any] = {"autocapitalize": "none", "spellcheck": "false"}


class SignInForm(forms.Form):
    """Username and password; what is wrong with them together is said above the fields."""

    username = forms.CharField(
        label="用户名",
        max_length=USERNAME_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "username", **_plain}),
        error_messages={"required": "请填写用户名。", "max_length": "用户名太长，请核对。"},
    )
    password = forms.CharField(
        label="密码",
        max_length=PASSWORD_MAX,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "请填写密码。", "max_length": "密码太长，请核对。"},
    )


def _new(label: str, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=PASSWORD_MAX,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={
            "required": f"请填写{label}。",
            "max_length": f"{label}太长，最多 {PASSWORD_MAX} 位。",
        },
    )


class PasswordForm(forms.Form):
    """The present password and the new one, twice."""

    old = forms.CharField(
        label="现用密码",
        max_length=PASSWORD_MAX,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "请填写现用密码。"},
    )
    new = _new("新密码", "至少 12 位，不要全是数字，不要用单位或业务名称的拼音。")
    again = _new("再输一遍新密码")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("new") and data.get("again") and data["new"] != data["again"]:
            self.add_error("again", "两遍新密码不一样，请重新输入。")
        return data


class CodeForm(forms.Form):
    """Six digits of the authenticator, or a recovery code."""

    code = forms.CharField(
        label="动态验证码",
        help_text="手机验证器上的 6 位数字。手机不在身边的，输入一个备用码。",
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "text", "autofocus": True, **_plain}
        ),
        error_messages={"required": "请填写动态验证码。", "max_length": "验证码太长，请核对。"},
    )
