import type { PlanCall } from '../../account/plan-call.ts';
import { cliOfCall } from './cli-of-call.ts';

/**
 * How people have back, without Ambit, what nobody can sign for: what they make while the standard does not allow it is held again.
 * `restore`: the calls that give it back.
 */
export function byHand(restore: readonly PlanCall[]): string {
  const commands = restore.map(cliOfCall).join(' && ');
  return `Ambit does not give it back: let the standard of its class allow it (ambit.yaml; two people sign that), and make the calls yourselves: ${commands}`;
}
