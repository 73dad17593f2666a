"""Mail settings from the environment: what may be left out, and what is told when it is wrong."""

from __future__ import annotations

import random
from string import printable
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain import BadInput
from planner.notify import MailSettings, Security, mail_settings

if TYPE_CHECKING:
    from pathlib import Path

SENDER = {"PLANNER_MAIL_FROM": "Rotation Planner <planner@example.org>"}


def with_host(**more: str) -> dict[str, str]:
    named = {f"PLANNER_SMTP_{name.upper()}": value for name, value in more.items()}
    return {"PLANNER_SMTP_HOST": "mail.example.org", **SENDER, **named}


def with_url(url: str) -> dict[str, str]:
    return {"PLANNER_SMTP_URL": url, **SENDER}


def faults(variables: dict[str, str]) -> dict[str, str]:
    with pytest.raises(BadInput) as wrong:
        mail_settings(variables)
    assert all(finding.remedy.endswith(".") for finding in wrong.value.findings)
    return {finding.column: str(finding) for finding in wrong.value.findings}


@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"PLANNER_SMTP_HOST": "", "PLANNER_MAIL_FROM": " "},
        {"PLANNER_BASE_URL": "https://planner.example.org", "HOME": "/"},
    ],
)
def test_without_a_server_there_is_no_mail(variables: dict[str, str]) -> None:
    assert mail_settings(variables) is None


def test_the_environment_of_the_process_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in with_host(port="2525").items():
        monkeypatch.setenv(name, value)
    found = mail_settings()
    assert found is not None
    assert found.port == 2525


def test_a_host_and_a_sender_are_enough() -> None:
    assert mail_settings(with_host()) == MailSettings(
        "mail.example.org", 25, Security.PLAIN, "planner@example.org", "Rotation Planner"
    )


@pytest.mark.parametrize(
    ("variables", "port", "security"),
    [
        (with_host(starttls="yes"), 587, Security.STARTTLS),
        (with_host(ssl="TRUE"), 465, Security.SSL),
        (with_host(ssl="off", starttls="1", port="26"), 26, Security.STARTTLS),
        (with_url("smtp://mail.example.org"), 25, Security.PLAIN),
        (with_url("smtp+starttls://mail.example.org"), 587, Security.STARTTLS),
        (with_url("smtps://mail.example.org/"), 465, Security.SSL),
        (with_url("smtps://mail.example.org:1465"), 1465, Security.SSL),
    ],
)
def test_ports_follow_from_how_it_is_encrypted(
    variables: dict[str, str], port: int, security: Security
) -> None:
    found = mail_settings(variables)
    assert found is not None
    assert (found.host, found.port, found.security) == ("mail.example.org", port, security)


@pytest.mark.parametrize(
    "variables",
    [
        with_url("smtps://ada%40example.org:p%3A%2F%40%25@mail.example.org"),
        with_host(ssl="yes", user="ada@example.org", password="p:/@%"),
    ],
)
def test_user_and_password_may_hold_any_letter(variables: dict[str, str]) -> None:
    found = mail_settings(variables)
    assert found is not None
    assert (found.user, found.password) == ("ada@example.org", "p:/@%")
    assert "p:/@%" not in repr(found)


def test_the_place_of_the_app_loses_its_last_slash() -> None:
    found = mail_settings(with_host() | {"PLANNER_BASE_URL": "https://example.org/planner/"})
    assert found is not None
    assert found.base_url == "https://example.org/planner"


def test_a_server_on_this_machine_may_be_signed_in_to_without_encryption() -> None:
    for host in ("localhost", "127.0.0.1"):
        assert mail_settings(with_host(host=host, user="a", password="b")) is not None
    assert mail_settings(with_url("smtp://a:b@[::1]:25")) is not None


