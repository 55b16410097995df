import type { AccountState } from './state.ts';

/** An account of which nothing is known yet: `account` is 12 digits, `partition` is `aws`, `aws-cn`, … */
export function emptyAccount(account: string, partition: string): AccountState {
  return {
    account,
    partition,
    coverage: 'partial',
    roles: new Map(),
    users: new Map(),
    groups: new Map(),
    policies: new Map(),
    instanceProfiles: new Map(),
  };
}
