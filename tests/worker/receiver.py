"""A receiver of traces (OTLP over HTTP) as a separate process: `python -m tests.worker.receiver PORT FOLDER`."""

from __future__ import annotations

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path

_NUMBERS = count()


def main() -> None:
    """Keep the body of every request as a file."""
    port, folder = int(sys.argv[1]), Path(sys.argv[2])

    class Received(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            path = folder / f"{next(_NUMBERS)}.partial"
            path.write_bytes(body)
            path.rename(path.with_suffix(".otlp"))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    ThreadingHTTPServer(("127.0.0.1", port), Received).serve_forever()


if __name__ == "__main__":
    main()