@pytest.mark.parametrize(
    ("variables", "name", "said"),
    [
        ({"PLANNER_SMTP_HOST": "mail.example.org"}, "PLANNER_MAIL_FROM", "it is not set"),
        (SENDER, "PLANNER_SMTP_HOST", "it is not set"),
        (SENDER | {"PLANNER_SMTP_PORT": "25"}, "PLANNER_SMTP_HOST", "it is not set"),
        (with_host(host="mail example"), "PLANNER_SMTP_HOST", "no name of a server"),
        (with_host(port="0"), "PLANNER_SMTP_PORT", "no port"),
        (with_host(port="65536"), "PLANNER_SMTP_PORT", "no port"),
        (with_host(port="²"), "PLANNER_SMTP_PORT", "no port"),
        (with_host(port="9" * 5000), "PLANNER_SMTP_PORT", "no port"),
        (with_host(starttls="maybe"), "PLANNER_SMTP_STARTTLS", "neither yes nor no"),
        (with_host(starttls="yes", ssl="yes"), "PLANNER_SMTP_SSL", "beside PLANNER_SMTP_STARTTLS"),
        (with_host(user="ada"), "PLANNER_SMTP_USER", "belong together"),
        (with_host(user="ada", password="pw"), "PLANNER_SMTP_USER", "others can read it"),
        (with_host(ssl="yes", user="ada", password="grün"), "PLANNER_SMTP_USER", "with accents"),
        (with_host(url="smtp://x"), "PLANNER_SMTP_HOST", "beside PLANNER_SMTP_URL"),
        (with_url("https://mail.example.org"), "PLANNER_SMTP_URL", "no address of a mail server"),
        (with_url("mail.example.org:25"), "PLANNER_SMTP_URL", "no address of a mail server"),
        (with_url("smtp://mail.example.org:x"), "PLANNER_SMTP_URL", "no address of a mail"),
        (with_url("smtp://mail.example.org/x"), "PLANNER_SMTP_URL", "no address of a mail"),
        (with_url("smtp://[mail"), "PLANNER_SMTP_URL", "no address of a mail server"),
        (with_url("smtp://a:b@mail.example.org"), "PLANNER_SMTP_URL", "others can read it"),
        (with_host() | {"PLANNER_MAIL_FROM": "nobody"}, "PLANNER_MAIL_FROM", "it is no sender"),
        (
            with_host() | {"PLANNER_MAIL_FROM": "a@example.org\r\nBcc: b@example.org"},
            "PLANNER_MAIL_FROM",
            "it is no sender",
        ),
        (
            with_host() | {"PLANNER_MAIL_FROM": "=?utf-8?q?=0D=0ABcc:b?= <a@example.org>"},
            "PLANNER_MAIL_FROM",
            "it is no sender",
        ),
        (with_host() | {"PLANNER_BASE_URL": "planner"}, "PLANNER_BASE_URL", "no web address"),
        (
            with_host() | {"PLANNER_BASE_URL": "javascript://example.org/%0aalert(1)"},
            "PLANNER_BASE_URL",
            "no web address",
        ),
        (
            with_host() | {"PLANNER_BASE_URL": "https://example.org/?a=1"},
            "PLANNER_BASE_URL",
            "no web address",
        ),
        (with_host(ca_file="nowhere.pem"), "PLANNER_SMTP_CA_FILE", "no file with certificates"),
    ],
)
def test_what_is_wrong_is_told_with_its_name(
    variables: dict[str, str], name: str, said: str
) -> None:
    told = faults(variables)
    assert list(told) == [name]
    assert said in told[name]


def test_a_file_that_holds_no_certificate_is_told(tmp_path: Path) -> None:
    file = tmp_path / "ca.pem"
    file.write_text("nothing of use")
    assert list(faults(with_host(ca_file=str(file)))) == ["PLANNER_SMTP_CA_FILE"]


def test_all_faults_are_told_at_once() -> None:
    assert set(faults({"PLANNER_SMTP_PORT": "x", "PLANNER_BASE_URL": "y"})) == {
        "PLANNER_SMTP_HOST",
        "PLANNER_SMTP_PORT",
        "PLANNER_MAIL_FROM",
        "PLANNER_BASE_URL",
    }


@pytest.mark.parametrize(
    "variables",
    [
        with_url("smtp://ada:geheim@mail.example.org"),
        with_url("nonsense://ada:geheim@mail.example.org"),
        with_host(user="ada", password="geheim"),
        with_host(password="geheim"),
    ],
)
def test_passwords_are_never_shown(variables: dict[str, str]) -> None:
    assert "geheim" not in "".join(faults(variables).values())


NAMES = [
    *(f"PLANNER_SMTP_{each}" for each in ("URL", "HOST", "PORT", "USER", "PASSWORD", "SSL")),
    "PLANNER_MAIL_FROM",
    "PLANNER_BASE_URL",
]
values = st.text(alphabet=printable + "é😀", max_size=30) | st.sampled_from(
    [
        "yes",
        "no",
        "25",
        "mail.example.org",
        "smtp://a:b@c",
        "smtps://c",
        "a@example.org",
        "https://a",
    ]
)


@given(variables=st.dictionaries(st.sampled_from(NAMES), values))
def test_anything_gives_settings_or_faults(variables: dict[str, str]) -> None:
    try:
        found = mail_settings(variables)
    except BadInput:
        return
    if found is None:
        assert not [name for name, value in variables.items() if "SMTP" in name and value.strip()]
        return
    assert found.host
    assert 0 < found.port < 65536
    assert "@" in found.sender


def test_order_of_variables_does_not_matter() -> None:
    variables = list(with_host(ssl="yes", user="a", password="b").items())
    random.Random(1).shuffle(variables)
    assert mail_settings(dict(variables)) == mail_settings(
        with_host(ssl="yes", user="a", password="b")
    )
