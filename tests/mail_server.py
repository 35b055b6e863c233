"""A mail server on a port of its own, for as long as a `with` lasts."""

import socket
import threading
import time

AT_ONCE = {"DATA": b"354 go on\r\n", "QUIT": b"221 bye\r\n"}


class MailServer(threading.Thread):
    """Says “taken” so many seconds after it got a mail; `got` holds the bytes of each."""

    def __init__(self, seconds: float = 0):
        super().__init__(daemon=True)
        self.seconds, self.got = seconds, []
        self.door = socket.create_server(("127.0.0.1", 0))
        self.host, self.port = self.door.getsockname()

    def run(self) -> None:
        while True:
            try:
                caller, _ = self.door.accept()
            except OSError:  # closed
                return
            with caller, caller.makefile("rb") as lines:
                self.talk(caller, lines)

    def talk(self, caller: socket.socket, lines) -> None:
        caller.sendall(b"220 slow\r\n")
        for line in lines:
            word = line.decode().strip().upper()
            caller.sendall(AT_ONCE.get(word, b"250 so be it\r\n"))
            if word == "DATA":
                self.got.append(b"".join(iter(lines.readline, b".\r\n")))
                time.sleep(self.seconds)
                caller.sendall(b"250 taken\r\n")

    def __enter__(self) -> "MailServer":
        self.start()
        return self

    def __exit__(self, *_) -> None:
        self.door.shutdown(socket.SHUT_RDWR)
        self.door.close()
        self.join(5)
