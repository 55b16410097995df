import { iamCallsIn } from '../../../account/plan-call.ts';
import type { Reason } from '../../../access/excess.ts';
import type { Finding } from '../../finding.ts';
import { cliOfCall } from '../../undo/cli-of-call.ts';

/**
 * How a tool can delete the role or user on which it fails as long as the deny of a hold stands there. None where the response puts
 * no policy there.
 * Source: IAM API reference, "DeleteRole", "DeleteUser", DeleteConflict.
 */
export function howToDelete(keeper: string, { id, response }: Pick<Finding, 'id' | 'response'>): readonly Reason[] {
  if (!('plan' in response)) return [];
  const lifts = iamCallsIn(response.plan.restore).filter(({ name }) => LIFTS.test(name));
  if (response.plan.kind !== 'contain' || lifts.length === 0) return [];
  const commands = lifts.map(cliOfCall).join(' && ');
  const detail = `while the hold stands ${keeper} cannot delete whom it holds (DeleteConflict); where that is to go, have it signed by ambit undo ${id}, then delete it: what lifts the deny is ${commands}`;
  return [{ rule: 'fix-in-code', detail }];
}

/** What takes a deny away again. */
const LIFTS = /^(?:Delete|Detach)(?:Role|User)Policy$/;
