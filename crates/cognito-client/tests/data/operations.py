"""Writes operations.json, beside this file, from the service models of botocore: `pip install botocore==1.44.5` first."""

import json
import pathlib

import botocore
from botocore.loaders import Loader

SERVICES = ["cognito-idp", "cognito-identity"]
SCALARS = ["boolean", "integer", "timestamp", "map"]


def main():
    data = {"botocore": botocore.__version__}
    data |= {service: operations(Loader().load_service_model(service, "service-2")) for service in SERVICES}
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def operations(model):
    """What can be called without AWS credentials, and every structure and enumeration in it."""
    shapes, structures, enums = model["shapes"], {}, {}

    def kind(name):
        shape = shapes[name]
        if shape["type"] == "structure" and shape.get("document"):
            return "document"
        if shape["type"] == "structure":
            if name not in structures:
                structures[name] = {}
                structures[name] = structure(name)
            return name
        if shape["type"] == "list":
            return f"[{kind(shape['member']['shape'])}]"
        if shape["type"] == "string" and "enum" in shape:
            enums[name] = shape["enum"]
            return name
        return shape["type"] if shape["type"] in SCALARS else "string"

    def structure(name):
        shape = shapes[name]
        members = {member: kind(reference["shape"]) for member, reference in shape["members"].items()}
        return {"members": members, "required": shape.get("required", [])}

    nothing = {"members": {}, "required": []}
    called = {}
    for name, operation in sorted(model["operations"].items()):
        if operation.get("authtype") == "none":
            called[name] = {
                "request": structure(operation["input"]["shape"]),
                "response": structure(operation["output"]["shape"]) if "output" in operation else nothing,
                "exceptions": sorted({error["shape"] for error in operation["errors"]}),
            }
    return {"operations": called, "structures": dict(sorted(structures.items())), "enums": dict(sorted(enums.items()))}


main()
