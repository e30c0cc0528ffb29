"""Addresses to answer to: what was signed here is read, anything else leads nowhere."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gagyo.kernels.mailing.addresses import Forgery, ReplyDoor, ReplyTo, UnableToReadAddress, same_mailbox

DOOR = ReplyDoor("reply.example.kr", ("a secret",))
LEG = ReplyTo("leg", 4711, 12)
ADDRESS = DOOR.address(LEG)
places = st.builds(
    ReplyTo, st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=4), st.integers(0, 2**40), st.integers(0, 2**40)
)


@given(places)
def test_what_is_made_is_read(to: ReplyTo) -> None:
    address = DOOR.address(to)
    assert DOOR.read(address) == to
    assert len(address.split("@")[0]) <= 64


def test_names_and_capitals_do_not_matter() -> None:
    assert DOOR.read(f"Gagyo <{ADDRESS.upper()}>") == LEG


@given(places, places)
def test_two_places_have_two_addresses(one: ReplyTo, other: ReplyTo) -> None:
    assert (DOOR.address(one) == DOOR.address(other)) == (one == other)


def test_an_address_changed_anywhere_leads_nowhere() -> None:
    local = ADDRESS.split("@")[0]
    token = local.removeprefix("reply+")
    changed = [
        f"reply+{token[:at]}{letter}{token[at + 1 :]}@reply.example.kr"
        for at in range(len(token))
        for letter in "abcdefghijklmnopqrstuvwxyz234567"
        if letter != token[at]
    ]
    assert [address for address in changed if is_read(address)] == []


def test_guesses_lead_nowhere() -> None:
    chance = random.Random(1)
    letters = "abcdefghijklmnopqrstuvwxyz234567"
    guesses = ("1" + "".join(chance.choices(letters, k=chance.randrange(60))) for _ in range(5000))
    assert [guess for guess in guesses if is_read(f"reply+{guess}@reply.example.kr")] == []


def is_read(address: str) -> bool:
    try:
        DOOR.read(address)
    except UnableToReadAddress:
        return False
    return True


LOCAL = ADDRESS.split("@")[0]
REFUSED: dict[str, tuple[str, Forgery]] = {
    "another domain": (f"{LOCAL}@example.kr", "not_ours"),
    "a domain that only begins so": (f"{LOCAL}@reply.example.kr.evil.com", "not_ours"),
    "another mailbox": ("info@reply.example.kr", "not_ours"),
    "nothing": ("", "not_ours"),
    "no token": ("reply+@reply.example.kr", "forged"),
    "a later version": (f"reply+2{LOCAL.removeprefix('reply+1')}@reply.example.kr", "unknown_version"),
    "letters that are no base 32": ("reply+1!!!!@reply.example.kr", "forged"),
    "letters that are no ASCII": ("reply+1가교가교@reply.example.kr", "forged"),
    "a token cut short": (f"{LOCAL[:-2]}@reply.example.kr", "forged"),
    "a token with more behind": (f"{LOCAL}aa@reply.example.kr", "forged"),
    "signed with another secret": (ReplyDoor("reply.example.kr", ("other",)).address(LEG), "forged"),
}


@pytest.mark.parametrize(("address", "reason"), REFUSED.values(), ids=REFUSED)
def test_an_address_that_was_not_signed_here_is_refused(address: str, reason: Forgery) -> None:
    with pytest.raises(UnableToReadAddress) as caught:
        DOOR.read(address)
    assert caught.value.reason == reason


def test_an_address_signed_with_the_secret_before_is_still_read() -> None:
    renewed = ReplyDoor("reply.example.kr", ("a new secret", "a secret"))
    assert renewed.read(ADDRESS) == LEG
    assert renewed.address(LEG) != ADDRESS


def test_our_own_messages_are_known_by_their_id() -> None:
    assert DOOR.is_ours(DOOR.message_id("ab12"))
    assert DOOR.is_ours(f" {DOOR.message_id('ab12').upper()} ")
    assert not DOOR.is_ours("<gagyo.ab12@example.kr>")
    assert not DOOR.is_ours("<ab12@reply.example.kr>")
    assert DOOR.thread_id(LEG) == "<leg.4711@reply.example.kr>"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Kim <KIM@Example.kr>", "kim@example.kr", True),
        ("kim@example.kr", "kim@example.com", False),
        ("", "", False),
        ("kim", "", False),
    ],
)
def test_one_mailbox_is_known_with_names_and_capitals(one: str, other: str, same: bool) -> None:
    assert same_mailbox(one, other) is same


@pytest.mark.parametrize("kind", ["", "Leg", "leg1", "ninelette"])
def test_a_kind_of_other_signs_is_refused(kind: str) -> None:
    with pytest.raises(ValueError, match="one to eight small letters"):
        ReplyTo(kind, 1, 1)


def test_numbers_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="not both numbers of rows"):
        ReplyTo("leg", -1, 1)
    with pytest.raises(ValueError, match="too long for an address"):
        DOOR.address(ReplyTo("eightlet", 2**62, 2**62))


@pytest.mark.parametrize("domain", ["", "Example.kr", "a@b.kr", "example.kr>", "a..b"])
def test_a_domain_that_is_none_is_refused(domain: str) -> None:
    with pytest.raises(ValueError, match="no domain of mail"):
        ReplyDoor(domain, ("s",))


def test_an_empty_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="no secret"):
        ReplyDoor("example.kr", ("",))
