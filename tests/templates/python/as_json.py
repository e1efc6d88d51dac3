"""Prints a CloudFormation template as JSON, with its functions written out, as cfn-lint itself reads it."""

import json
import sys

from cfnlint.decode import decode

template, problems = decode(sys.argv[1])
if problems:
    sys.exit("\n".join(str(problem) for problem in problems))
print(json.dumps(template))
