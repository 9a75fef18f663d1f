"""The door for any WSGI server: `gunicorn wsgi:app`."""

from matchmaker.settings import read_settings
from matchmaker.web import warming
from matchmaker.web.app import create_app

app = create_app(read_settings())
warming.begin_when_asked(app)
