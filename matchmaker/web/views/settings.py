"""How this portal is set up, for administrators: what differs from one installation to the next, and no secret."""

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import make_url

from matchmaker import schema
from matchmaker.actions import Action
from matchmaker.settings import Settings
from matchmaker.web.access import allows

bp = Blueprint("settings", __name__, url_prefix="/settings")
BACKENDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
Row = tuple[
    str, str, str
]  # what it is, how it is set (empty: not at all), and by which variable of the environment


@bp.get("/")
@allows(Action.READ_SETTINGS)
def show() -> ResponseReturnValue:
    settings: Settings = current_app.extensions["settings"]
    rows = [*_portal(settings), *_letters(settings), *_files(settings), *_keys(settings)]
    return render_template("settings/show.html", rows=rows)


def _portal(settings: Settings) -> list[Row]:
    kind = BACKENDS[make_url(settings.database_url).get_backend_name()]
    elsewhere = settings.provider and f"{settings.provider.name} ({settings.provider.issuer})"
    return [
        (_("Address of the portal"), settings.base_url, "MATCHMAKER_URL"),
        (_("Address at which the secretariat answers"), settings.contact, "MATCHMAKER_CONTACT"),
        (_("Database"), f"{kind} ({schema.newest()})", "DATABASE_URL"),
        (
            _("Proxies in front"),
            "" if settings.proxies is None else str(settings.proxies),
            "MATCHMAKER_PROXIES",
        ),
        (_("Signing in elsewhere"), elsewhere or "", "OIDC_ISSUER"),
        (_("Demonstration"), _("yes") if settings.demo else "", "MATCHMAKER_DEMO"),
        (_("Trial, closed to the world"), _("yes") if settings.trial else "", "MATCHMAKER_TRIAL"),
    ]


def _letters(settings: Settings) -> list[Row]:
    server = settings.mail_server
    place = f"{server.host}:{server.port} ({server.tls})" if server else ""
    return [
        (_("Mail server"), place, "SMTP_HOST"),
        (_("Letters are from"), settings.sender if server else "", "MAIL_FROM"),
    ]


def _files(settings: Settings) -> list[Row]:
    bucket = settings.bucket
    place = f"{bucket.endpoint}/{bucket.name}/{bucket.prefix}" if bucket else ""
    return [
        (_("Store for attached files"), place, "FILES"),
        (_("Virus scanner"), str(settings.clamd or ""), "CLAMD_SOCKET"),
    ]


def _keys(settings: Settings) -> list[Row]:
    """That there are some, and never which."""
    return [
        (_("Keys of before, still read"), str(len(settings.old_keys) or ""), "SECRET_KEY_OLD"),
        (_("Key that seals copies"), _("yes") if settings.backup_key else "", "BACKUP_KEY"),
    ]
