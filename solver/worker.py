"""A process that does one part of the work after the other, for `solver.processes`.

It runs as a script, so that nothing is imported before its parent has said from where: neither
the folder it was started in nor the parent's main module has a say. It ends when its parent
closes the line or dies.
"""

from __future__ import annotations

import importlib
import os
import pickle
import queue
import signal
import struct
import sys
import threading
import traceback
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from typing import Any

HEAD = struct.Struct(">Q")
"""How many bytes follow."""


def send(line: BinaryIO, message: bytes) -> None:
    """Write a message, its length first."""
    line.write(HEAD.pack(len(message)))
    line.write(message)
    line.flush()


def receive(line: BinaryIO) -> bytes:
    """Read a message.

    Raises
    ------
    EOFError
        If the other side is gone.
    """
    (length,) = HEAD.unpack(_exactly(line, HEAD.size))
    return _exactly(line, length)


def _exactly(line: BinaryIO, length: int) -> bytes:
    message = line.read(length)
    if len(message) < length:
        raise EOFError
    return message


def portable(problem: Exception) -> Exception:
    """Return an exception that survives the way to another process, with its traceback told."""
    told = "".join(traceback.format_exception(problem))
    copy: object
    try:
        copy = pickle.loads(pickle.dumps(problem))
    except Exception:  # whatever an exception's class may do when it is copied
        copy = None
    if not isinstance(copy, Exception):
        copy = RuntimeError(f"{type(problem).__name__}: {problem}")
    copy.add_note(f"In the process that did the work:\n{told}")
    return copy


def answer(message: bytes) -> bytes:
    """Do what a message asks for, and return the message that tells what came of it."""
    reply: tuple[bool, Any]
    try:
        work, arguments, named = pickle.loads(message)
        reply = (True, work(*arguments, **named))
        return pickle.dumps(reply, 5)
    except Exception as problem:  # the parent decides what it means
        return pickle.dumps((False, portable(problem)), 5)


def _listen(line: BinaryIO, messages: queue.SimpleQueue[bytes]) -> None:
    """Take in messages until the parent is gone, whatever the main thread is doing then."""
    try:
        while True:
            messages.put(receive(line))
    except (EOFError, OSError):
        os._exit(0)


def main() -> None:
    """Answer the parent's messages; the first says where to import from, and what."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    incoming, outgoing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)  # whatever is printed in here must not get into the messages
    os.dup2(nothing, 1)
    messages: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(incoming, messages), daemon=True).start()
    sys.path[:], needed = pickle.loads(messages.get())
    importlib.import_module(needed)
    while True:
        send(outgoing, answer(messages.get()))


if __name__ == "__main__":
    main()
