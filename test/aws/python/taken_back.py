"""Makes calls and takes them back by the commands that people are given, and looks what there is before and after.

Reads a list of trials as JSON: {"service", "setup", "made", "look", "command"}. The first three are calls, an operation of
botocore and its parameters each; `setup` is a list of them. `@Name@` stands for the text that a call before answered under that name.
Writes for each trial what `look` answers before the call is made, after it, and after the command.
"""

import json
import shlex
import sys

import botocore.exceptions
import botocore.session

import aws_cli

SESSION = botocore.session.get_session()


def texts_in(answer):
    """Every text of an answer, by the name of its member."""
    if isinstance(answer, list):
        return {name: text for each in answer for name, text in texts_in(each).items()}
    if not isinstance(answer, dict):
        return {}
    own = {name: text for name, text in answer.items() if isinstance(text, str)}
    return {**{name: text for each in answer.values() for name, text in texts_in(each).items()}, **own}


def with_texts(value, known):
    if isinstance(value, dict):
        return {name: with_texts(each, known) for name, each in value.items()}
    if isinstance(value, list):
        return [with_texts(each, known) for each in value]
    if isinstance(value, str):
        for name, text in known.items():
            value = value.replace(f"@{name}@", text)
    return value


class Trial:
    def __init__(self, service):
        self.client = SESSION.create_client(service)
        self.known = {}

    def call(self, operation, parameters):
        try:
            answer = getattr(self.client, operation)(**with_texts(parameters, self.known))
        except botocore.exceptions.ClientError as error:
            return {"refused": error.response["Error"]["Code"]}
        answer.pop("ResponseMetadata", None)
        self.known.update(texts_in(answer))
        return answer


def before_and_after(service, setup, made, look, command):
    trial = Trial(service)
    for each in setup:
        trial.call(*each)
    before = trial.call(*look)
    trial.call(*made)
    after = trial.call(*look)
    aws_cli.run(*with_texts(shlex.split(command), trial.known)[1:])
    return {"before": before, "made": after, "back": trial.call(*look)}


json.dump([before_and_after(**trial) for trial in json.load(sys.stdin)], sys.stdout, default=str)
