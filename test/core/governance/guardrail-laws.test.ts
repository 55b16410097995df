import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { applyOrganizationCall } from '../../../lib/core/account/organization/apply-organization-call.ts';
import { withWhatCallTells } from '../../../lib/core/account/organization/before-organization-call.ts';
import type { Organization, OrganizationPolicy } from '../../../lib/core/account/organization/organization.ts';
import type { OrganizationCall } from '../../../lib/core/account/organization/organization-call.ts';
import { guardrailLosses } from '../../../lib/core/governance/assess/organization/guardrail-loss.ts';
import { COMPANY, DEV, MANAGEMENT, PROD, PROD_TOO } from './organizations.ts';

const ACTIONS = ['s3:GetObject', 'ec2:RunInstances', 'iam:PassRole', 'kms:Decrypt'] as const;
const PLACES = ['r-root', 'ou-prod', 'ou-dev', PROD, PROD_TOO, DEV] as const;
const IDS = ['p-1', 'p-2', 'p-3'] as const;
const TYPE = 'SERVICE_CONTROL_POLICY';

/** A policy of one statement, as it is compared and as the oracle reads it. */
interface Rule {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
}

const rule: fc.Arbitrary<Rule> = fc.record({
  effect: fc.constantFrom('Allow', 'Deny'),
  actions: fc.oneof(fc.constant([...ACTIONS]), fc.subarray([...ACTIONS], { minLength: 1 })),
});

interface World {
  readonly rules: ReadonlyMap<string, Rule>;
  readonly attached: ReadonlyMap<string, readonly string[]>;
  readonly parents: ReadonlyMap<string, string>;
}

const world: fc.Arbitrary<World> = fc.record({
  rules: fc.tuple(rule, rule, rule).map((rules) => new Map(IDS.map((id, index) => [id, rules[index] ?? NOTHING]))),
  attached: fc
    .tuple(...PLACES.map(() => fc.subarray(['p-all', ...IDS])))
    .map((lists) => new Map(PLACES.map((place, index) => [place, lists[index] ?? []]))),
  parents: fc
    .array(fc.constantFrom('r-root', 'ou-prod', 'ou-dev'), { minLength: 3, maxLength: 3 })
    .map((parents) => new Map([PROD, PROD_TOO, DEV].map((account, index) => [account, parents[index] ?? 'r-root']))),
});
const NOTHING: Rule = { effect: 'Deny', actions: [] };
/** What AWS's own policy says of the actions that are listed here. */
const EVERYTHING: Rule = { effect: 'Allow', actions: ACTIONS };

/** What is done to it. */
type Step =
  | { readonly name: 'AttachPolicy' | 'DetachPolicy'; readonly policyId: string; readonly targetId: string }
  | { readonly name: 'UpdatePolicy'; readonly policyId: string; readonly rule: Rule }
  | { readonly name: 'MoveAccount'; readonly account: string; readonly to: string };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    name: fc.constantFrom('AttachPolicy' as const, 'DetachPolicy' as const),
    policyId: fc.constantFrom('p-all', ...IDS),
    targetId: fc.constantFrom(...PLACES),
  }),
  fc.record({ name: fc.constant('UpdatePolicy' as const), policyId: fc.constantFrom(...IDS), rule }),
  fc.record({
    name: fc.constant('MoveAccount' as const),
    account: fc.constantFrom(PROD, PROD_TOO, DEV),
    to: fc.constantFrom('r-root', 'ou-prod', 'ou-dev'),
  }),
);

function documentOf({ effect, actions }: Rule) {
  return { Version: '2012-10-17', Statement: [{ Effect: effect, Action: [...actions], Resource: '*' }] };
}

const ALL: OrganizationPolicy = {
  id: 'p-all',
  type: TYPE,
  document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
};

