import { isNamesake } from '../../core/account/other-principal.ts';
import { stateFromJson } from '../../core/account/state-from-json.ts';
import type { AccountState } from '../../core/account/state.ts';
import type { Case } from '../../core/governance/cases/case.ts';
import type { Finding } from '../../core/governance/finding.ts';
import type { Instant } from '../../core/instant.ts';

/** What the ledger says of a hold of a principal that is gone, while another one has its name. */
export const IS_NAMESAKE =
  'the principal was deleted since, and the one that has its name now is another: nothing is taken from that one';

/** Whether the principal of a finding is gone, and `live` shows another one that was given its name since. */
export function isOfNamesake(
  { frozen, principal }: Pick<Finding, 'frozen' | 'principal'>,
  live: AccountState | undefined,
): boolean {
  const state = frozen === undefined ? undefined : stateFromJson(frozen);
  return state?.ok === true && live !== undefined && isNamesake(state.value, live, principal);
}

/** So long after its finding was raised a principal counts as just read, in milliseconds. */
const JUST_READ = 60_000;

/** Whether a hold comes so soon after its finding was raised that the principal was just read. */
export function isJustRead({ finding, hold, status, waits }: Case, now: Instant): boolean {
  const isFirst = status === 'open' && hold.kind === 'none' && waits === undefined;
  return isFirst && finding.response.kind === 'hold' && now < finding.raisedAt + JUST_READ;
}
