"""The addresses of the doors, all inside the admin."""

from collections.abc import Callable

from django.urls import URLPattern, path

from tpi_site.doors.views import forgetting, inviting, own, passkeys, setting_up, steps


def patterns(for_staff: Callable) -> list[URLPattern]:
    """`for_staff` wraps what only those may see who are signed in; the others ask by themselves."""
    return [
        path("login/code/", steps.second_step, name="second_step"),
        path("login/recovery-code/", steps.recovery_step, name="recovery_step"),
        path("login/passkey/begin/", passkeys.BeginSignIn.as_view(), name="passkey_begin"),
        path("login/passkey/complete/", passkeys.CompleteSignIn.as_view(), name="passkey_complete"),
        path("login/forgotten/", forgetting.ask, name="forgotten"),
        path("login/forgotten/asked/", forgetting.asked, name="forgotten_asked"),
        path(
            "new-password/<uidb64>.<token>/",
            forgetting.ForgottenPassword.as_view(),
            name="new_password",
        ),
        path("invitation/<uidb64>.<token>/", inviting.Invitation.as_view(), name="invitation"),
        path("sign-in/", for_staff(own.my_sign_ins), name="my_sign_ins"),
        path("sign-in/name/", for_staff(own.rename), name="rename_factor"),
        path("sign-in/password/", for_staff(own.password_again), name="password_again"),
        path("sign-in/set-up/", setting_up.set_up, name="set_up"),
        path("sign-in/app/", setting_up.add_app, name="add_app"),
        path("sign-in/passkey/", passkeys.add_passkey, name="add_passkey"),
        path("sign-in/passkey/begin/", passkeys.BeginSetUp.as_view(), name="add_passkey_begin"),
        path(
            "sign-in/passkey/complete/",
            passkeys.CompleteSetUp.as_view(),
            name="add_passkey_complete",
        ),
        path("sign-in/recovery-codes/", setting_up.recovery_codes, name="recovery_codes"),
    ]
