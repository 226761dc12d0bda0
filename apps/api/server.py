"""The HTTP side of the quote API: one thread a connection, HTTP/1.1 keep-alive, one JSON line a request."""

import json
import os
import selectors
import signal
import socket
import sys
import threading
import time
import uuid
from datetime import datetime, timezone
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from quotes import Memory, open_quotes
from rates import Refused, convert, rates

BODY_LIMIT = 64 * 1024


def log(**entry):
    now = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
    # One write, so that lines of two threads never mix, and no buffer that a kill would lose.
    sys.stdout.write(json.dumps({"time": now, "level": "info", **entry}) + "\n")
    sys.stdout.flush()


class Server(ThreadingHTTPServer):
    """One thread a connection; `stop` ends idle connections at once and lets the others finish their request."""

    # The base class would abandon its threads at exit: these are waited for.
    daemon_threads = False

    def __init__(self, address, quotes=None):
        super().__init__(address, Handler)
        self.quotes = quotes or Memory()
        self.stopping = False
        # Readable as soon as the server stops: what a thread with an idle connection waits for besides its next request.
        self.stopped, self._stop = socket.socketpair()

    def stop(self):
        self.stopping = True
        self._stop.close()
        self.shutdown()

    def server_close(self):
        super().server_close()
        self.stopped.close()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # What a request without a version counts as: an answer to HTTP/0.9, the base class's choice, has no status.
    default_request_version = "HTTP/1.0"
    # How long a connection may be idle; longer than a proxy in front keeps one.
    timeout = 75
    # A small answer must not wait until the client acknowledges the one before.
    disable_nagle_algorithm = True

    def index(self, _body):
        return 200, {"name": "Globex quotes", "endpoints": [f"{method} {path}" for path, (method, _) in self.routes.items()]}

    def health(self, _body):
        return 200, {"status": "ok"}

    def version(self, _body):
        return 200, {"version": os.environ.get("VERSION", "dev"), "replica": socket.gethostname()}

    def rates(self, _body):
        return 200, rates()

    def convert(self, _body):
        query = dict(parse_qsl(urlsplit(self.path).query))
        return 200, convert(query.get("from"), query.get("to"), query.get("amount"))

    def quote(self, body):
        expected = 'expected {"from": string, "to": string, "amount": string}'
        try:
            asked = json.loads(body)
        except ValueError:
            raise Refused(f"the body is not JSON: {expected}") from None
        if not isinstance(asked, dict):
            raise Refused(f"the body is not an object: {expected}")
        given = {"id": str(uuid.uuid4()), **convert(asked.get("from"), asked.get("to"), asked.get("amount"))}
        self.server.quotes.add(given)
        return 201, given

    def recent(self, _body):
        return 200, self.server.quotes.recent()

    routes = {
        "/": ("GET", index),
        "/healthz": ("GET", health),
        "/version": ("GET", version),
        "/v1/rates": ("GET", rates),
        "/v1/convert": ("GET", convert),
        "/v1/quotes": ("POST", quote),
        "/v1/quotes/recent": ("GET", recent),
    }

    def answer(self):
        """Every method comes here; the table of routes says which of them a path takes."""
        start = time.perf_counter()
        # Always read, also for a path that takes none: what is left of a body would be taken for the next request.
        body = self.read_body()
        if body is None:
            return
        path = urlsplit(self.path).path
        allowed, handle = self.routes.get(path, (None, None))
        failure = {}
        if handle is None:
            status, value = 404, {"error": f"there is nothing at {path}"}
        elif allowed != ("GET" if self.command == "HEAD" else self.command):
            status, value = 405, {"error": f"{self.command} is not allowed at {path}: expected {allowed}"}
        else:
            try:
                status, value = handle(self, body)
            except Refused as refusal:
                status, value = 400, {"error": str(refusal)}
            except Exception as error:  # a bug costs one answer, not the connection of the client
                status, value = 500, {"error": "the API failed to answer, its log says why"}
                failure = {"level": "error", "error": repr(error)}
        self.send_json(status, value, {"Allow": allowed} if status == 405 else {})
        ms = round((time.perf_counter() - start) * 1000, 1)
        log(method=self.command, path=path, status=status, ms=ms, **failure)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = answer

    def read_body(self):
        """The request's body, or None if it was refused: the connection then ends, because it holds the unread rest."""
        if "Transfer-Encoding" in self.headers:
            return self.send_error(411, "a body needs a Content-Length")
        length = self.headers.get("Content-Length", "0")
        if not (length.isascii() and length.isdigit()):
            return self.send_error(400, f"Content-Length {length[:40]!r} is not allowed: expected a whole number")
        if int(length) > BODY_LIMIT:
            self.send_error(413, f"the body is larger than {BODY_LIMIT} bytes")
            # A connection that is closed with unread data is reset, often before the client has read the answer.
            return self.discard(min(int(length), 64 * BODY_LIMIT))
        return self.rfile.read(int(length))

    def discard(self, size):
        while size > 0 and (chunk := self.rfile.read1(size)):
            size -= len(chunk)

    def send_json(self, status, value, headers):
        body = (json.dumps(value) + "\n").encode()
        self.send_response_only(status)
        self.send_header("Date", self.date_time_string())
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Content-Type-Options", "nosniff")
        for name, text in headers.items():
            self.send_header(name, text)
        # While it stops, the last answer on a connection says so: a proxy must not send the next request there.
        if self.server.stopping:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def send_error(self, code, message=None, explain=None):
        """Also what the base class calls for a request that is not HTTP."""
        self.send_json(code, {"error": message or HTTPStatus(code).phrase}, {"Connection": "close"})
        log(method=self.command, path=None, status=int(code), ms=0)

    def handle_one_request(self):
        try:
            if self.next_request():
                super().handle_one_request()
            else:
                self.close_connection = True
        except ConnectionError:
            # The client hung up, so there is nobody to answer.
            self.close_connection = True

    def next_request(self):
        """Waits for the first byte of a request; false if none came in time or the server stops meanwhile."""
        # A client may send two requests at once: the second one is then in the buffer, where a selector does not see it.
        self.connection.settimeout(0)
        buffered = self.rfile.peek(1)
        self.connection.settimeout(self.timeout)
        if buffered:
            return True
        with selectors.PollSelector() as selector:
            selector.register(self.connection, selectors.EVENT_READ)
            selector.register(self.server.stopped, selectors.EVENT_READ)
            return any(key.fileobj is self.connection for key, _ in selector.select(self.timeout))

    def log_message(self, *_):
        """Silent: `answer` and `send_error` log requests as JSON, and an idle connection that times out is no news."""


def main():
    server = Server(("", int(os.environ.get("PORT", "8080"))), open_quotes())

    def stop(number, _frame):
        log(message=f"{signal.Signals(number).name}: finishing the requests under way")
        # shutdown() waits for the loop that this handler interrupts, so it needs a thread of its own.
        threading.Thread(target=server.stop).start()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)

    log(message=f"api listens on port {server.server_port}")
    with server:
        # How often it looks whether it was told to stop.
        server.serve_forever(poll_interval=0.1)


if __name__ == "__main__":
    main()
