import time

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path


def healthy(request: HttpRequest) -> HttpResponse:
    return HttpResponse("well")


def slow(request: HttpRequest) -> HttpResponse:
    (settings.DATA_DIR / "asked").touch()
    time.sleep(1)
    return HttpResponse("x" * 200_000)


urlpatterns = [path("healthz", healthy), path("slow", slow)]
