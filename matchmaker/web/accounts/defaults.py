"""Flask-Security-Too as this portal has it: where its own choices differ from ours (docs/adr/0005)."""

from datetime import UTC, datetime, timedelta

from flask_babel import lazy_gettext as lazy

DEFAULTS = {
    "SECURITY_PASSWORD_HASH": "argon2",  # nosec: B105  # the name of a way to hash
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    # Argon2id salts by itself: no second hash around it.
    "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],
    "SECURITY_LOGIN_URL": "/sign-in",
    "SECURITY_LOGOUT_URL": "/sign-out",
    "SECURITY_LOGOUT_METHODS": ["POST"],
    "SECURITY_POST_LOGIN_VIEW": "desk.show",
    "SECURITY_POST_LOGOUT_VIEW": "/",
    # A person has one role, a plain column: nothing to join.
    "SECURITY_JOIN_USER_ROLES": False,
    "SECURITY_DATETIME_FACTORY": lambda: datetime.now(UTC),
    "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False, "test_environment": True},
    # The same answer for an unknown address and a wrong password.
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_USE_REGISTER_V2": True,
    "SECURITY_FLASH_MESSAGES": False,
    "SECURITY_MSG_GENERIC_AUTHN_FAILED": (lazy("The address or the password is not right."), "error"),
    # Its page that asks for the password again, and its own static files: nothing of ours uses them.
    "SECURITY_FRESHNESS": timedelta(seconds=-1),
    "SECURITY_STATIC_FOLDER": None,
    "SECURITY_STATIC_FOLDER_URL": None,
}
