"""Names the machine that the program in the wheel is for."""

from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# Linked statically: it asks nothing of the system's C library, whichever that is.
TAGS = {
    "linux-x64": "manylinux_2_17_x86_64.musllinux_1_1_x86_64",
    "linux-arm64": "manylinux_2_17_aarch64.musllinux_1_1_aarch64",
}


class Machine(BuildHookInterface):
    def initialize(self, version, build_data):
        machines = [path.name for path in Path(self.root, "src/local_user_pool/binaries").iterdir()]
        if len(machines) != 1:
            raise RuntimeError(f"a wheel is for one kind of machine, not for {machines}")
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{TAGS[machines[0]]}"
