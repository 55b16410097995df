import { globMatches } from '../../policy/glob.ts';
import { type Governance, type Mode, MODES, type PrincipalClass } from './standards.ts';

/**
 * The mode that a class has in an account (its id): its own, or that of the account where Ambit does less in it. Of the
 * entries that match the account the first counts; where none does, all modes are as the classes say.
 */
export function modeIn(
  account: string,
  { mode }: Pick<PrincipalClass, 'mode'>,
  { accountModes }: Pick<Governance, 'accountModes'>,
): Mode {
  const most = accountModes.find(({ accounts }) => accounts.some((pattern) => globMatches(pattern, account)))?.mode;
  return most === undefined || doesAtMost(mode, most) ? mode : most;
}

/** Whether Ambit does no more in one mode than in another. */
export function doesAtMost(one: Mode, other: Mode): boolean {
  return MODES.indexOf(one) <= MODES.indexOf(other);
}
