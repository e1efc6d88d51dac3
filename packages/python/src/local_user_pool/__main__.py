"""The program itself: `local-user-pool`, or `python -m local_user_pool`."""

import os
import sys

from .binary import binary


def main() -> None:
    try:
        program = binary()
    except RuntimeError as error:
        sys.exit(f"local-user-pool: {error}")
    os.execv(program, [program, *sys.argv[1:]])


if __name__ == "__main__":
    main()
