"""Sending over encrypted connections and signed in, with a certificate made for the test."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from typing import TYPE_CHECKING

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from planner.notify import Delivery, Outcome, Security, Sender
from tests.notify.servers import HOST, Box, serving, settings
from tests.notify.test_sender import a_message

if TYPE_CHECKING:
    from pathlib import Path

USER, PASSWORD = "planner", "geheim: /@%"  # made up for this test
DELIVERED, AGAIN = Delivery.DELIVERED, Delivery.TRY_AGAIN


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with a certificate for this machine; its key lies beside it."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("the openssl command is not here, and a certificate cannot be made without it")
    file = tmp_path_factory.mktemp("certificate") / "own.pem"
    command = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-subj", "/CN=localhost", "-addext", f"subjectAltName=IP:{HOST},DNS:localhost"]
    command += ["-keyout", str(file.with_suffix(".key")), "-out", str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return file


@pytest.fixture(scope="module")
def context(certificate: Path) -> ssl.SSLContext:
    made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    made.load_cert_chain(certificate, certificate.with_suffix(".key"))
    return made


def check(_: SMTP, __: Session, ___: Envelope, ____: str, data: object) -> AuthResult:
    assert isinstance(data, LoginPassword)
    known = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=known, handled=known)


def outcomes(port: int, **changes: object) -> tuple[Outcome, ...]:
    return Sender(settings(port, **changes)).send([a_message(), a_message("ben@example.org")])


def test_starttls_and_signing_in(certificate: Path, context: ssl.SSLContext) -> None:
    box = Box()
    with serving(
        box, authenticator=check, tls_context=context, require_starttls=True, auth_required=True
    ) as port:
        found = outcomes(
            port,
            security=Security.STARTTLS,
            user=USER,
            password=PASSWORD,
            ca_file=certificate,
        )
    assert found == (Outcome(DELIVERED),) * 2
    assert len(box.taken) == 2


def test_a_wrong_password_loses_no_mail_and_is_not_repeated(
    certificate: Path, context: ssl.SSLContext
) -> None:
    box = Box()
    with serving(box, authenticator=check, tls_context=context, auth_required=True) as port:
        found = outcomes(
            port, security=Security.STARTTLS, user=USER, password="wrong one", ca_file=certificate
        )
    assert [each.delivery for each in found] == [AGAIN, AGAIN]
    assert "535" in found[0].trouble
    assert "wrong one" not in found[0].trouble
    assert box.taken == []


def test_ssl_from_the_first_byte(certificate: Path, context: ssl.SSLContext) -> None:
    box = Box()
    with serving(box, ssl_context=context) as port:
        assert outcomes(port, security=Security.SSL, ca_file=certificate) == (
            Outcome(DELIVERED),
            Outcome(DELIVERED),
        )


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.SSL])
def test_a_certificate_that_nobody_vouches_for_is_not_trusted(
    context: ssl.SSLContext, security: Security
) -> None:
    box = Box()
    first, later = (context, None) if security is Security.SSL else (None, context)
    with serving(box, ssl_context=first, tls_context=later) as port:
        found = outcomes(port, security=security)
    assert [each.delivery for each in found] == [AGAIN, AGAIN]
    assert "certificate verify failed" in found[0].trouble
    assert box.taken == []


def test_nothing_is_said_in_the_open_where_starttls_is_wanted_and_missing() -> None:
    box = Box()
    with serving(box) as port:
        found = outcomes(port, security=Security.STARTTLS, user=USER, password=PASSWORD)
    assert [each.delivery for each in found] == [AGAIN, AGAIN]
    assert "STARTTLS" in found[0].trouble
    assert box.commands == []
