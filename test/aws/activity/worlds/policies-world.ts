import { type Call, changesOf } from '../../../../lib/core/activity/call.ts';
import type { ResourcePolicyChange } from '../../../../lib/core/activity/changes.ts';
import { textAt } from '../../../../lib/core/activity/member.ts';
import { canonicalText } from '../../../../lib/core/digest.ts';
import { KnownPolicies, type KnownPolicy } from '../../../../lib/core/governance/sharing/known-policies.ts';
import { isJsonObject, jsonForm } from '../../../../lib/core/json.ts';
import type { World } from './world.ts';

/** Policies by the resource; of those that are not here it is known that they have none. */
type Policies = ReadonlyMap<string, KnownPolicy>;

const NONE: KnownPolicy = { policy: { Version: '2012-10-17', Statement: [] }, extent: 'whole' };

/** The library's model of the policies of resources. */
export const POLICIES: World<Policies> = {
  start: new Map(),
  after(state, { call }) {
    const change = changeIn(call);
    if (call === undefined || change === undefined || change.resources.length === 0) return undefined;
    const known = new KnownPolicies();
    for (const resource of change.resources) known.set(call.account, resource, state.get(resource) ?? NONE);
    known.follow(call, change);
    const after = change.resources.map((resource) => [resource, known.of(call.account, resource)] as const);
    const isUntold = after.some(([, policy]) => policy === undefined);
    return isUntold ? undefined : new Map([...state, ...after.map(([at, policy]) => [at, policy ?? NONE] as const)]);
  },
  refusal(state, { call }) {
    const change = changeIn(call);
    if (call === undefined || change === undefined) return undefined;
    const statements = change.resources.flatMap((resource) => statementsOf(state.get(resource) ?? NONE));
    const sid = textAt(change.asked, 'statementId') ?? textAt(change.asked, 'label');
    const has = sid !== undefined && statements.some((each) => JSON.stringify(each).includes(`"Sid":"${sid}"`));
    if (call.name === 'AddPermission' && has) return REFUSED_AGAIN[call.source];
    if (call.name === 'RemovePermission' && !has) return 'ResourceNotFoundException';
    if (statements.length > 0) return ONCE[`${call.source}:${call.name}`];
    return call.name.startsWith('Update') && call.name.endsWith('ResourcePolicy')
      ? 'ResourceNotFoundException'
      : undefined;
  },
  isImpossible(state, { call }) {
    const change = changeIn(call);
    const isNone = change?.resources.every((at) => statementsOf(state.get(at) ?? NONE).length === 0) === true;
    return isNone && ALWAYS.includes(`${call?.source ?? ''}:${call?.name ?? ''}`);
  },
  text: (state) =>
    canonicalText(
      jsonForm(
        [...state]
          .map(([resource, known]) => ({ resource, statements: statementsOf(known) }))
          .filter(({ statements }) => statements.length > 0)
          .map((each) => canonicalText(jsonForm(each)))
          .sort(),
      ),
    ),
};

/** Source: the API references of AddPermission: a label, or the id of a statement, may be there once. */
const REFUSED_AGAIN: Readonly<Record<string, string>> = {
  'lambda.amazonaws.com': 'ResourceConflictException',
  'sns.amazonaws.com': 'InvalidParameterException',
  'sqs.amazonaws.com': 'InvalidParameterValue',
};

/** Operations that make a policy where there is none yet. Source: their API references. */
const ONCE: Readonly<Record<string, string>> = {
  'lex.amazonaws.com:CreateResourcePolicy': 'PreconditionFailedException',
};

/** Keys and topics have a policy from the beginning. Sources: AWS KMS and Amazon SNS developer guides. */
const ALWAYS: readonly string[] = ['kms.amazonaws.com:PutKeyPolicy', 'sns.amazonaws.com:SetTopicAttributes'];

function statementsOf({ policy }: KnownPolicy): readonly unknown[] {
  const said = isJsonObject(policy) ? (policy['Statement'] ?? []) : [];
  return [said].flat();
}

function changeIn(call: Call | undefined): ResourcePolicyChange | undefined {
  return call === undefined ? undefined : changesOf(call).find((each) => each.kind === 'resource-policy');
}
