"""Addresses of the own bookmarks."""

from django.urls import path

from accounts.views.bookmarks import own_bookmark, own_bookmarks

urlpatterns = [
    path("", own_bookmarks, name="bookmarks"),
    path("<uuid:public_id>/", own_bookmark, name="bookmark"),
]
