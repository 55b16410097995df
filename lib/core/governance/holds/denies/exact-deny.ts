import { denyExcess } from '../../../access/deny-excess.ts';
import type { NoExactDeny } from '../../../access/deny-exactly.ts';
import type { PolicySet } from '../../../access/policy-set.ts';
import type { JsonObject } from '../../../json.ts';
import { err, type Result } from '../../../result.ts';

/** What a deny of exactly the excess is made of. */
export interface Denied {
  /** What the principal holds; undefined: it is not known. */
  readonly granted: PolicySet | undefined;
  /** What it is to be within; undefined: the excess is not one of what its policies allow. */
  readonly limits: readonly PolicySet[] | undefined;
  /** Characters that the deny may take. */
  readonly room: number;
}

/** What denies a principal exactly what it holds beyond limits; else why not. */
export function exactDeny({ granted, limits, room }: Denied): Result<JsonObject, string> {
  if (limits === undefined || granted === undefined) {
    return err('the excess is not one of what the policies of the principal allow');
  }
  const made = denyExcess(granted, limits, room);
  if (!made.ok) return err(whyNoDeny(made.error));
  const { Statement: statements } = made.value;
  return Array.isArray(statements) && statements.length === 0 ? err('there is nothing of it to deny') : made;
}

function whyNoDeny(refusal: NoExactDeny): string {
  switch (refusal.code) {
    case 'NOT_EXPRESSIBLE':
      return `IAM has no words for the opposite of ${refusal.what}`;
    case 'NOT_PROVED':
      return `it is not proved: ${refusal.why}`;
    case 'TOO_LARGE':
      return `it takes ${refusal.characters} characters, and there is room for ${refusal.most}`;
  }
}
