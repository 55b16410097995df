import { describe, expect, test } from '@jest/globals';
import { compare } from '../../lib/core/access/compare.ts';
import type { IamCall } from '../../lib/core/account/call.ts';
import { emptyAccount } from '../../lib/core/account/empty-account.ts';
import { policySetOf } from '../../lib/core/account/effective.ts';
import { iamCallsIn } from '../../lib/core/account/plan-call.ts';
import { HOLD_TAG_KEY } from '../../lib/core/account/hold-policy.ts';
import { sliceOf } from '../../lib/core/account/slice.ts';
import type { AccountState, Principal } from '../../lib/core/account/state.ts';
import { principalTagKey, withoutTags } from '../../lib/core/account/tags.ts';
import type { Call } from '../../lib/core/activity/call.ts';
import { assessAccess } from '../../lib/core/governance/assess/assess.ts';
import { sameAccessState } from '../../lib/core/governance/assess/same-access-state.ts';
import type { HoldPlan, StatePair } from '../../lib/core/governance/finding.ts';
import { isSessionEnd } from '../../lib/core/governance/holds/sessions/session-end.ts';
import type { Enforcer } from '../../lib/ports/enforcer.ts';
import { ACCOUNT, governance, NOW } from '../core/governance/cases.ts';
import { GUARDED } from '../infra/plans-of-calls.ts';
import type { Asked, Grant } from './iam-grants.ts';

/** An AWS in which people ask for something, and Ambit holds it. */
export interface GrantedAccount {
  /** Does what people ask for; the call, as its record tells it. */
  readonly make: (asked: Asked) => Promise<Call>;
  readonly stateOf: (principalArn: string) => Promise<AccountState | undefined>;
  readonly enforcer: Enforcer<IamCall>;
  /** Ids of the credentials of a user that are switched on, as far as they are kept here. */
  readonly credentialsOn: (userName: string) => Promise<readonly string[]>;
}

/** Gives work an AWS that holds this account. */
export type WithGrantedAccount = (
  account: AccountState,
  work: (account: GrantedAccount) => Promise<void>,
) => Promise<void>;

/** Each of these is held and given back, and the account says so each time. */
export function heldGrantsContract(name: string, grants: readonly Grant[], withAccount: WithGrantedAccount): void {
  describe(`${name}, of calls of IAM that give too much`, () => {
    test.each(grants.map((grant) => [grant.name, grant] as const))(
      '%s is held, and its restore gives back what it gave',
      (_, grant) =>
        withAccount(neededBy(grant), async (account) => {
          const { principal, shown } = grant;
          const { before, after, plan } = await granted(grant, account);
          const credentialsOn = async () => (shown === 'credential-off' ? account.credentialsOn('plain') : []);
          const wereOn = await credentialsOn();
          // who knows what a credential was before shows that it is so again
          expect(plan.proof?.shown).toMatch(new RegExp(`^(?:${shown}|as-before)$`));
          await makeAll(account, plan.calls);
          const held = await slice(account, principal);
          expect(outcome({ before, held }, plan, principal)).toBe(plan.proof?.shown);
          expect(await credentialsOn()).toEqual([]);
          await makeAll(account, plan.restore);
          expect(sameAccessState(await slice(account, principal), after, principal)).toBe(true);
          expect(await credentialsOn()).toEqual(wereOn);
        }),
    );
  });
}

interface Granted {
  readonly before: AccountState;
  readonly after: AccountState;
  readonly plan: HoldPlan;
}

async function granted(grant: Grant, account: GrantedAccount): Promise<Granted> {
  const { principal, first = [] } = grant;
  for (const asked of first) await account.make(asked);
  const before = await slice(account, principal);
  const call = await account.make(grant);
  // as an assessment fills in the policies that a slice does not have any more
  const after = withGuarded(await slice(account, principal));
  return { before, after, plan: planOf({ before, after }, call, principal) };
}

/** Of `GUARDED`, what decides about the principal, and the group that the call names. */
function neededBy({ principal, parameters }: Grant): AccountState {
  const own = sliceOf(GUARDED, principal) ?? emptyAccount(ACCOUNT, 'aws');
  const { groupName } = parameters;
  const named = typeof groupName === 'string' ? GUARDED.groups.get(groupName) : undefined;
  const groups = named === undefined ? own.groups : new Map([...own.groups, [named.name, named]]);
  return { ...own, coverage: 'whole', groups };
}

async function slice(account: GrantedAccount, arn: string): Promise<AccountState> {
  return (await account.stateOf(arn)) ?? { ...GUARDED, coverage: 'partial', roles: new Map(), users: new Map() };
}

function withGuarded(state: AccountState): AccountState {
  return { ...state, policies: new Map([...GUARDED.policies, ...state.policies]) };
}

async function makeAll({ enforcer }: GrantedAccount, calls: HoldPlan['calls']): Promise<void> {
  for (const call of iamCallsIn(calls)) {
    const outcome = await enforcer.enforce(ACCOUNT, call, 'F-1');
    if (outcome.kind !== 'done' && outcome.kind !== 'already') throw new Error(JSON.stringify([call, outcome]));
  }
}

/** What the finding of a grant is held by: of its access where there are several. */
function planOf(pair: StatePair, call: Call, principalArn: string): HoldPlan {
  const question = { pair, principalArn, call, governance: governance(), waivers: [], now: NOW, actorClass: undefined };
  const findings = assessAccess(question);
  const [plan] = findings.flatMap(({ response: { kind, ...rest } }) =>
    'plan' in rest && kind === 'hold' ? [rest.plan] : [],
  );
  if (plan === undefined) throw new Error(`no plan: ${JSON.stringify(findings.map(({ response }) => response))}`);
  return plan;
}

interface Held {
  readonly before: AccountState;
  readonly held: AccountState;
}

/** What the state shows of a hold, which is to be what its plan said. */
function outcome({ before, held }: Held, plan: HoldPlan, arn: string): string {
  if (plan.proof?.shown === 'credential-off') return 'credential-off';
  const ended = iamCallsIn(plan.calls).filter(isSessionEnd);
  const others = withoutInline(
    held,
    ended.map((call) => ('policyName' in call ? call.policyName : '')),
  );
  if (sameAccessState(others, before, arn)) return 'as-before';
  const [had, has] = [policySetOf(before, arn), policySetOf(held, arn)];
  if (has === undefined) return 'gone';
  const both = had === undefined ? [] : [compare(has, [had]), compare(had, [has])];
  if (both.length === 2 && both.every(({ verdict }) => verdict === 'within')) return 'within-limits';
  return compare(has, []).verdict === 'within' ? 'nothing-left' : 'more';
}

/** Without these policies, and the tag that marks a principal while it has one of them. */
function withoutInline(state: AccountState, names: readonly string[]): AccountState {
  const strip = <H extends Pick<Principal, 'inline' | 'tags'>>(holders: ReadonlyMap<string, H>) =>
    new Map(
      [...holders].map(([key, each]) => {
        const inline = new Map([...each.inline].filter(([name]) => !names.includes(name)));
        const isMarked = inline.size < each.inline.size;
        return [
          key,
          { ...each, inline, tags: isMarked ? withoutTags(each.tags, [HOLD_TAG_KEY], principalTagKey) : each.tags },
        ];
      }),
    );
  return { ...state, roles: strip(state.roles), users: strip(state.users) };
}
