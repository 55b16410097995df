import type { IamCall } from '../../core/account/call.ts';
import { iamCallsIn } from '../../core/account/plan-call.ts';
import type { CaseBook } from '../case-book.ts';

interface Reached {
  readonly account: string;
  /** ARNs of those whom the call reaches as far as the account shows it. */
  readonly affected: readonly string[];
}

/**
 * Whom a call on a group or a managed policy reaches as well, by what Ambit gives them back or has: the account may not show that yet,
 * and no call of anybody else tells of it. ARNs.
 */
export async function reachedByRestores(
  iam: IamCall,
  { account, affected }: Reached,
  book: CaseBook,
): Promise<readonly string[]> {
  const shared = sharedBy(iam);
  if (shared === undefined || 'roleName' in iam || 'userName' in iam) return [];
  const given = (await book.cards()).filter(
    ({ status, principal, ...card }) =>
      card.account === account && (status === 'restoring' || status === 'restored') && !affected.includes(principal),
  );
  // hardly ever is there one
  if (given.length === 0) return [];
  const cases = await book.these(given);
  const reached = cases.filter(({ restore }) => {
    const calls = restore.kind === 'pending' || restore.kind === 'confirmed' ? iamCallsIn(restore.calls) : [];
    return calls.some((call) => sharedBy(call) === shared);
  });
  return [...new Set(reached.map(({ finding }) => finding.principal))];
}

/** The group or managed policy that a call is on, or gives; undefined: none. Names of groups are unique ignoring case. */
function sharedBy(iam: IamCall): string | undefined {
  if ('groupName' in iam) return iam.groupName.toLowerCase();
  if ('permissionsBoundary' in iam) return iam.permissionsBoundary;
  return 'policyArn' in iam ? iam.policyArn : undefined;
}
