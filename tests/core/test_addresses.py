"""Addresses, and the links between them over HTTP and from a disk."""

from __future__ import annotations

import posixpath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vip_core import addresses
from vip_core.addresses import FROM_DISK, OVER_HTTP

LINKS = [
    ("", "", "./", "index.html"),
    ("", "adhd/", "adhd/", "adhd/index.html"),
    ("adhd/", "", "../", "../index.html"),
    ("adhd/", "adhd/", "./", "index.html"),
    ("adhd/", "adhd/om/", "om/", "om/index.html"),
    ("adhd/om/", "adhd/", "../", "../index.html"),
    ("adhd/om/", "sjalvskada/om/", "../../sjalvskada/om/", "../../sjalvskada/om/index.html"),
    ("adhd/om/", "adhd/om/#lakemedel", "#lakemedel", "#lakemedel"),
    ("adhd/om/", "adhd/om/?a=b#c", "./?a=b#c", "index.html?a=b#c"),
    ("adhd/", "adhd/om/#lakemedel", "om/#lakemedel", "om/index.html#lakemedel"),
    ("adhd/om/", "sok/?q=sömn/oro#x", "../../sok/?q=sömn/oro#x", "../../sok/index.html?q=sömn/oro#x"),
    ("", "#topp", "#topp", "#topp"),
    ("adhd/", "?utforare=lss", "../?utforare=lss", "../index.html?utforare=lss"),
]


@pytest.mark.parametrize(("here", "there", "over_http", "from_disk"), LINKS)
def test_a_link_leads_from_one_page_to_another(here: str, there: str, over_http: str, from_disk: str) -> None:
    assert OVER_HTTP.link(here, there) == over_http
    assert FROM_DISK.link(here, there) == from_disk


@pytest.mark.parametrize(
    ("here", "path", "link"),
    [
        ("", "assets/vip.css", "assets/vip.css"),
        ("adhd/om/", "assets/vip.css", "../../assets/vip.css"),
        ("adhd/om/", "adhd/bilder/trappa.png", "../bilder/trappa.png"),
    ],
)
def test_a_link_leads_from_a_page_to_a_file(here: str, path: str, link: str) -> None:
    assert OVER_HTTP.asset(here, path) == link
    assert FROM_DISK.asset(here, path) == link


_PART = st.text(alphabet="abcåäö-09", min_size=1, max_size=6)
_ADDRESS = st.lists(_PART, max_size=4).map(lambda parts: "".join(f"{part}/" for part in parts))


@given(_ADDRESS, _ADDRESS)
@settings(derandomize=True, max_examples=200, deadline=None)
def test_following_a_link_always_comes_to_the_page(here: str, there: str) -> None:
    folder = posixpath.normpath(posixpath.join("/site", here, OVER_HTTP.link(here, there)))
    assert folder == posixpath.normpath(posixpath.join("/site", there))
    file = posixpath.normpath(posixpath.join("/site", here, FROM_DISK.link(here, there)))
    assert file == posixpath.normpath(posixpath.join("/site", there, "index.html"))


def test_addresses_are_those_of_the_contract() -> None:
    assert addresses.chapter("adhd", "om-tillstandet") == "adhd/om-tillstandet/"
    assert addresses.article("adhd", "om-tillstandet", "orsaker") == "adhd/om-tillstandet/#orsaker"
    assert addresses.landing("yrkesroll", "larare") == "filter/yrkesroll/larare/"
    assert addresses.landing("yrkesroll", "larare", "adhd") == "adhd/filter/yrkesroll/larare/"
    assert addresses.SEARCH == "sok/"
