"""Says what AWS's models of its services have of operations: reads [{"source", "name"}] as JSON, writes one answer for each.

An operation is looked for in every service whose endpoint or signature has the source's name. An answer has the services
that have it, each with the members of its request and of its response and the names of its errors, or none of them.
"""

import json
import re
import sys

from botocore.loaders import Loader

DEEPEST = 6


def member_name(model, name, member):
    # EC2 answers in XML under other names than its requests have
    is_ec2 = model["metadata"]["protocol"] == "ec2"
    return member.get("locationName", name) if is_ec2 and "queryName" not in member else name


def described(model, name, depth=0):
    shape = model["shapes"][name]
    kind = shape["type"]
    if depth == DEEPEST:
        return {"type": "cut"}
    if kind == "structure":
        members = {
            member_name(model, each, member): described(model, member["shape"], depth + 1)
            for each, member in shape.get("members", {}).items()
        }
        return {"type": "structure", "members": members, "required": shape.get("required", [])}
    if kind == "list":
        return {"type": "list", "of": described(model, shape["member"]["shape"], depth + 1)}
    if kind == "string":
        return {"type": "string", "values": shape.get("enum", [])}
    return {"type": kind}


def version_free(name):
    return re.sub(r"(\d{8}|\d{4}_\d{2}_\d{2})(v\d+)?$", "", name)


def answers(questions):
    loader = Loader()
    services = {}
    for service in loader.list_available_services("service-2"):
        model = loader.load_service_model(service, "service-2")
        metadata = model["metadata"]
        for label in {metadata.get("endpointPrefix"), metadata.get("signingName")}:
            services.setdefault(label, []).append((service, model))
    for question in questions:
        found = []
        for service, model in services.get(question["source"], []):
            for name, operation in model["operations"].items():
                if version_free(name) != question["name"]:
                    continue
                parts = {
                    part: described(model, operation[part]["shape"])
                    for part in ("input", "output")
                    if part in operation
                }
                refusals = [error["shape"] for error in operation.get("errors", [])]
                protocol = model["metadata"]["protocol"]
                found.append({"service": service, "protocol": protocol, "refusals": refusals, **parts})
        yield {**question, "found": found}


if __name__ == "__main__":
    json.dump(list(answers(json.load(sys.stdin))), sys.stdout)
