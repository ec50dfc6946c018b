"""The second step of signing in, and setting up one's authenticator."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from apps.accounts import factors, sessions, signin
from apps.accounts.forms import CodeForm
from apps.accounts.views import safe_next
from apps.core.errors import DomainError
from apps.core.permissions import PUBLIC, SIGNED_IN, permission


@permission(PUBLIC)
@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "POST"])
def code(request: Any) -> HttpResponse:
    """The code after the right password; without a password just given, back to the sign-in page."""
    user = sessions.pending(request)
    if user is None:
        return redirect("accounts:sign_in")
    after = safe_next(request)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        outcome = signin.second_step(request, user, form.cleaned_data["code"])
        if outcome.user is not None:
            return HttpResponseRedirect(after)
        if outcome.locked_until is not None:
            sessions.forget_pending(request)
        form.add_error("code", "".join(outcome.code_sentence))
    status = 422 if form.is_bound else 200
    return render(request, "accounts/code.html", {"form": form, "next": after}, status=status)


@permission(SIGNED_IN)
@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "POST"])
def factor(request: Any) -> HttpResponse:
    """Set up, renew the recovery codes of, or give up one's authenticator; each with a code of it."""
    context: dict[str, Any] = {
        "forced": factors.is_needed(request.actor.post_code) and not sessions.has_second_step(request),
        "is_on": factors.has_factor(request.user),
        "codes_left": factors.codes_left(request.user),
        "needed": factors.is_needed(request.actor.post_code),
        "idle_minutes": settings.SESSION_IDLE_SECONDS // 60,
    }
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            answer = _act(request, form.cleaned_data["code"], context)
        except DomainError as error:
            form.add_error("code", error.message + error.hint)
        else:
            if answer is not None:
                return answer
    if not context["is_on"]:
        started = factors.begin(request.user)
        secret = started.secret
        context["secret"] = " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
        context["picture"] = factors.picture(started)
    return render(
        request, "accounts/factor.html", {**context, "form": form}, status=422 if form.errors else 200
    )


def _act(request: Any, typed: str, context: dict[str, Any]) -> HttpResponse | None:
    if not context["is_on"]:
        codes = factors.confirm(request.user, typed, actor=request.actor)
        sessions.mark_second_step(request)
        return render(request, "accounts/recovery.html", {"codes": codes})
    if not factors.verify(request.user, typed):
        raise DomainError("验证码不对，或已经用过，请输入新的验证码。")
    sessions.mark_second_step(request)
    if request.POST.get("do") == "codes":
        return render(request, "accounts/recovery.html", {"codes": factors.new_codes(request.user)})
    if context["needed"]:
        raise DomainError("当前岗位必须使用动态验证码，不能停用。")
    factors.remove(request.user, actor=request.actor)
    messages.success(request, "已停用动态验证码。")
    return redirect("accounts:factor")