function organizationOf({ rules, attached, parents }: World): Organization {
  const policies = [...rules].map(([id, each]) => ({ id, type: TYPE, document: documentOf(each) }));
  return {
    ...COMPANY,
    parents: new Map([...COMPANY.parents, ...parents]),
    attached: new Map([
      ...COMPANY.attached,
      ...[...attached].map(([place, ids]) => [place, { policies: ids }] as const),
    ]),
    policies: new Map([ALL, ...policies].map((policy) => [policy.id, policy])),
  };
}

function callOf(taken: Step, { parents }: World): OrganizationCall {
  switch (taken.name) {
    case 'AttachPolicy':
    case 'DetachPolicy':
      return taken;
    case 'UpdatePolicy':
      return { name: taken.name, policyId: taken.policyId, change: { document: documentOf(taken.rule) } };
    case 'MoveAccount':
      return { name: taken.name, account: taken.account, from: parents.get(taken.account) ?? '', to: taken.to };
  }
}

/** By the words of the Organizations user guide, and nothing of the access engine: each level allows, and none denies. */
function allows(world: World, account: string, action: string): boolean {
  const unit = world.parents.get(account) ?? 'r-root';
  const levels = [...new Set(['r-root', unit, account])].map((place) =>
    (world.attached.get(place) ?? []).map((id) => world.rules.get(id) ?? EVERYTHING),
  );
  const takes = (effect: Rule['effect']) => (each: Rule) => each.effect === effect && each.actions.includes(action);
  return levels.every((level) => level.some(takes('Allow')) && !level.some(takes('Deny')));
}

function afterStep(world: World, taken: Step): World {
  switch (taken.name) {
    case 'AttachPolicy':
    case 'DetachPolicy': {
      const others = (world.attached.get(taken.targetId) ?? []).filter((id) => id !== taken.policyId);
      const ids = taken.name === 'AttachPolicy' ? [...others, taken.policyId] : others;
      return { ...world, attached: new Map([...world.attached, [taken.targetId, ids]]) };
    }
    case 'UpdatePolicy':
      return { ...world, rules: new Map([...world.rules, [taken.policyId, taken.rule]]) };
    case 'MoveAccount':
      return { ...world, parents: new Map([...world.parents, [taken.account, taken.to]]) };
  }
}

/** A world in which what is detached was attached, and what is attached was not. */
function beforeStep(world: World, taken: Step): World {
  if (taken.name === 'AttachPolicy') return afterStep(world, { ...taken, name: 'DetachPolicy' });
  return taken.name === 'DetachPolicy' ? afterStep(world, { ...taken, name: 'AttachPolicy' }) : world;
}

test('an account is found to have lost a guardrail exactly where it may do something that it could not before', () => {
  fc.assert(
    fc.property(world, step, (made, taken) => {
      const was = beforeStep(made, taken);
      const is = afterStep(was, taken);
      const call = callOf(taken, was);
      const before = withWhatCallTells(organizationOf(was), call);
      const losses = guardrailLosses({ before, after: applyOrganizationCall(before, call) });
      const found = losses.flatMap(({ places }) => places).sort();
      const gaining = [PROD, PROD_TOO, DEV].filter((account) =>
        ACTIONS.some((action) => allows(is, account, action) && !allows(was, account, action)),
      );
      // AWS's policy that allows everything takes actions that are not listed here
      const all = [PROD, PROD_TOO, DEV].filter((account) => allowsTheRest(is, account) && !allowsTheRest(was, account));
      expect(found).toEqual([...new Set([...gaining, ...all])].sort());
      expect(losses.every(({ comparison }) => comparison.verdict === 'exceeds')).toBe(true);
      expect(found).not.toContain(MANAGEMENT);
    }),
    { numRuns: 150, seed: 11 },
  );
});

/** Whether an account may do what only AWS's policy names: it must be attached at each level. */
function allowsTheRest(world: World, account: string): boolean {
  const places = new Set(['r-root', world.parents.get(account) ?? 'r-root', account]);
  return [...places].every((place) => world.attached.get(place)?.includes('p-all') === true);
}
