"""A mail server on the loopback for tests: enough of RFC 5321 to take a message, or to answer as it is told."""

from __future__ import annotations

import socketserver
import threading
from dataclasses import dataclass, field


@dataclass
class Seen:
    """What the server received and how it answers."""

    messages: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    rcpt_answer: str = "250 ok"
    data_answer: str = "250 taken"


class Handler(socketserver.StreamRequestHandler):
    """One session."""

    server: Server

    def handle(self) -> None:
        seen = self.server.seen
        self.say("220 loopback.example")
        for line in self.rfile:
            verb = line[:4].upper()
            if verb == b"QUIT":
                self.say("221 bye")
                return
            if verb == b"RCPT":
                seen.recipients.append(line.decode().partition("<")[2].partition(">")[0])
                self.say(seen.rcpt_answer)
            elif verb == b"DATA":
                self.say("354 go on")
                seen.messages.append(self.body())
                self.say(seen.data_answer)
            else:
                self.say("250 ok")

    def body(self) -> bytes:
        """Lines until the single dot, dots unstuffed."""
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)

    def say(self, text: str) -> None:
        """One line of answer."""
        self.wfile.write(text.encode() + b"\r\n")


class Server(socketserver.ThreadingTCPServer):
    """Listens on a free port of the loopback until it is closed."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen = Seen()
        self.thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()

    @property
    def url(self) -> str:
        """What goes into RECOBRO_SMTP_URL."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def close(self) -> None:
        """Stop listening."""
        self.shutdown()
        self.server_close()
        self.thread.join()
