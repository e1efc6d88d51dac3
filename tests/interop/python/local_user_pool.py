"""A local user pool in a process of its own: the binary that LOCAL_USER_POOL names."""

import json
import os
import re
import subprocess
import tempfile
import urllib.parse
import urllib.request

POOL_ID = "us-east-1_LocalPool1"
CLIENT_ID = "4localuserpoolclient000001"


class LocalUserPool:
    """Starts the binary on a free port; the first line that it prints says which. `settings` are TOML."""

    def __init__(self, settings="", **environment):
        with tempfile.NamedTemporaryFile("w", suffix=".toml", encoding="utf-8") as file:
            file.write(settings)
            file.flush()
            command = [os.environ["LOCAL_USER_POOL"], "--port", "0", "--config", file.name, "--test-control"]
            self._process = subprocess.Popen(
                command, stdout=subprocess.PIPE, text=True, env={**os.environ, **environment}
            )
            line = self._process.stdout.readline()
        port = re.search(r":(\d+)$", line.strip())
        if port is None:
            self.stop()
            raise RuntimeError(f"no address in {line!r}")
        # By number: localhost may be ::1 first, and the pool is on 127.0.0.1 alone.
        self.endpoint = f"http://127.0.0.1:{port.group(1)}"

    def stop(self):
        self._process.terminate()
        self._process.communicate()

    def get(self, path):
        """A document of the pool."""
        with urllib.request.urlopen(f"{self.endpoint}{path}", timeout=30) as answer:
            return json.load(answer)

    def messages(self, address):
        """What was sent to an address or number, oldest first."""
        return self.get(f"/test-control/messages?{urllib.parse.urlencode({'to': address})}")

    def last_code(self, address, kind):
        """The code sent last to an address or number; it must be of that kind."""
        message = self.messages(address)[-1]
        assert message["kind"] == kind, message
        return message["code"]
