"""Writes what the local user pool needs of botocore's service models: operations, their members, and the limits of these.

    pip download --no-deps botocore && python3 reduce.py botocore-*.whl

botocore is Apache-2.0; its models are AWS's own description of the API. Words for people are left out, and so are answers.
"""

import gzip
import json
import pathlib
import sys
import zipfile

SERVICES = {"cognito-idp": "2016-04-18", "cognito-identity": "2014-06-30"}
LIMITS = ("min", "max", "pattern", "enum", "sensitive", "document")


def reduced(shape):
    kept = {"type": shape["type"]} | {name: shape[name] for name in LIMITS if name in shape}
    if shape["type"] == "structure":
        kept["members"] = {name: member["shape"] for name, member in shape["members"].items()}
        if shape.get("required"):
            kept["required"] = shape["required"]
    elif shape["type"] == "list":
        kept["member"] = shape["member"]["shape"]
    elif shape["type"] == "map":
        kept["key"], kept["value"] = shape["key"]["shape"], shape["value"]["shape"]
    return kept


def reachable(shapes, names):
    found, todo = {}, list(names)
    while todo:
        name = todo.pop()
        if name not in found:
            found[name] = reduced(shapes[name])
            inner = found[name]
            todo += [*inner.get("members", {}).values(), *(inner[of] for of in ("member", "key", "value") if of in inner)]
    return dict(sorted(found.items()))


def main(wheel):
    archive = zipfile.ZipFile(wheel)
    version = pathlib.Path(wheel).name.split("-")[1]
    for service, date in SERVICES.items():
        path = f"botocore/data/{service}/{date}/service-2.json.gz"
        model = json.loads(gzip.decompress(archive.read(path)))
        operations = {}
        for name, operation in sorted(model["operations"].items()):
            operations[name] = {"input": operation["input"]["shape"]}
            if operation.get("authtype") == "none":
                operations[name]["public"] = True
        written = {
            "source": f"botocore {version}, {path}, reduced by reduce.py",
            "target": model["metadata"]["targetPrefix"],
            "operations": operations,
            "shapes": reachable(model["shapes"], [operation["input"] for operation in operations.values()]),
        }
        # An entry a line: what another version changes can be read.
        lines = json.dumps(written, ensure_ascii=False, separators=(",", ":"), indent=None)
        text = lines.replace('},"', '},\n"')
        pathlib.Path(__file__).with_name(f"{service}.json").write_text(text + "\n", encoding="utf-8")


main(sys.argv[1])
