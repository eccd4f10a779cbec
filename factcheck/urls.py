"""Routes of the ground's endpoints, under /api/v1/."""

from django.urls import path

from factcheck import views
from factcheck.api.routing import DeskRouter

router = DeskRouter()
router.register("captures", views.Captures, "capture")
router.register("jobs", views.Jobs, "job")
router.register("events", views.Events, "event")

urlpatterns = [path("me/", views.WhoAmI.as_view(), name="me"), *router.urls]
