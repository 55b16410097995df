/** A rule of EventBridge that picks calls from those that CloudTrail records. */
export interface PickingRule {
  /** Unique among the rules of a Region: `iam`, `compute`. */
  readonly name: string;
  readonly description: string;
  /** In EventBridge's pattern language. */
  readonly pattern: object;
  /** Whether calls that only read come to it as well; EventBridge leaves them out unless it is asked for them. */
  readonly reads: 'left-out' | 'included';
  /** That they may wait, in a queue of their own; absent: they go to the queue of calls. */
  readonly lane?: 'sessions';
}

/** Most characters of a pattern. Source: EventBridge quotas, "Event pattern size". */
export const LARGEST_PATTERN = 2048;

/** The pattern, where it is not too large for EventBridge; a fault if it is. */
export function fitting({ name, pattern }: PickingRule): object {
  const size = JSON.stringify(pattern).length;
  if (size <= LARGEST_PATTERN) return pattern;
  throw new RangeError(
    `the pattern of the rule "${name}" has ${size} characters; EventBridge takes ${LARGEST_PATTERN}`,
  );
}

/** The state of a rule that is switched on. Source: EventBridge API reference, PutRule. */
export function stateOf({ reads }: PickingRule): string {
  switch (reads) {
    case 'left-out':
      return 'ENABLED';
    case 'included':
      return 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
  }
}
