import ssl
from collections.abc import Callable, Iterator

import pytest

from .sites import CERTIFICATE, KEY, Reply, Site, ok


@pytest.fixture
def site() -> Iterator[Callable[..., Site]]:
    sites: list[Site] = []

    def build(reply: Reply, **kind: object) -> Site:
        sites.append(Site(reply, **kind))
        return sites[-1]

    yield build
    for built in sites:
        built.close()


@pytest.fixture
def canary() -> Iterator[Site]:
    """A server inside the house, on an address that no test allows. It must not even be knocked at."""
    server = Site(ok(b"secret"), address="127.0.0.2")
    yield server
    server.close()
    assert server.connections == 0


@pytest.fixture(scope="session")
def server_tls(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    both = tmp_path_factory.mktemp("tls") / "desk.test.pem"
    both.write_text(CERTIFICATE + KEY)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    return context


@pytest.fixture
def trusting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the fetcher trust the certificate of desk.test."""
    context = ssl.create_default_context(cadata=CERTIFICATE)
    monkeypatch.setattr("factcheck.net.fetch.tls_context", lambda: context)
