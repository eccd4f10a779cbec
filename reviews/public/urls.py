"""Addresses of the public pages."""

from django.urls import path

from reviews.public.views import check, corrections, index, note, notes

urlpatterns = [
    path("", index, name="index"),
    path("checks/<slug:slug>/", check, name="check"),
    path("notes/", notes, name="notes"),
    path("notes/<uuid:uuid>/", note, name="note"),
    path("corrections/", corrections, name="corrections"),
]
