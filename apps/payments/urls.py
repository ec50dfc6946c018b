"""/payments/"""

from django.urls import path

from apps.pages.engine import register_urls
from apps.payments import views, views_once, views_overpayment, views_return, views_reversal, views_run

app_name = "payments"

_OVERPAYMENT = "overpayments/<int:pk>/"

urlpatterns = [
    path("", views.Runs.as_view(), name="runs"),
    path("make/", views.make, name="make"),
    *register_urls("entitlements"),
    *register_urls("stages"),
    path("stages/<int:pk>/give/", views_once.Give.as_view(), name="stage_give"),
    # List and export from the declaration; the page of one has steps.
    *[each for each in register_urls("overpayments") if each.name != "overpayments_row"],
    path(_OVERPAYMENT, views_overpayment.OverpaymentPage.as_view(), name="overpayments_row"),
    path(f"{_OVERPAYMENT}notice/", views_overpayment.Notice.as_view(), name="overpayment_notice"),
    path(f"{_OVERPAYMENT}notify/", views_overpayment.Notify.as_view(), name="overpayment_notify"),
    path(f"{_OVERPAYMENT}agree/", views_overpayment.Agree.as_view(), name="overpayment_agree"),
    path(f"{_OVERPAYMENT}repay/", views_overpayment.Repay.as_view(), name="overpayment_repay"),
    path(f"{_OVERPAYMENT}propose/", views_overpayment.Propose.as_view(), name="overpayment_propose"),
    path(f"{_OVERPAYMENT}decide/", views_overpayment.Decide.as_view(), name="overpayment_decide"),
    path(f"{_OVERPAYMENT}reverse/", views_reversal.Reverse.as_view(), name="overpayment_reverse"),
    path(f"{_OVERPAYMENT}reversal/", views_reversal.DecideReversal.as_view(), name="overpayment_reversal"),
    path("runs/<int:pk>/", views_run.RunPage.as_view(), name="run"),
    path("runs/<int:pk>/check/", views_run.CheckRun.as_view(), name="run_check"),
    path("runs/<int:pk>/send/", views_run.SendRun.as_view(), name="run_send"),
    path("runs/<int:pk>/void/", views_run.VoidRun.as_view(), name="run_void"),
    path("runs/<int:run_pk>/files/<int:pk>/", views_run.RunFile.as_view(), name="run_file"),
    path("runs/<int:pk>/return/", views_return.ReturnUpload.as_view(), name="run_return"),
    path("runs/<int:pk>/return/<uuid:file>/", views_return.ReturnCheck.as_view(), name="run_return_check"),
]
