import { quote } from '../../policy/problem.ts';
import { SHARED_ISSUERS } from '../roles/shared-issuers.ts';
import type { GovernanceProblem } from './governance-problem.ts';
import type { TrustedTokens } from './standards.ts';

/** Entries that trust nobody, since no such claim tells tokens apart, or everybody. */
export function trustedTokensProblems(trusted: readonly TrustedTokens[]): readonly GovernanceProblem[] {
  return trusted.flatMap((entry, index) => problemsOf(entry, `trustedTokens[${index}]`));
}

function problemsOf({ issuer, claim, values }: TrustedTokens, place: string): readonly GovernanceProblem[] {
  const shared = SHARED_ISSUERS.find((each) => each.reach === 'anybody' && each.issuer.test(issuer));
  if (shared === undefined) {
    const expected = 'an issuer that serves everybody, such as token.actions.githubusercontent.com or gitlab.com';
    return [{ place: `${place}.issuer`, got: quote(issuer), expected }];
  }
  const pinning = shared.claims.find((each) => each.claim === claim);
  if (pinning === undefined) {
    const expected = `one of ${shared.claims.map((each) => each.claim).join(', ')}`;
    return [{ place: `${place}.claim`, got: quote(claim), expected }];
  }
  return values.flatMap((value, at) => {
    if (pinning.names.test(value) && !value.includes('${')) return [];
    const expected = 'a value that names somebody, without a pattern where the name stands';
    return [{ place: `${place}.values[${at}]`, got: quote(value), expected }];
  });
}
