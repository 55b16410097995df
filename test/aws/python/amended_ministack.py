"""MiniStack, with what Ambit's stacks need of AWS and MiniStack 1.5.19 lacks.

- A rule may send events to the bus of another account or Region, one hop far. (The policy of the bus is not looked at.)
- A rule in the state for all management events matches; one that is just enabled does not see read-only calls.
- Schedules are looked at every second instead of every ten.
- `TestEventPatterns` asks TestEventPattern about each of many events with each of many patterns, in one request.
- What amended_authorization.py, amended_bursts.py and amended_stacks.py say.
"""

import json
import logging

import amended_authorization
import amended_bursts
import amended_stacks
from ministack.core.responses import (
    get_account_id,
    get_region,
    json_response,
    set_request_account_id,
    set_request_region,
)
from ministack.services import eventbridge, scheduler

logger = logging.getLogger("eventbridge")

SEES_EVERY_CALL = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"


def states_that_see(event):
    detail = json.loads(event.get("Detail") or "{}")
    is_read = isinstance(detail, dict) and detail.get("readOnly") is True
    return (SEES_EVERY_CALL,) if is_read else (SEES_EVERY_CALL, "ENABLED")


def dispatch_event(event, view=None):
    view = view or eventbridge._pattern_event_view(event)
    states = states_that_see(event)
    for key, rule in list(eventbridge._rules.items()):
        if rule["EventBusName"] != event["EventBusName"] or rule["State"] not in states or not rule["EventPattern"]:
            continue
        if eventbridge._matches_pattern_view(rule["EventPattern"], view, f"rule {key}"):
            for target in list(eventbridge._targets.get(key, [])):
                eventbridge._invoke_target(target, event, rule, view)


def send_to_bus(spec, event, _rule, _path, chosen_input=None):
    if event.get("_Forwarded"):
        logger.warning("an event that was forwarded once is not forwarded again to %s", spec)
        return
    account, region = get_account_id(), get_region()
    set_request_account_id(spec.account_id)
    set_request_region(spec.region)
    try:
        bus = spec.resource.removeprefix("event-bus/")
        if bus not in eventbridge._event_buses:
            logger.warning("there is no event bus %s", spec)
            return
        forwarded = {**event, "EventBusName": bus, "_Forwarded": True}
        if chosen_input is not None:
            forwarded["Detail"] = chosen_input
        dispatch_event(forwarded)
    finally:
        set_request_account_id(account)
        set_request_region(region)


_handle_request = eventbridge.handle_request


async def handle_request(method, path, headers, body, query_params):
    if headers.get("x-amz-target") == "AWSEvents.TestEventPatterns":
        return test_event_patterns(json.loads(body))
    return await _handle_request(method, path, headers, body, query_params)


def test_event_patterns(data):
    results = []
    for event in data["Events"]:
        answers = [eventbridge._test_event_pattern({"Event": event, "EventPattern": each}) for each in data["EventPatterns"]]
        refusal = next((answer for answer in answers if answer[0] != 200), None)
        if refusal:
            return refusal
        results.append([json.loads(body)["Result"] for _, _, body in answers])
    return json_response({"Results": results})


eventbridge.handle_request = handle_request
eventbridge._dispatch_event = dispatch_event
eventbridge._dispatch_to_event_bus = send_to_bus
scheduler._SCHEDULE_TICK_INTERVAL = 1
amended_authorization.amend()
amended_bursts.amend()
amended_stacks.amend()

if __name__ == "__main__":
    from ministack.app import main

    main()
