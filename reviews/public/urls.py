"""Addresses of the public pages."""

from django.urls import path

from reviews.public.outside import outside
from reviews.public.views import check, corrections, corrections_feed, index, method, note, notes

urlpatterns = [
    path("", index, name="index"),
    path("checks/<slug:slug>/", check, name="check"),
    path("notes/", notes, name="notes"),
    path("notes/<uuid:uuid>/", note, name="note"),
    path("corrections/", corrections, name="corrections"),
    path("corrections/feed.xml", corrections_feed, name="corrections-feed"),
    path("method/", method, name="method"),
    path("outside/<str:token>/", outside, name="outside"),
]
