"""What keeps MiniStack 1.5.19 from answering many calls at once.

- The one query that Ambit makes is not taken apart anew for each item of its partition.
- A function may be given more than ten messages of a queue at once.
"""

from ministack.services import dynamodb, sqs

_evaluate_condition = dynamodb._evaluate_condition
RANGE = "pk = :pk AND sk BETWEEN :from AND :to"


def evaluate_condition(expression, item, values, names, **slot):
    if expression != RANGE:
        return _evaluate_condition(expression, item, values, names, **slot)
    # sort keys of Ambit are ASCII, which sorts as its bytes do
    return item["pk"] == values[":pk"] and values[":from"]["S"] <= item["sk"]["S"] <= values[":to"]["S"]


def receive_for_function(queue_url, most):
    with sqs._queues_lock:
        queue = sqs._get_q(queue_url)
        sqs._dlq_sweep(queue)
        return sqs._collect_msgs(queue, int(most), int(queue["attributes"].get("VisibilityTimeout", "30")))


def amend() -> None:
    dynamodb._evaluate_condition = evaluate_condition
    sqs._receive_messages_for_esm = receive_for_function
