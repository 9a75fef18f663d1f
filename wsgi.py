"""The door for any WSGI server: `gunicorn wsgi:app`."""

import sys

from matchmaker import journal
from matchmaker.commands.places import portal
from matchmaker.commands.preflight import require_sound
from matchmaker.schema import WrongSchema
from matchmaker.settings import BadSetting
from matchmaker.web import warming
from matchmaker.web.app import create_app

try:
    with portal() as (settings, engine):
        require_sound(settings, engine)
        journal.begin()
        app = create_app(settings)
except (BadSetting, WrongSchema) as error:
    sys.exit(f"Error: {error}")
warming.begin_when_asked(app)
