import type { AccountState, Principal as Held } from '../../lib/core/account/state.ts';
import type { JsonObject, JsonValue } from '../../lib/core/json.ts';
import type { Principal } from './company.ts';
import { denies, usesIn } from './denials.ts';
import { type Bad, type Estate, BEHIND_FENCE, textOf } from './estate.ts';
import { holderOf, holdsOf, partsOf } from './parts.ts';
import type { Drawn } from './week.ts';

/** What was drawn, and the account at the end. */
interface Both {
  readonly drawn: Drawn;
  readonly account: AccountState;
}

/**
 * What Ambit took that it should not have, one sentence each: a hold on who has nothing bad, a good grant that is not there as
 * it was given, or that a hold denies.
 */
export function wrongHolds(drawn: Drawn, account: AccountState): readonly string[] {
  const { estate } = drawn;
  return [
    ...estate.principals.flatMap((each) => wrongsOf(each, { drawn, account })),
    ...estate.policies.flatMap((arn) => {
      const [bad, good] = [estate.badOf(arn), estate.goodOf(arn).get('document')];
      const policy = account.policies.get(arn);
      const found = textOf(policy?.versions.get(policy.defaultVersion) ?? null);
      return isGiven(found, good, bad) ? [] : [`${arn} says ${found}, it was given ${good}`];
    }),
  ];
}

function wrongsOf(who: Principal, both: Both): readonly string[] {
  const { drawn, account } = both;
  const { estate } = drawn;
  const held = holderOf(who, account);
  if (held === undefined) return [`${who.arn} is gone`];
  const bad = estate.badOf(who.arn);
  const holds = holdsOf(held);
  const onNobody = bad === undefined && holds.length > 0 ? [`${who.arn} is held, and has nothing bad`] : [];
  return [...onNobody, ...missing(who, held, estate), ...denied(who, holds, both)];
}

/** Parts that are not as they were given, and parts that nobody gave. */
function missing(who: Principal, held: Held, estate: Estate): readonly string[] {
  const good = estate.goodOf(who.arn);
  const bad = estate.badOf(who.arn);
  const found = partsOf(held);
  const parts = new Set([...good.keys(), ...found.keys()]);
  return [...parts]
    .filter((part) => !isGiven(found.get(part), good.get(part), bad?.place.part === part ? bad : undefined))
    .map((part) => `${part} of ${who.arn} is ${found.get(part)}, it was given ${good.get(part)}`);
}

/** What is good is there; where something bad was given, that may be there as well, with a deny beside it. */
function isGiven(found: string | undefined, good: string | undefined, bad: Bad | undefined): boolean {
  return found === good || (bad !== undefined && bad.goneAt === undefined && (found ?? 'none') === bad.value);
}

/** Good uses that a hold denies. */
function denied(who: Principal, holds: readonly JsonObject[], { drawn, account }: Both): readonly string[] {
  const { estate } = drawn;
  const always =
    estate.badOf(who.arn)?.way === 'trust' ? holds.filter((each) => !isOfSessions(each, who, drawn)) : holds;
  const good = [...estate.goodOf(who.arn)].flatMap(([part, value]) => {
    if (part.startsWith('inline:')) return usesIn(parsed(value));
    const policy = part.startsWith('attached:') ? account.policies.get(part.slice('attached:'.length)) : undefined;
    return policy === undefined ? [] : usesIn(parsed(estate.goodOf(policy.arn).get('document') ?? 'null'));
  });
  return good
    .filter(({ action }) => action !== BEHIND_FENCE)
    .filter((use) => denies(always, use))
    .map(({ action, resource }) => `a hold denies ${who.arn} ${action} on ${resource}, which is good`);
}

/** Whether a deny ends sessions that strangers may have begun: those since the call, and all where nobody told whom it trusted before. */
function isOfSessions(statement: JsonObject, { madeBy }: Principal, { deliveries: { late, lost } }: Drawn): boolean {
  return 'Condition' in statement || (madeBy !== undefined && (late.has(madeBy) || lost.has(madeBy)));
}

/** Whether what is bad of somebody can be used no more: it is not there, or a hold denies it. */
export function isStopped(bad: Bad, who: Principal, account: AccountState): boolean {
  const held = holderOf(who, account);
  if (held === undefined) return true;
  if (denies(holdsOf(held), { action: bad.action, resource: '*' })) return true;
  const { owner, part } = bad.place;
  const policy = account.policies.get(owner);
  const found =
    policy === undefined ? partsOf(held).get(part) : textOf(policy.versions.get(policy.defaultVersion) ?? null);
  return (found ?? 'none') !== bad.value;
}

const parsed: (text: string) => JsonValue = JSON.parse;
