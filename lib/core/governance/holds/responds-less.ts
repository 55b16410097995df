import { MODES, type PrincipalClass, type ResponseRule } from '../standards/standards.ts';

type Responding = Pick<PrincipalClass, 'mode' | 'response'>;

/** From the one that does least to the one that does most. */
const RESPONSES: readonly ResponseRule['kind'][] = ['alert', 'hold-unless-approved', 'hold'];

/** Whether Ambit does less about an excess in one class than in another, by mode and, where both are enforced, by response. */
export function respondsLess(one: Responding, other: Responding): boolean {
  if (one.mode !== other.mode) return MODES.indexOf(one.mode) < MODES.indexOf(other.mode);
  return one.mode === 'enforce' && RESPONSES.indexOf(one.response.kind) < RESPONSES.indexOf(other.response.kind);
}
