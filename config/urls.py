"""Every route of the desk."""

from django.contrib import admin
from django.urls import include, path

from factcheck.api.docs import Docs, Schema
from factcheck.views import healthz

urlpatterns = [
    path("healthz", healthz),
    path("admin/", admin.site.urls),
    path("api/schema/", Schema.as_view(), name="schema"),
    path("api/docs/", Docs.as_view(), name="docs"),
    path("api/v1/", include("factcheck.urls")),
    path("api/v1/", include("claims.urls")),
    path("api/v1/", include("reviews.urls")),
    path("", include("reviews.public.urls")),
]
handler404 = "reviews.public.views.not_found"
