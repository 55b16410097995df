import type { AccountState, Role, User } from '../../../../lib/core/account/state.ts';
import type { Actor } from '../../../../lib/core/activity/actor.ts';
import { changesOf } from '../../../../lib/core/activity/call.ts';
import { readCall } from '../../../../lib/core/activity/read-call.ts';
import { assessHandedRoles } from '../../../../lib/core/governance/roles/assess-handed-roles.ts';
import type { Finding } from '../../../../lib/core/governance/finding.ts';
import { handedRoles, rolesNamedBy } from '../../../../lib/core/governance/roles/handed-roles.ts';
import type {
  ClassKind,
  Mode,
  PrincipalClass,
  ResponseRule,
} from '../../../../lib/core/governance/standards/standards.ts';
import type { JsonObject, JsonValue } from '../../../../lib/core/json.ts';
import { parsePolicy } from '../../../../lib/core/policy/parse.ts';
import { account, ADMIN, allow, role, roleArn } from '../accounts.ts';
import { ACCOUNT, engineerSession, governance, NOW, principalClass } from '../cases.ts';

/** A function that is handed a role. */
export const FUNCTION = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:f`;

/** A role of another account. */
export const ELSEWHERE = 'arn:aws:iam::444455556666:role/other';

/** A role that may do everything. */
export const admin = role('admin', { attached: [ADMIN] });

/** A role that may read objects alone. */
export const reader = role('reader', { inline: new Map([['read', allow('s3:GetObject')]]), attached: [] });

const queues = role('queues', { inline: new Map([['queues', allow('sqs:*')]]), attached: [] });

const tagged = role('tagged', { inline: new Map([['own', allow('sqs:SendMessage')]]), attached: [] });

/** Who calls, and what its class may do. */
export interface Caller {
  readonly kind?: ClassKind;
  readonly mode?: Mode;
  readonly response?: ResponseRule;
  readonly standard?: JsonObject;
  readonly actor?: Partial<Actor>;
  readonly principal?: Role | User;
}

/** A call that hands a role over, and who makes it. */
export interface HandedOver extends Caller {
  readonly source?: string;
  readonly name?: string;
  readonly parameters: JsonObject;
  readonly id?: string;
  readonly answer?: JsonValue;
}

const READS = allow('s3:GetObject');

/** The class of who calls: agents that are held and may read, where nothing else is told. */
export function classFor({
  kind = 'agent',
  mode = 'enforce',
  response = { kind: 'hold' },
  standard = READS,
}: Caller): PrincipalClass {
  const parsed = parsePolicy(standard);
  if (!parsed.ok) throw new Error('the standard does not parse');
  const policies = [{ name: 'standard', document: parsed.value }];
  return principalClass({ name: kind, kind, mode, response, standard: { name: kind, policies } });
}

/** Agents that act with the roles of others. */
const AGENTS: PrincipalClass = {
  ...classFor({}),
  name: 'borrowers',
  match: { names: [], paths: [], tags: [], trust: [], permissionSets: [] },
};

/** Who calls, where nobody else is told. */
export const engineer = role('engineer', { attached: [] });

/** The account, with two roles more that instance profiles have. */
function world(caller: Role | User): AccountState {
  const state = account(admin, reader, queues, tagged, caller);
  const profile = (name: string, ...roles: readonly string[]) => [name, { name, path: '/', roles }] as const;
  return {
    ...state,
    instanceProfiles: new Map([profile('web', 'admin'), profile('plain', 'reader'), profile('empty')]),
  };
}

/** What is found where this is handed over. */
export function findings(made: HandedOver): readonly Finding[] {
  const { source = 'lambda', name = 'CreateFunction20150331', parameters, actor, principal = engineer } = made;
  const reading = readCall({
    eventVersion: '1.11',
    eventSource: `${source}.amazonaws.com`,
    eventName: name,
    eventTime: new Date(NOW - 60_000).toISOString(),
    eventID: made.id ?? 'call-1',
    awsRegion: 'us-east-1',
    recipientAccountId: ACCOUNT,
    userIdentity: { type: 'Unknown' },
    requestParameters: parameters,
    responseElements: made.answer ?? null,
  });
  if (reading.kind !== 'call') throw new Error(JSON.stringify(reading));
  const { session, ...unnamed } = engineerSession;
  const base: Actor = actor?.kind === 'user' || session === undefined ? unnamed : { ...unnamed, session };
  const call = { ...reading.call, actor: { ...base, ...actor } };
  const change = changesOf(reading.call).find(({ kind }) => kind === 'role-handed' || kind === 'role-used');
  if (change?.kind !== 'role-handed' && change?.kind !== 'role-used') throw new Error('no role is handed over');
  const state = world(principal);
  const named = rolesNamedBy(call, change);
  if (named === undefined) throw new Error('no role is named');
  const roles = handedRoles(named, (id) => (id === ACCOUNT ? state : undefined));
  const rules = governance({ classes: [classFor(made), AGENTS] });
  return assessHandedRoles({ call, change, roles, caller: state, governance: rules, waivers: [], now: NOW });
}

/** A function that gets a role of the account. */
export const hands = (roleName: string, more: Caller = {}): HandedOver => ({
  parameters: { functionName: 'f', role: roleArn(roleName) },
  ...more,
});
