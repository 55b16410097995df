"""Stands in for the AWS CLI where it is not installed, as far as commands are written that release a hold.

Usage: aws_cli.py SERVICE OPERATION OPTION... The names of operations and options are those of botocore, of which the AWS
CLI is made: an option that the API does not have is an error, as it is there.
"""

import json
import sys

import botocore.session
from botocore import xform_name

SERVICES = {"s3api": "s3"}


def options_in(words):
    """Each option with its values, in order."""
    options = []
    for word in words:
        if word.startswith("--"):
            name, equals, value = word[2:].partition("=")
            options.append((name, [value] if equals else []))
        else:
            options[-1][1].append(word)
    return options


def value_of(shape, values):
    if shape.type_name == "boolean":
        return True
    if shape.type_name == "list":
        return json.loads(values[0]) if values[0].startswith("[") else values
    [value] = values
    return json.loads(value) if shape.type_name in ("structure", "map") else value


def run(service, operation, *words):
    """Makes the call, and returns what it answers."""
    options = options_in(words)
    region = next((values[0] for option, values in options if option == "region"), None)
    client = botocore.session.get_session().create_client(SERVICES.get(service, service), region_name=region)
    model = client.meta.service_model
    name = next(each for each in model.operation_names if xform_name(each, "-") == operation)
    shapes = {xform_name(each, "-"): (each, shape) for each, shape in model.operation_model(name).input_shape.members.items()}
    parameters = {}
    for option, values in options:
        if option == "region":
            continue
        if option.startswith("no-") and option not in shapes:
            parameters[shapes[option.removeprefix("no-")][0]] = False
        else:
            member, shape = shapes[option]
            parameters[member] = value_of(shape, values)
    return getattr(client, xform_name(name))(**parameters)


if __name__ == "__main__":
    print(json.dumps(run(*sys.argv[1:]), default=str))
