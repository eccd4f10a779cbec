"""The WSGI application for any web server."""

import os

from django.core.wsgi import get_wsgi_application

from factcheck import startup_checks

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
startup_checks.refuse_web()
