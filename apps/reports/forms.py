"""Forms of reports."""

from django import forms


class WordsForm(forms.Form):
    """The words of one section; the rules of what they may hold are the service's."""

    text = forms.CharField(
        label="文字",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="每段一行。数字用花括号引用右边列出的指标，不能直接写数字。",
    )
    version = forms.IntegerField(label="页面版本", widget=forms.HiddenInput)


class FreezeForm(forms.Form):
    """Nothing to fill in: the page says what freezing means."""
