"""The upload."""

from typing import Any

from django import forms

from apps.core.importing import Dataset
from apps.imports.models import Batch
from apps.pages.forms import Form, Submission


class UploadForm(Submission, Form):
    """A file, and what it holds; without a kind it is known by its header, a ZIP by its manifest."""

    dataset = forms.ChoiceField(
        label="数据种类",
        required=False,
        help_text="按列名识别，数据包按清单识别；列名与模板不同时请选定种类，上传后可逐列对应。",
    )
    file = forms.FileField(
        label="文件",
        help_text="XLSX（20 万行以内）、CSV（UTF-8 或 GB18030），或带清单的 ZIP 数据包。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.zip"}),
    )
    on_existing = forms.ChoiceField(
        label="库中已有、内容不同的",
        required=False,
        choices=Batch.Existing.choices,
        help_text="只对人员等可以更新的数据起作用；待遇和发放一律不由文件改动。",
    )

    def __init__(self, *args: Any, datasets: list[Dataset], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].error_messages["required"] = "请选择要导入的文件。"
        field = self.fields["dataset"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "自动识别"), *((dataset.name, dataset.label) for dataset in datasets)]
