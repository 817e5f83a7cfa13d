"""One file per channel, each with one `send`. A channel says whether handing over the same message twice does harm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from recobro.core.errors import RecobroError


class Passing(RecobroError):
    """The channel could not take the message now; later it may."""

    code = "channel_passing"


class Lasting(RecobroError):
    """The channel will never take this message."""

    code = "channel_lasting"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message."""

    name: str
    data: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Message:
    """What leaves, already in its final words."""

    message_id: str  # made from the key of the outbox row: the same message always bears the same
    recipients: tuple[str, ...]
    subject: str
    body: str
    attachment: Attachment | None = None


class Channel(Protocol):
    """Whatever carries messages out."""

    repeatable: bool  # handing over the same message twice leaves one message: nothing is ever uncertain

    def send(self, message: Message) -> bytes:
        """Hand it over and return the bytes as they left. Raises `Passing` or `Lasting`."""
        ...
