import type { Call } from './call.ts';

/** Whether a value that was stored is a call: the parts that others rely on are looked at, the rest is as it was written. */
export function isCall(value: unknown): value is Call {
  if (!isObject(value)) return false;
  const { id, account, source, name, time, actor, change } = value;
  return (
    [id, account, source, name].every((text) => typeof text === 'string') &&
    typeof time === 'number' &&
    isObject(actor) &&
    isObject(change) &&
    (change['kind'] === 'access' || Array.isArray(change['resources']))
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
