"""Signing in and out, choosing the post to act under, the password, keeping the session alive."""

from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts import demo, services, sessions, signin
from apps.accounts.actor import Actor
from apps.accounts.actors import actor_for
from apps.accounts.forms import PasswordForm, SignInForm
from apps.accounts.home import home_url
from apps.accounts.models import User
from apps.accounts.routes import declared_permission
from apps.audit.services import record
from apps.core.errors import DomainError
from apps.core.permissions import PUBLIC, SIGNED_IN, permission


@permission(PUBLIC)
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: Any) -> HttpResponse:
    """The sign-in page. A failed attempt keeps the username and says how many tries are left."""
    after = safe_next(request)
    if request.method == "GET":
        if request.user.is_authenticated:
            return HttpResponseRedirect(after)
        ended = sessions.ENDINGS.get(request.GET.get("ended", ""), "")
        return _sign_in_page(request, SignInForm(), after, ended=ended)
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _sign_in_page(request, form, after, status=422)
    outcome = signin.sign_in(request, form.cleaned_data["username"], form.cleaned_data["password"])
    if outcome.user is not None:
        return HttpResponseRedirect(after)
    if outcome.owes_code:
        return redirect(f"{reverse('accounts:code')}?{urlencode({'next': after})}")
    form = SignInForm(initial={"username": form.cleaned_data["username"]})
    return _sign_in_page(request, form, after, problem=outcome.sentence, status=422)


def _sign_in_page(
    request: HttpRequest,
    form: SignInForm,
    after: str,
    *,
    problem: Any = None,
    ended: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "next": after,
        "problem": problem,
        "ended": ended,
        "idle_minutes": settings.SESSION_IDLE_SECONDS // 60,
        "absolute_hours": settings.SESSION_ABSOLUTE_SECONDS // 3600,
        "demo_accounts": demo.hints(),
    }
    return render(request, "accounts/sign_in.html", context, status=status)


@permission(PUBLIC)
@never_cache
@require_GET
def again(request: Any) -> HttpResponse:
    """Sign in in a window of its own, so that what was typed in the first one stays; then says so."""
    if request.user.is_authenticated:
        return render(request, "accounts/again.html")
    return redirect(f"{reverse('accounts:sign_in')}?{urlencode({'next': reverse('accounts:again')})}")


@permission(PUBLIC)
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    signin.sign_out(request)
    return redirect("accounts:sign_in")


@permission(SIGNED_IN)
@require_POST
def switch(request: Any) -> HttpResponse:
    """Act under another grant of one's own. The page stays when the other post may open it, else its first page."""
    before = request.actor
    chosen = request.POST.get("grant", "")
    grant = sessions.choose(request, int(chosen)) if chosen.isascii() and chosen.isdigit() else None
    if grant is None:
        messages.error(request, "这个岗位现在不在授权期内，没有切换。")
        return redirect("/")
    record(
        "accounts.switched", f"切换到 {grant.region} {grant.post}", actor=request.actor, subject=request.user,
        region_code=grant.region_id, detail={"grant": grant.pk},
    )  # fmt: skip
    messages.success(request, f"现在以 {grant.region} {grant.post} 办理。")
    now = actor_for(request.user, grant)
    wanted = safe_next(request)
    return HttpResponseRedirect(wanted if _opens(wanted, before, now) else home_url(now))


def _opens(address: str, before: Actor, now: Actor) -> bool:
    """Whether the page at ``address`` is one of the other post too; that of a row only where its region is wider."""
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return False
    needed = declared_permission(match.func)
    if needed not in (PUBLIC, SIGNED_IN) and not now.has(needed or ""):
        return False
    return not match.kwargs or now.covers(before.region_code)


@permission(SIGNED_IN)
@sensitive_post_parameters("old", "new", "again")
@require_http_methods(["GET", "POST"])
def password(request: Any) -> HttpResponse:
    """Change one's own password; after the first sign-in there is no way round it."""
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_password(
                request.user, form.cleaned_data["old"], form.cleaned_data["new"], actor=request.actor
            )
        except DomainError as error:
            form.add_error(error.code, error.message)
        else:
            update_session_auth_hash(request, request.user)
            messages.success(request, "密码已修改，其他地方的登录已退出。")
            return redirect("/")
    status = 422 if form.is_bound else 200
    return render(
        request,
        "accounts/password.html",
        {"form": form, "forced": request.user.must_change_password},
        status=status,
    )


@permission(SIGNED_IN)
@require_POST
def density(request: Any) -> HttpResponse:
    """Row height and type size, kept with the account."""
    wanted = request.POST.get("density", "")
    if wanted in User.Density.values:
        request.user.density = wanted
        request.user.save(update_fields=["density"])
    return HttpResponseRedirect(safe_next(request))


@permission(SIGNED_IN)
@require_POST
def close_guide(request: Any) -> HttpResponse:
    """The card of first steps has been read: it is never shown to this account again."""
    User.objects.filter(pk=request.user.pk).update(guide_closed=True)
    return HttpResponseRedirect(safe_next(request))


@permission(SIGNED_IN)
@never_cache
@require_POST
def keepalive(request: HttpRequest) -> JsonResponse:
    """Stay signed in; answers how many seconds are left, idle and at most. 401 when there is no session."""
    return JsonResponse(sessions.seconds_left(request))


def safe_next(request: HttpRequest) -> str:
    """Where to go on: an address of our own from the form or the query, else the inbox."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    allowed = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if allowed and wanted.startswith("/") else "/"
