"""Files are scanned by a real ClamAV daemon with a signature of our own."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from threading import Thread

import pytest

from activities.virus_scan import ScannerAway, VirusScanner
from tests.running import free_port

HARMFUL = b"a sample that only our own signature calls harmful"
CLAMD = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")


@pytest.fixture(scope="module")
def scanner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VirusScanner]:
    if CLAMD is None:
        pytest.skip(
            "ClamAV is not installed (Debian: apt-get install clamav-daemon), so no real scanner was asked."
        )
    folder, port = tmp_path_factory.mktemp("clamav"), free_port()
    (folder / "sample.ndb").write_text(f"Sample.Harmful:0:*:{HARMFUL.hex()}\n")
    settings = {
        "TCPAddr": "127.0.0.1", "TCPSocket": port, "DatabaseDirectory": folder, "TemporaryDirectory": folder,
        "Foreground": "yes", "LogFile": folder / "log", "MaxThreads": 2, "StreamMaxLength": "1M",
    }  # fmt: skip
    config = folder / "clamd.conf"
    config.write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
    clamd = subprocess.Popen([CLAMD, "--config-file", str(config)], stdout=subprocess.DEVNULL)
    try:
        _until_open(port, clamd)
        yield VirusScanner(f"127.0.0.1:{port}", patience=20)
    finally:
        clamd.terminate()
        clamd.wait()


def _until_open(port: int, clamd: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while clamd.poll() is None and time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("clamd did not start")


def test_a_harmful_file_is_found_and_another_is_not(scanner: VirusScanner) -> None:
    assert scanner.finding(b"%PDF-1.7 sample") is None
    assert scanner.finding(b"x" * 100_000 + HARMFUL + b"x" * 100_000) == "Sample.Harmful.UNOFFICIAL"


def test_a_file_that_the_scanner_does_not_look_at_is_not_called_clean(scanner: VirusScanner) -> None:
    with pytest.raises(ScannerAway):
        scanner.finding(b"x" * 2_000_000)


def test_a_scanner_that_is_away_is_told() -> None:
    with pytest.raises(ScannerAway, match="does not answer"):
        VirusScanner(f"127.0.0.1:{free_port()}").finding(b"sample")


@pytest.mark.parametrize("answer", [b"", b"stream: \0", b"OK\0", b"HTTP/1.1 400 Bad Request\r\n"])
def test_an_answer_that_is_not_the_scanners_is_not_called_clean(answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            link, _ = server.accept()
            with link:
                link.recv(100)
                link.sendall(answer)

        thread = Thread(target=serve)
        thread.start()
        with pytest.raises(ScannerAway):
            VirusScanner(f"127.0.0.1:{server.getsockname()[1]}", patience=5).finding(b"sample")
        thread.join()
