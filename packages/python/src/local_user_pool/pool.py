"""A user pool for a test: the program in a process of its own, and its test control."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
import threading
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any, Mapping, Sequence

from .binary import binary


@dataclass(frozen=True)
class Message:
    """A message that was not sent but kept."""

    to: str
    """The address or number."""
    medium: str
    """EMAIL or SMS."""
    username: str
    """The real user name."""
    kind: str
    """What it is for: sign_up_code, mfa_code, sign_in_code, password_reset_code, temporary_password,
    attribute_verification_code."""
    code: str
    """Digits, or a temporary password."""
    link: str | None
    """The address that does the same as the code."""
    subject: str | None
    """Of a mail."""
    body: str
    """What it says; that of a mail may be HTML."""
    at: str
    """When it was sent: ISO 8601, UTC."""
    user_pool_id: str

    @classmethod
    def _of(cls, told: Mapping[str, Any]) -> Message:
        """Of what the program tells: another version of it may tell more."""
        return cls(**{field.name: told.get(field.name) for field in fields(cls)})


class LocalUserPool:
    """A user pool on a free port of this machine. It ends with this process, if nothing ends it before.

    settings is TOML with the settings of the pool, its client and its users; config a file with such. Without either there
    is one user, demo@example.com. state is the file that keeps everything over restarts; arguments are further options of
    the program (`local-user-pool --help`), environment further variables of its.
    """

    endpoint: str
    """The endpoint of the API, and of managed login: http://127.0.0.1:PORT."""
    user_pool_id: str
    client_id: str

    def __init__(
        self,
        settings: str | None = None,
        *,
        config: str | os.PathLike[str] | None = None,
        state: str | os.PathLike[str] | None = None,
        port: int = 0,
        arguments: Sequence[str] = (),
        environment: Mapping[str, str] | None = None,
    ) -> None:
        if settings is not None and config is not None:
            raise ValueError("give either settings or config")
        command = [binary(), "--port", str(port), "--test-control", "--stop-with-stdin", *arguments]
        if state is not None:
            command += ["--state", os.fspath(state)]
        with tempfile.TemporaryDirectory(prefix="local-user-pool-") as directory:
            if settings is not None:
                config = Path(directory, "settings.toml")
                config.write_text(settings, encoding="utf-8")
            if config is not None:
                command += ["--config", os.fspath(config)]
            self._start(command, {**os.environ, **(environment or {})})

    def _start(self, command: list[str], environment: Mapping[str, str]) -> None:
        # Its input closes when this process ends, however it ends.
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline().strip()
        address = re.search(r":(\d+)$", line)
        if address is None:
            self.stop()
            raise RuntimeError(f"{command[0]} ended with {self._process.returncode} before it listened")
        # What else it prints is not wanted, and must not stop it.
        threading.Thread(target=self._process.stdout.read, daemon=True).start()
        # By number: localhost may be ::1 first.
        self.endpoint = f"http://127.0.0.1:{address.group(1)}"
        ready = self._call("GET", "/ready")
        self.user_pool_id, self.client_id = ready["user_pool_id"], ready["client_id"]

    def inbox(
        self,
        *,
        to: str | None = None,
        kind: str | None = None,
        username: str | None = None,
        user_pool_id: str | None = None,
        wait: float | None = None,
    ) -> list[Message]:
        """The messages that were sent, oldest first; with wait, in seconds, as soon as there is one."""
        wanted = {"to": to, "kind": kind, "username": username, "user_pool_id": user_pool_id, "wait": wait}
        query = urllib.parse.urlencode({name: value for name, value in wanted.items() if value is not None})
        return [Message._of(message) for message in self._control("GET", f"/messages?{query}")]

    def last_code(self, to: str, *, kind: str | None = None, wait: float = 5) -> str:
        """The code that was sent last to an address or number; waits for the first one, in seconds."""
        messages = self.inbox(to=to, kind=kind, wait=wait)
        if not messages:
            raise LookupError(f"no {kind or 'message'} was sent to {to}")
        return messages[-1].code

    def remove_messages(
        self,
        *,
        to: str | None = None,
        kind: str | None = None,
        username: str | None = None,
        user_pool_id: str | None = None,
    ) -> None:
        """Removes messages."""
        wanted = {"to": to, "kind": kind, "username": username, "user_pool_id": user_pool_id}
        query = urllib.parse.urlencode({name: value for name, value in wanted.items() if value is not None})
        self._control("DELETE", f"/messages?{query}")

    def reset(self) -> None:
        """Makes everything as it was at the start: pools, users, messages, time, codes, faults."""
        self._control("POST", "/reset")

    def snapshot(self, name: str) -> None:
        """Keeps pools, users, tokens and messages as they are now, under a name, until the pool stops."""
        self._control("PUT", f"/snapshots/{urllib.parse.quote(name, safe='')}")

    def restore(self, name: str) -> None:
        """Comes back to what was kept under a name. Sign-ins that are under way are over."""
        self._control("POST", f"/snapshots/{urllib.parse.quote(name, safe='')}/restore")

    def advance(self, seconds: int) -> None:
        """Moves the pool's time forward."""
        self._control("POST", "/clock/advance", {"seconds": seconds})

    def set_time(self, time: datetime | None = None) -> None:
        """Sets the pool's time; without one it is this machine's again."""
        if time is None:
            self._control("DELETE", "/clock")
        else:
            self._control("PUT", "/clock", {"now": int(time.timestamp())})

    def fix_code(self, code: str | None = None) -> None:
        """Makes every code that is sent from now on this one, 6 to 8 digits; without one they are random again."""
        if code is None:
            self._control("DELETE", "/code")
        else:
            self._control("PUT", "/code", {"code": code})

    def fault(
        self, fault: str, *, operation: str | None = None, calls: int | None = 1, milliseconds: int | None = None
    ) -> None:
        """Lets the next calls of an operation end with "throttle" or "internal_error", or wait with "delay".

        Without an operation every one; calls is how many, None for all from now on.
        """
        body = {"operation": operation, "fault": fault, "calls": calls, "milliseconds": milliseconds}
        self._control("POST", "/faults", body)

    def clear_faults(self) -> None:
        """Forgets the faults that have not come yet."""
        self._control("DELETE", "/faults")

    def client(self, service: str = "cognito-idp", **arguments: Any) -> Any:
        """boto3's client for this pool, with keys that mean nothing. It needs boto3."""
        import boto3

        defaults = {
            "endpoint_url": self.endpoint,
            "region_name": self.user_pool_id.split("_", 1)[0],
            "aws_access_key_id": "local",
            "aws_secret_access_key": "local",
        }
        return boto3.client(service, **{**defaults, **arguments})

    def stop(self) -> None:
        """Ends it."""
        if self._process.poll() is None:
            self._process.terminate()
        self._process.wait()
        assert self._process.stdin is not None
        self._process.stdin.close()

    def __enter__(self) -> LocalUserPool:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _control(self, method: str, path: str, body: object = None) -> Any:
        return self._call(method, f"/test-control{path}", body)

    def _call(self, method: str, path: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self.endpoint + path, data, {"content-type": "application/json"} if data else {}, method=method
        )
        try:
            # Past any proxy: it is on this machine.
            with _DIRECT.open(request, timeout=90) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                raise RuntimeError(f"{method} {path}: {json.load(error)['message']}") from None


_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
