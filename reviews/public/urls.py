"""Addresses of the public pages."""

from django.urls import path

from reviews.public.views import check, corrections, index

urlpatterns = [
    path("", index, name="index"),
    path("checks/<slug:slug>/", check, name="check"),
    path("corrections/", corrections, name="corrections"),
]
