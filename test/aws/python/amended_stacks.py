"""What CloudFormation of MiniStack 1.5.19 leaves out of Ambit's stacks.

- Buckets get their Object Lock, tables their point-in-time recovery.
- Alarms that calculate are made, and never go off.
- Policies of buses and organizations, hooks and stack sets are known, and nobody looks at them. `DescribeType` knows the hooks.
"""

from ministack.core.responses import get_account_id, get_region
from ministack.services import dynamodb, s3
from ministack.services.cloudformation import handlers, helpers, provisioners

HOOK = "AWS::CloudFormation::LambdaHook"
KEPT_ONLY = ("AWS::Events::EventBusPolicy", HOOK, "AWS::CloudFormation::StackSet", "AWS::Organizations::Policy")

_resources = provisioners._RESOURCE_HANDLERS
_alarm_record = provisioners._cw_metric_alarm_record
_hooks = set()


def alarm_record(name, props):
    if not props.get("Metrics"):
        return _alarm_record(name, props)
    others = {key: value for key, value in props.items() if key != "Metrics"}
    return _alarm_record(name, {**others, "Namespace": "calculated", "MetricName": name})


def with_addition(make, add):
    """What makes a resource of a stack, and then adds to it what its properties say."""

    def made(logical_id, props, stack_name):
        name, attributes = make(logical_id, props, stack_name)
        add(name, props)
        return name, attributes

    return made


def lock(bucket, props):
    if not props.get("ObjectLockEnabled"):
        return
    retention = props.get("ObjectLockConfiguration", {}).get("Rule", {}).get("DefaultRetention")
    period = retention and {key: value if key == "Mode" else int(value) for key, value in retention.items()}
    s3._bucket_object_lock[bucket] = {"enabled": True, "default_retention": period}
    s3._bucket_versioning[bucket] = "Enabled"


def recover(table, props):
    wanted = props.get("PointInTimeRecoverySpecification", {}).get("PointInTimeRecoveryEnabled")
    dynamodb._pitr_settings[table] = str(wanted).lower() == "true"


def keep(resource_type):
    def create(logical_id, props, stack_name):
        name = f"{stack_name}-{logical_id}"
        if resource_type == HOOK:
            _hooks.add((get_account_id(), get_region(), props["Alias"]))
        return name, {"Arn": name, "HookArn": name, "StackSetId": name}

    def delete(_physical_id, props):
        if resource_type == HOOK:
            _hooks.discard((get_account_id(), get_region(), props["Alias"]))

    return {"create": create, "delete": delete}


def describe_type(params):
    name = helpers._p(params, "TypeName")
    if (get_account_id(), get_region(), name) not in _hooks:
        return helpers._error("TypeNotFoundException", f"The type '{name}' cannot be found.")
    described = f"<TypeName>{name}</TypeName><Type>HOOK</Type><IsActivated>true</IsActivated>"
    return helpers._xml(200, "DescribeTypeResponse", f"<DescribeTypeResult>{described}</DescribeTypeResult>")


def amend() -> None:
    provisioners._cw_metric_alarm_record = alarm_record
    bucket, table = _resources["AWS::S3::Bucket"], _resources["AWS::DynamoDB::Table"]
    bucket["create"] = with_addition(bucket["create"], lock)
    table["create"] = with_addition(table["create"], recover)
    for resource_type in KEPT_ONLY:
        _resources[resource_type] = keep(resource_type)
    handlers._ACTION_HANDLERS["DescribeType"] = describe_type
