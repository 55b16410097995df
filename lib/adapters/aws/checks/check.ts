import { operatorRefusal, describeRefusal } from '../operator-fault.ts';

/** What one look at a part of AWS came to. */
export interface Check {
  /** What was looked at: `rules eu-west-1`. */
  readonly name: string;
  readonly verdict: 'ok' | 'warning' | 'problem';
  /** What was found. */
  readonly says: string;
  /** What to do about it; undefined: nothing. */
  readonly todo: string | undefined;
}

/** A look at one part. */
export interface Look {
  readonly name: string;
  readonly look: () => Promise<Check | readonly Check[]>;
}

/** All is as it should be. */
export function fine(name: string, says: string): Check {
  return { name, verdict: 'ok', says, todo: undefined };
}

/** Something works less well than it could. */
export function warning(name: string, says: string, todo: string): Check {
  return { name, verdict: 'warning', says, todo };
}

/** Something does not work. */
export function problem(name: string, says: string, todo: string): Check {
  return { name, verdict: 'problem', says, todo };
}

/**
 * Does one look after the other. One that AWS does not allow is a warning, since nothing is known then; one that fails in
 * another way is a problem. Credentials that are worth nothing are a fault: no look would find anything out.
 */
export async function* checksOf(looks: readonly Look[]): AsyncGenerator<Check> {
  for (const { name, look } of looks) {
    const checks = await look().catch((fault: unknown) => notSeen(name, fault));
    yield* Array.isArray(checks) ? checks : [checks];
  }
}

function notSeen(name: string, fault: unknown): Check {
  const refusal = operatorRefusal(fault);
  if (refusal?.code === 'DENIED') {
    return warning(name, 'it could not be looked at', `look with a --profile that may; ${refusal.detail}`);
  }
  if (refusal !== undefined && refusal.code !== 'UNREACHABLE') throw fault;
  const detail = refusal === undefined ? messageOf(fault) : describeRefusal(refusal);
  return problem(name, `looking at it failed: ${detail}`, 'see whether it is there, and deploy again if it is not');
}

function messageOf(fault: unknown): string {
  return fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault);
}
