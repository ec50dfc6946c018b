"""Forms of the security administrator."""

from typing import Any

from django import forms
from django.db.models import Q

from apps.accounts.models import Grant, Post, User
from apps.core import clock
from apps.pages.forms import DateField, Form, ResidentNumberField
from apps.regions.models import Region

USERNAME_FORM = r"^[a-z][a-z0-9_]{2,39}$"


class AccountForm(Form):
    """A new account: who, and by which number four eyes will know the person."""

    username = forms.RegexField(
        USERNAME_FORM,
        label="用户名",
        max_length=40,
        help_text="小写字母开头，可含数字和下划线，3 至 40 位。",
        error_messages={"invalid": "用户名应以小写字母开头，只含小写字母、数字和下划线，3 至 40 位。"},
    )
    name = forms.CharField(label="姓名", max_length=50)
    resident_number = ResidentNumberField(label="持有人身份证号")


class PostChoice(forms.ModelChoiceField):
    def label_from_instance(self, post: Post) -> str:
        return f"{post.label}（{post.get_level_display()}）"


class RegionChoice(forms.ModelChoiceField):
    def label_from_instance(self, region: Region) -> str:
        return region.full_name


class AppointForm(Form):
    """A post to give. ``for_user`` is left out of those he may stand in for."""

    post = PostChoice(Post.objects.none(), label="岗位")
    region = RegionChoice(Region.objects.none(), label="区划")
    valid_from = DateField(label="起始日")
    valid_to = DateField(label="截止日", required=False, help_text="不填表示长期。")
    substitutes = forms.ModelChoiceField(
        User.objects.none(), label="代谁", required=False, help_text="临时代岗时填写，须同时填写截止日。"
    )

    def __init__(self, *args: Any, for_user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = Post.objects.appointable().order_by("family", "label")
        self.fields["region"].queryset = Region.objects.select_related("parent")
        self.fields["substitutes"].queryset = User.objects.exclude(pk=for_user.pk).order_by("name")
        self.fields["valid_from"].initial = clock.today()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("substitutes") and not data.get("valid_to"):
            self.add_error("valid_to", "代岗须填写截止日。")
        return data


class ReasonForm(Form):
    """Why: kept in the trail."""

    reason = forms.CharField(label="理由", max_length=200)


class HandOverForm(Form):
    """Who goes on with the items of ``for_user``; nobody means the pool."""

    to = forms.ModelChoiceField(
        User.objects.none(), label="接办人", required=False, empty_label="退回待办池",
        error_messages={"invalid_choice": "请从列出的人员中选择。"},
    )  # fmt: skip
    reason = forms.CharField(label="移交理由", max_length=200)

    def __init__(self, *args: Any, for_user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        near = Grant.objects.filter(user=for_user).values_list("region_id", flat=True)
        towns = {code[:9] for code in near}
        same = Grant.objects.in_force(clock.today()).filter(post__family="casework")
        places = Q(pk__in=[])
        for town in towns:
            places |= Q(region__code__startswith=town)
        colleagues = User.objects.people().filter(
            is_active=True, pk__in=same.filter(places).values("user_id")
        )
        self.fields["to"].queryset = colleagues.exclude(pk=for_user.pk).order_by("name")
