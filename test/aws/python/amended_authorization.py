"""What MiniStack 1.5.19 lacks of IAM's evaluation, as far as Ambit's roles are written with it.

- Condition keys of DynamoDB, EventBridge, S3, KMS and STS: `dynamodb:LeadingKeys`, `events:source`, `s3:prefix`,
  `kms:SigningAlgorithm`, `sts:RoleSessionName`, `aws:PrincipalArn` as the ARN of the role, `aws:SecureTransport` true,
  and the ids of organizations, to one of which (AMBIT_TEST_ORGANIZATION) all accounts belong.
- A transaction of DynamoDB is authorized by what it does to each item, a batch of SQS as what it does to each message,
  and a schedule also as `iam:PassRole`.
- Conditions and denies of trust policies.
"""

import contextvars
import json
import logging
import os
import re

from ministack.core import iam_actions, iam_evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.services import dynamodb, iam

logger = logging.getLogger("authorization")

_request = contextvars.ContextVar("request", default=None)
_extract_iam_action, _enforce = iam_actions.extract_iam_action, iam_evaluator.enforce
_resolve_condition_key, _trusts = iam_evaluator._resolve_condition_key, iam_evaluator.evaluate_trust_policy

TRANSACTED = {
    "Put": "dynamodb:PutItem",
    "Update": "dynamodb:UpdateItem",
    "Delete": "dynamodb:DeleteItem",
    "ConditionCheck": "dynamodb:ConditionCheckItem",
    "Get": "dynamodb:GetItem",
}
EQUALS = re.compile(r"(#?\w+)\s*=\s*(:\w+)")


def remember_request(service, method, path, headers, body, params):
    _request.set((service, body, params))
    return _extract_iam_action(service, method, path, headers, body, params)


def enforce(access_key, action, service, region, resource_arn="*", service_context=None):
    for each, context in asked_by(action, service):
        arn = context.pop("resource", resource_arn)
        arn = arn.replace(":schedule/default/", f":schedule/{context.pop('group', 'default')}/")
        context = {**(service_context or {}), **context}
        denied = _enforce(access_key, each, service, region, resource_arn=arn, service_context=context)
        if denied:
            logger.warning("denied: %s on %s with %s", each, arn, context)
            return denied
    return None


def asked_by(action, service):
    """The actions that a request is authorized as, each with its condition keys; also `resource` or `group` of a schedule."""
    asked, body, params = _request.get() or (None, b"", {})
    if service == "sqs":
        return [(action.removesuffix("Batch"), {})]
    if asked != service:
        return [(action, {})]
    if service == "s3":
        prefix = params.get("prefix")
        return [(action, {} if prefix is None else {"s3:prefix": prefix[0] if isinstance(prefix, list) else prefix})]
    try:
        call = json.loads(body or b"{}")
    except ValueError:
        return [(action, {})]
    if service == "dynamodb":
        return asked_of_table(action, call)
    if service == "events" and action == "events:PutEvents":
        return [(action, {"events:source": entry.get("Source", "")}) for entry in call.get("Entries", [])]
    if service == "kms" and action == "kms:Sign":
        return [(action, {"kms:SigningAlgorithm": call.get("SigningAlgorithm")})]
    if service == "scheduler" and action in ("scheduler:CreateSchedule", "scheduler:UpdateSchedule"):
        role = call.get("Target", {}).get("RoleArn", "")
        passed = {"resource": role, "iam:PassedToService": "scheduler.amazonaws.com"}
        return [(action, {"group": call.get("GroupName", "default")}), ("iam:PassRole", passed)]
    return [(action, {})]


def asked_of_table(action, call):
    if "TransactItems" in call:
        parts = [(kind, item) for each in call["TransactItems"] for kind, item in each.items()]
        return [
            (TRANSACTED[kind], {"resource": table_arn(item), "dynamodb:LeadingKeys": leading_keys(item)})
            for kind, item in parts
        ]
    keys = leading_keys(call)
    return [(action, {"dynamodb:LeadingKeys": keys} if keys else {})]


def table_arn(item):
    return f"arn:aws:dynamodb:{get_region()}:{get_account_id()}:table/{item['TableName'].rsplit('/', 1)[-1]}"


def leading_keys(call):
    """The partition keys that a request names: of an item, of a query's condition, or of the items of a batch."""
    if "RequestItems" in call:
        return [key for table, asked in call["RequestItems"].items() for key in keys_of_batch(table, asked)]
    name = partition_key(call.get("TableName", ""))
    if "KeyConditionExpression" in call:
        names, values = call.get("ExpressionAttributeNames", {}), call.get("ExpressionAttributeValues", {})
        found = EQUALS.findall(call["KeyConditionExpression"])
        return [text(values.get(value)) for attribute, value in found if names.get(attribute, attribute) == name]
    item = call.get("Item") or call.get("Key") or {}
    return [text(item[name])] if name in item else []


def keys_of_batch(table, asked):
    name = partition_key(table)
    if isinstance(asked, dict):
        return [text(key.get(name)) for key in asked.get("Keys", [])]
    puts = [each.get("PutRequest", {}).get("Item") or each.get("DeleteRequest", {}).get("Key", {}) for each in asked]
    return [text(item.get(name)) for item in puts]


def partition_key(table):
    known = dynamodb._tables.get(table.rsplit("/", 1)[-1]) or {}
    return next((key["AttributeName"] for key in known.get("KeySchema", []) if key["KeyType"] == "HASH"), None)


def text(value):
    return str(next(iter((value or {}).values()), ""))


def resolve_condition_key(key, context):
    if key.lower() == "aws:securetransport":
        return "true"
    if key.lower() in ("aws:principalorgid", "aws:resourceorgid"):
        return os.environ.get("AMBIT_TEST_ORGANIZATION")
    found = _resolve_condition_key(key, context)
    if key.lower() != "aws:principalarn" or ":assumed-role/" not in found:
        return found
    _, _, _, _, account, session = found.split(":", 5)
    role = iam._roles.get_scoped(account, None, session.split("/")[1])
    return role["Arn"] if role else found


def trusts(document, caller):
    """Whether a trust policy lets a caller in, with its conditions and denies."""
    policy = json.loads(document) if isinstance(document, str) else document
    _, _, params = _request.get() or (None, None, {})
    session = params.get("RoleSessionName", "")
    context = iam_evaluator.EvalContext(
        principal_arn=caller,
        principal_type="AssumedRole",
        principal_account=caller.split(":")[4],
        action="sts:AssumeRole",
        resource_arn="*",
        region="",
        service_context={"sts:rolesessionname": session[0] if isinstance(session, list) else session},
    )

    def matches(statement):
        alone = {"Statement": [{**statement, "Effect": "Allow"}]}
        return _trusts(alone, caller) and iam_evaluator._conditions_met(statement.get("Condition", {}), context)

    effects = {statement["Effect"] for statement in policy["Statement"] if matches(statement)}
    return effects == {"Allow"}


def amend() -> None:
    iam_actions.extract_iam_action = remember_request
    iam_evaluator.enforce = enforce
    iam_evaluator._resolve_condition_key = resolve_condition_key
    iam_evaluator.evaluate_trust_policy = trusts
