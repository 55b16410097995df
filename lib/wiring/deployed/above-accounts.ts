import { parseArn } from '../../core/policy/arn.ts';
import type { IdentityCenter } from '../../ports/identity-center.ts';
import type { OrganizationReader } from '../../ports/organization-reader.ts';
import type { IdentityCenterReading } from '../../usecases/assess/read-identity-center.ts';
import type { Base } from './base.ts';
import type { Reach } from './reach.ts';
import { whenFirstUsed } from './when-first-used.ts';

/** What is above the accounts; a part is absent where this deployment may not read it. */
export interface AboveAccounts {
  readonly organization?: OrganizationReader;
  readonly identityCenter?: IdentityCenterReading;
}

/** Reads of the organization and of Identity Center, by the function's own role; loaded with the first call about them. */
export function openAboveAccounts(
  { environment, partition, hubAccount }: Base,
  reach: () => Promise<Reach>,
): AboveAccounts {
  const { accounts, identityCenter: region } = environment;
  const observing = async () => ({ partition, budget: (await reach()).budget });
  const organization = whenFirstUsed(async () =>
    (await import('./company.ts')).openWholeOrganization(await observing()),
  );
  const center = whenFirstUsed(async () => {
    const { openIdentityCenter } = await import('./company.ts');
    return openIdentityCenter({ ...(await observing()), region: region ?? '' });
  });
  return {
    // where the stack names the accounts, nothing says that the hub's account may read the organization
    ...(accounts.length > 0
      ? {}
      : { organization: { organization: async () => (await organization()).organization() } }),
    ...(region === undefined
      ? {}
      : {
          identityCenter: {
            center: lazily(center),
            managedPolicy: async (arn) => {
              const { account = 'aws' } = parseArn(arn) ?? {};
              const { accounts: reader } = await reach();
              return account === 'aws' ? reader.managedPolicy(hubAccount, arn) : reader.policyIfReadable(account, arn);
            },
          },
        }),
  };
}

function lazily(center: () => Promise<IdentityCenter>): IdentityCenter {
  return {
    async *permissionSets() {
      yield* (await center()).permissionSets();
    },
    permissionSet: async (arn) => (await center()).permissionSet(arn),
    accountsOf: async (arn) => (await center()).accountsOf(arn),
    assigneesOf: async (arn, account) => (await center()).assigneesOf(arn, account),
    assignmentsOf: async (assignee) => (await center()).assignmentsOf(assignee),
    nameOf: async (assignee) => (await center()).nameOf(assignee),
    usersBehind: async (assignee) => (await center()).usersBehind(assignee),
    holdersOf: async (roleArn) => (await center()).holdersOf(roleArn),
  };
}
