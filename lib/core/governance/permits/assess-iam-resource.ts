import { boxOfPart, type Comparison } from '../../access/excess.ts';
import type { AccountGuardrails } from '../../account/organization/account-guardrails.ts';
import { affectedBy } from '../../account/affected-by.ts';
import { applyCall } from '../../account/apply.ts';
import type { IamCall } from '../../account/call.ts';
import { policySetOf } from '../../account/effective.ts';
import { withStub } from '../../account/missing.ts';
import { principalOf } from '../../account/slice.ts';
import type { AccountState } from '../../account/state.ts';
import { standardSet, trustBeyond, type TrustMeasure, trustSetOf } from '../standards/access-limits.ts';
import { classOf } from '../standards/classify.ts';
import { modeIn } from '../standards/mode-in.ts';
import { gainedBy } from '../assess/gained.ts';
import { reclassified } from '../assess/reclassified.ts';
import { usableOf } from '../assess/organization/usable.ts';
import type { Governance, PrincipalClass } from '../standards/standards.ts';

/** What a resource would give one principal beyond the standard of its class. */
export interface IamBreach {
  readonly principal: string;
  readonly class: string;
  readonly verdict: 'exceeds' | 'undetermined';
  /** For people. */
  readonly detail: string;
}

/** So many actions are named to people. */
const MOST_NAMED = 5;

/** Where a resource is to be made. */
export interface Surroundings {
  /** The account as far as the calls touch it. */
  readonly read: AccountState;
  readonly governance: Governance;
  /** What the organization limits the account to; absent: not known, or by nothing. */
  readonly guardrails?: AccountGuardrails | undefined;
}

/**
 * What the calls that a resource comes to would give beyond the standard, and what nobody can tell; nothing where all is within.
 * Only what is gained and can be used counts; waivers do not: they are of access that is there. A class that is not in mode
 * enforce refuses nothing.
 */
export function assessIamResource(calls: readonly IamCall[], surroundings: Surroundings): readonly IamBreach[] {
  const { read } = surroundings;
  let after = read;
  const affected = new Set<string>();
  const refused: IamBreach[] = [];
  for (const call of calls) {
    const known = withStub(after, call);
    const applied = applyCall(known, call);
    if (applied.ok) after = applied.value;
    else if (!/^(Delete|Detach|Untag|Remove)/.test(call.name)) refused.push(unapplied(call, applied.error.detail));
    for (const arn of [...affectedBy(call, known), ...affectedBy(call, after)]) affected.add(arn);
  }
  return [...refused, ...[...affected].sort().flatMap((arn) => breachesOf(arn, after, surroundings))];
}

function unapplied({ name }: IamCall, detail: string): IamBreach {
  return {
    principal: 'unknown',
    class: 'unknown',
    verdict: 'undetermined',
    detail: `${name} would be refused: ${detail}`,
  };
}

interface Change extends Pick<Surroundings, 'guardrails'> {
  readonly read: AccountState;
  readonly after: AccountState;
}

function breachesOf(
  arn: string,
  after: AccountState,
  { read, governance, guardrails }: Surroundings,
): readonly IamBreach[] {
  const principal = principalOf(after, arn);
  const access = policySetOf(after, arn);
  if (principal === undefined || access === undefined) return [];
  const moved = reclassified({ pair: { before: read, after }, principalArn: arn, iam: undefined }, governance);
  const principalClass = moved?.from ?? classOf(principal, governance);
  const breach = (verdict: IamBreach['verdict'], detail: string) => [
    { principal: arn, class: principalClass.name, verdict, detail },
  ];
  // its class is a guess: tags, path and trust tell it
  if (principal.seenOnlyInCalls === true) return breach('undetermined', `${arn} could not be read`);
  if (modeIn(after.account, principalClass, governance) !== 'enforce') return [];
  if (moved !== undefined) return breach('exceeds', `${arn}: ${moved.reason.detail}`);
  return [
    accessGained(arn, { read, after, guardrails }, principalClass),
    trustGained(arn, { read, after }, { standard: principalClass.standard, trustedTokens: governance.trustedTokens }),
  ].flatMap((comparison) =>
    comparison === undefined || comparison.verdict === 'within'
      ? []
      : breach(comparison.verdict, `${arn} would get ${excessText(comparison)}`),
  );
}

/** Undefined: nothing that could be used. */
function accessGained(
  arn: string,
  { read, after, guardrails }: Change,
  { standard }: PrincipalClass,
): Comparison | undefined {
  const access = policySetOf(after, arn);
  if (access === undefined) return undefined;
  const before = policySetOf(read, arn);
  const limits = [standardSet(standard, access)];
  const usable = usableOf({ after: access, guardrails }, (held) =>
    gainedBy({ before, after: held, limits, iam: undefined }),
  );
  return usable.keptBack === undefined ? usable.comparison : undefined;
}

function trustGained(arn: string, { read, after }: Change, measure: TrustMeasure): Comparison | undefined {
  const trust = trustSetOf(after, arn);
  if (trust === undefined) return undefined;
  const before = trustSetOf(read, arn);
  return trustBeyond(trust, measure, (ceiling) =>
    gainedBy({ before, after: trust, limits: [ceiling], iam: undefined }),
  );
}

function excessText({ excess, reasons }: Exclude<Comparison, { readonly verdict: 'within' }>): string {
  const actions = [...new Set(excess.map(boxOfPart).flatMap((box) => box.actions))];
  if (actions.length === 0) return `what cannot be decided: ${reasons.map(({ detail }) => detail).join('; ')}`;
  const more = actions.length > MOST_NAMED ? ` and ${actions.length - MOST_NAMED} more` : '';
  return `${actions.slice(0, MOST_NAMED).join(', ')}${more}`;
}
