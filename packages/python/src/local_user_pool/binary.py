"""Where the program is."""

import os
import platform
import sys
from pathlib import Path

_ARCHITECTURES = {"x86_64": "x64", "AMD64": "x64", "aarch64": "arm64", "arm64": "arm64"}


def binary() -> str:
    """The path of the program: what LOCAL_USER_POOL_BINARY names, or the one in this package for this machine."""
    named = os.environ.get("LOCAL_USER_POOL_BINARY")
    if named:
        return named
    machine = f"{sys.platform}-{_ARCHITECTURES.get(platform.machine(), platform.machine())}"
    file = Path(__file__).parent / "binaries" / machine / "local-user-pool"
    if not file.is_file():
        raise RuntimeError(
            f"local-user-pool has no program for {machine} in this package. Build it (cargo build --profile "
            "pool-release -p local-user-pool) and let LOCAL_USER_POOL_BINARY name it."
        )
    # Wheels do not keep who may run a file everywhere.
    if not os.access(file, os.X_OK):
        file.chmod(0o755)
    return str(file)
