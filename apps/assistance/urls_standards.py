"""/assistance/standards/ and /assistance/rechecks/"""

from django.urls import path

from apps.assistance.views import rechecks, standard_changes, standard_letters, standards

_ROOT = "assistance/standards/"
_CHANGE = f"{_ROOT}changes/<int:pk>/"

urlpatterns = [
    path("assistance/rechecks/", rechecks.Rechecks.as_view(), name="rechecks"),
    path(_ROOT, standards.Standards.as_view(), name="standards"),
    path(f"{_ROOT}new/", standards.StandardEntry.as_view(), name="standard_new"),
    path(f"{_ROOT}<int:pk>/", standards.StandardCorrection.as_view(), name="standard_correct"),
    path(f"{_ROOT}<int:pk>/withdraw/", standards.withdraw, name="standard_withdraw"),
    path(f"{_ROOT}<int:pk>/preview/", standards.preview, name="standard_preview"),
    path(_CHANGE, standard_changes.ChangePage.as_view(), name="standard_change"),
    path(f"{_CHANGE}export/", standard_changes.ChangeExport.as_view(), name="standard_change_export"),
    path(f"{_CHANGE}renew/", standard_changes.RenewChange.as_view(), name="standard_change_renew"),
    path(f"{_CHANGE}withdraw/", standard_changes.WithdrawChange.as_view(), name="standard_change_withdraw"),
    path(f"{_CHANGE}decide/", standard_changes.DecideChange.as_view(), name="standard_change_decide"),
    path(f"{_CHANGE}letters/<str:town>/", standard_letters.TownLetters.as_view(), name="standard_letters"),
    path(f"{_CHANGE}letter/<int:entitlement>/", standard_letters.Letter.as_view(), name="standard_letter"),
]
