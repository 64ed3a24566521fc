"""The web application for granian or any other WSGI server. Refuses to start with too strong a login."""

import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pop.settings")
application = get_wsgi_application()

from pop.access.checks import weak_login  # noqa: E402  (needs the applications loaded)

if errors := weak_login(None):
    raise ImproperlyConfigured(" ".join(error.msg for error in errors))
