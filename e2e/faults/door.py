"""A door in front of an MLflow server, which does to requests what networks, proxies and crashes do."""

from __future__ import annotations

import http.client
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "host"}
SECONDS = 300  # for an answer of the server


class Exchange(BaseHTTPRequestHandler):
    """One connection; each of its requests goes through the next fault."""

    protocol_version = "HTTP/1.1"
    server: _Listener

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except OSError:  # the other side is gone
            self.close_connection = True

    def go_through(self) -> None:
        self.body = self.rfile.read(int(self.headers.get("content-length", 0)))
        self.server.door.take(self)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = go_through

    def ask(self) -> tuple[int, list[tuple[str, str]], bytes]:
        """The server's answer; that it answers means that it has stored what it was sent."""
        upstream = urlsplit(self.server.door.upstream)
        connection = http.client.HTTPConnection(str(upstream.hostname), upstream.port, timeout=SECONDS)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP_BY_HOP}
        try:
            connection.request(self.command, self.path, self.body, headers)
            answer = connection.getresponse()
            kept = [pair for pair in answer.getheaders() if pair[0].lower() not in HOP_BY_HOP]
            return answer.status, kept, answer.read()
        finally:
            connection.close()

    def answer(self, status: int, headers: Iterable[tuple[str, str]] = (), body: bytes = b"") -> None:
        self._head(status, headers, len(body))
        self.wfile.write(body)

    def cut_after_head(self) -> None:
        """An answer that promises more than comes."""
        self._head(200, [("content-type", "application/json")], 1000)
        self.wfile.write(b'{"trace": {"trace_info"')
        self.close_connection = True

    def cut(self) -> None:
        """Ends the connection by a reset in place of an answer."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True

    def log_message(self, *_: Any) -> None:
        """Says nothing."""

    def _head(self, status: int, headers: Iterable[tuple[str, str]], length: int) -> None:
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("content-length", str(length))
        self.end_headers()


Fault = Callable[[Exchange], None]


def passes(exchange: Exchange) -> None:
    """No fault: the server's own answer."""
    exchange.answer(*exchange.ask())


def is_reset(exchange: Exchange) -> None:
    """The server never hears of it."""
    exchange.cut()


def is_reset_when_stored(exchange: Exchange) -> None:
    """The server has done it, and its client never hears so."""
    exchange.ask()
    exchange.cut()


def is_truncated(exchange: Exchange) -> None:
    """The server has done it; half of an answer comes."""
    exchange.ask()
    exchange.cut_after_head()


def is_delayed(seconds: float) -> Fault:
    """The answer comes, after that time."""

    def wait(exchange: Exchange) -> None:
        time.sleep(seconds)
        passes(exchange)

    return wait


def is_refused(status: int, *headers: tuple[str, str]) -> Fault:
    """Something before the server says no."""
    return lambda exchange: exchange.answer(status, headers)


class Door:
    """Listens at `uri`. Each request meets the next of `faults`, and none after the last."""

    def __init__(self, upstream: str, faults: Iterable[Fault] = ()) -> None:
        self.upstream = upstream
        self.faults: Iterator[Fault] = iter(faults)
        self.requests: list[str] = []
        self._lock = threading.Lock()
        self._listener: _Listener | None = _Listener(self, 0)
        self._port = self._listener.server_port
        self.uri = f"http://127.0.0.1:{self._port}"

    def take(self, exchange: Exchange) -> None:
        with self._lock:
            fault = next(self.faults, passes)
            self.requests.append(f"{exchange.command} {urlsplit(exchange.path).path}")
        fault(exchange)

    def shut(self) -> None:
        """From now on connections are refused, as when nothing runs there."""
        if self._listener is not None:
            self._listener.end()
        self._listener = None

    def open(self) -> None:
        """At the same address as before."""
        if self._listener is None:
            self._listener = _Listener(self, self._port)


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, door: Door, port: int) -> None:
        super().__init__(("127.0.0.1", port), Exchange)
        self.door = door
        self._open: set[socket.socket] = set()
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        # Only closed: a shutdown would send the end of the stream in place of a reset.
        self.close_request(request)

    def handle_error(self, *_: Any) -> None:
        """A connection that its client ended is what these tests are about."""

    def end(self) -> None:
        self.shutdown()
        self.server_close()
        for connection in list(self._open):
            # Wakes the thread that reads from it.
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
