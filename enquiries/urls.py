"""The addresses on which patients write to the clinic and read its answers."""

from django.urls import path

from enquiries import views

app_name = "enquiries"

urlpatterns = [
    path("contact/", views.contact, name="contact"),
    path("contact/warning-signs.<slug:name>.json", views.warning_signs, name="warning_signs"),
    path("contact/sent/<str:token>/", views.sent, name="sent"),
    path("contact/answer/<str:token>/", views.answer, name="answer"),
]
