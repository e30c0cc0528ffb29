"""The contrast switch."""

import pytest
from django.test import Client
from django.urls import reverse


def test_the_choice_is_kept_and_leads_back(client: Client) -> None:
    answer = client.post(reverse("common:contrast"), {"contrast": "high", "next": "/gallery/?page=2"})
    assert (answer.status_code, answer["Location"]) == (302, "/gallery/?page=2")
    assert answer.cookies["gagyo_contrast"].value == "high"


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)"])
def test_it_never_leads_to_another_site(client: Client, elsewhere: str) -> None:
    assert client.post(reverse("common:contrast"), {"contrast": "high", "next": elsewhere})["Location"] == "/"


def test_an_unknown_choice_is_not_kept(client: Client) -> None:
    assert "gagyo_contrast" not in client.post(reverse("common:contrast"), {"contrast": "x"}).cookies


@pytest.mark.django_db
def test_the_page_wears_what_was_chosen(client: Client) -> None:
    assert 'data-krds-mode="theme"' in client.get(reverse("common:gallery")).content.decode()
    client.cookies["gagyo_contrast"] = "high"
    assert 'data-krds-mode="high-contrast"' in client.get(reverse("common:gallery")).content.decode()
