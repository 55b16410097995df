import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { recordsOf } from '../../../lib/adapters/local/record-files.ts';
import { changesOf } from '../../../lib/core/activity/call.ts';
import type { CallRow, WayBack } from '../../../lib/core/activity/calls/row.ts';
import { CALLS } from '../../../lib/core/activity/calls/table.ts';
import type { Change } from '../../../lib/core/activity/changes.ts';
import { deliveryOf } from '../../../lib/core/activity/delivery.ts';
import { readCall } from '../../../lib/core/activity/read-call.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../lib/core/json.ts';
import { isPolicyMember, isRoleMember, modelledRecord, POLICY, valueFor, VARIANTS } from './modelled-record.ts';
import { type Modelled, modelsOf, type Shape } from './models.ts';

const CORPORA = resolve(import.meta.dirname, '../../../../shared/corpora');
const hasCorpora = existsSync(CORPORA);
const RECORDED = ['stratus', 'streamalert', 'eventbridge-envelopes', 'traildiscover'];

const keyOf = ({ source, name }: Pick<CallRow, 'source' | 'name'>) => `${source}:${name}`;
const titleOf = (row: CallRow) => `${keyOf(row)} ${row.kind}`;

let models: ReadonlyMap<string, Modelled>;
let recordings: ReadonlyMap<string, readonly JsonObject[]>;
/** Test events of others, as text. */
let edited: readonly string[];

beforeAll(async () => {
  const undos = CALLS.flatMap(({ source, undo, advice }) =>
    waysIn(undo, advice).flatMap(({ by }) => by.map((name) => ({ source, name }))),
  );
  models = await modelsOf([...new Map([...CALLS, ...undos].map((each) => [keyOf(each), each])).values()]);
  recordings = hasCorpora ? await recordedCalls() : new Map();
  edited = hasCorpora ? textsIn(join(CORPORA, 'panther-rule-tests')) : [];
}, 120_000);

const waysIn = (...ways: readonly (WayBack | undefined)[]) => ways.filter((each) => each !== undefined);

/** Recorded logs by the operation. */
async function recordedCalls(): Promise<ReadonlyMap<string, readonly JsonObject[]>> {
  const found = new Map<string, JsonObject[]>();
  for await (const each of recordsOf(RECORDED.map((folder) => join(CORPORA, folder)))) {
    const record = each.kind === 'record' ? deliveryOf(each.record)?.record : undefined;
    const { eventSource, eventName } = record ?? {};
    if (record === undefined || typeof eventSource !== 'string' || typeof eventName !== 'string') continue;
    const name = eventName.replace(/(?:\d{8}|\d{4}_\d{2}_\d{2})(?:v\d+)?$/, '');
    const key = `${eventSource.split('.')[0] ?? ''}:${name}`;
    found.set(key, [...(found.get(key) ?? []), record]);
  }
  return found;
}

const textsIn = (folder: string) => readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));

/** Records of the row's operation, from its models and from recorded logs. */
function recordsFor(row: CallRow): readonly JsonObject[] {
  const modelled = models.get(keyOf(row));
  const built = (modelled?.found ?? []).flatMap((_, service) =>
    modelled === undefined ? [] : VARIANTS.map((variant) => modelledRecord(modelled, variant, service)),
  );
  return [...built, ...(recordings.get(keyOf(row)) ?? [])];
}

/** What these records change, as far as it is of the row's kind. */
function changesFor(row: CallRow, records: readonly JsonValue[]): readonly Change[] {
  return records.flatMap((record) => {
    const reading = readCall(record);
    return reading.kind === 'call' ? changesOf(reading.call).filter(({ kind }) => kind === row.kind) : [];
  });
}

/** The members of a shape and of what lies in it, by name. */
function membersIn(shape: Shape | undefined): readonly (readonly [string, Shape])[] {
  if (shape === undefined) return [];
  if (shape.type === 'list') return membersIn(shape.of);
  if (shape.type !== 'structure') return [];
  return Object.entries(shape.members).flatMap(([name, inner]) => [[name, inner] as const, ...membersIn(inner)]);
}

/** The texts of a shape by name; a policy is no name of anything. */
function textsNamed(shape: Shape | undefined): readonly string[] {
  return membersIn(shape).flatMap(([name, inner]) => (isText(inner) && !isPolicyMember(name) ? [name] : []));
}

function resourcesIn(row: CallRow, records: readonly JsonValue[]): readonly string[] {
  return changesFor(row, records).flatMap((change) => ('resources' in change ? change.resources : []));
}

/** Whether these records are read as touching something that has the value of one of these members. */
function namesOneOf(row: CallRow, records: readonly JsonValue[], members: readonly string[]): boolean {
  // some services take names in any case
  const named = resourcesIn(row, records).map((resource) => resource.toLowerCase());
  return members.some((member) => named.some((resource) => resource.includes(valueFor(member).toLowerCase())));
}

const isText = (shape: Shape): boolean => shape.type === 'string' || (shape.type === 'list' && isText(shape.of));

const isModelled = (row: Pick<CallRow, 'source' | 'name'>) => (models.get(keyOf(row))?.found.length ?? 0) > 0;
const isRecorded = (row: CallRow) => recordings.has(keyOf(row)) || edited.some((text) => isTestedIn(text, row));

/** Whether a test event of others is of this operation. */
function isTestedIn(text: string, { source, name }: CallRow): boolean {
  return text.includes(`${source}.amazonaws.com`) && new RegExp(`eventName\\W+${name}\\b`).test(text);
}

const describeRecorded = hasCorpora ? describe : describe.skip;

describeRecorded('every row, beside recorded logs', () => {
  test('has the name that a model of AWS or a recorded log has, or says that it is unproved', () => {
    const unproved = CALLS.filter((row) => !isModelled(row) && !isRecorded(row));
    expect(unproved.map(titleOf).sort()).toEqual(
      CALLS.filter(({ spelling }) => spelling === 'unproved')
        .map(titleOf)
        .sort(),
    );
  });
});

describe('every row of the table', () => {
  test('reads a record of its operation as its kind of change', () => {
    const unread = CALLS.filter((row) => recordsFor(row).length > 0 && changesFor(row, recordsFor(row)).length === 0);
    expect(unread.map(titleOf).sort()).toEqual(HANGS_ON_A_VALUE);
  });

  test('names what it touches: what the request names, or what the response says came of it', () => {
    const silent = CALLS.filter((row) => {
      const parts = models.get(keyOf(row))?.found ?? [];
      const asked = parts.flatMap(({ input }) => textsNamed(input));
      const answered = parts.flatMap(({ output }) => textsNamed(output));
      const records = recordsFor(row);
      if (HANGS_ON_A_VALUE.includes(titleOf(row))) return false;
      const unanswered = records.map((record) => ({ ...record, responseElements: null }));
      const recorded = (recordings.get(keyOf(row)) ?? []).filter(({ requestParameters }) =>
        isJsonObject(requestParameters),
      );
      return (
        asked.length > 0 &&
        !namesOneOf(row, unanswered, asked) &&
        !namesOneOf(row, records, answered) &&
        resourcesIn(row, recorded).length === 0
      );
    });
    expect(silent.map(titleOf).sort()).toEqual(NAMES_NOTHING);
  });

  test('has the policy that the request takes', () => {
    const without = CALLS.filter((row) => {
      if (row.kind !== 'resource-policy' || row.effect !== 'put') return false;
      const takes = (models.get(keyOf(row))?.found ?? []).some(
        ({ input }) =>
          input?.type === 'structure' &&
          Object.entries(input.members).some(([name, inner]) => isText(inner) && isPolicyMember(name)),
      );
      const documents = changesFor(row, recordsFor(row)).flatMap((change) =>
        change.kind === 'resource-policy' ? [change.document] : [],
      );
      return (
        takes &&
        !documents.some((document) => isJsonObject(document) && JSON.stringify(document) === JSON.stringify(POLICY))
      );
    });
    expect(without.map(titleOf)).toEqual(POLICY_ELSEWHERE);
  });

  test('has the roles that the request hands over', () => {
    const without = CALLS.filter((row) => {
      if (row.kind !== 'role-handed') return false;
      const members = (models.get(keyOf(row))?.found ?? []).flatMap(({ input }) => membersIn(input));
      const wanted = members.filter(([name, inner]) => isText(inner) && isRoleMember(name)).map(([name]) => name);
      const roles = changesFor(row, recordsFor(row)).flatMap((change) => ('roles' in change ? change.roles : []));
      return wanted.length > 0 && !wanted.some((name) => roles.includes(valueFor(name)));
    });
    expect(without.map(titleOf)).toEqual([]);
  });

  test('is undone, or taken back, by operations that the service has', () => {
    const named = new Set(CALLS.filter(({ spelling }) => spelling === undefined).map(keyOf));
    const unknown = CALLS.filter(({ spelling }) => spelling === undefined).flatMap((row) =>
      waysIn(row.undo, row.advice)
        .flatMap(({ by, followedBy }) => (followedBy === undefined ? by : [...by, followedBy]))
        .map((name) => ({ source: row.source, name }))
        .filter((undo) => !isModelled(undo) && !named.has(keyOf(undo)))
        .map((undo) => `${titleOf(row)} by ${undo.name}`),
    );
    expect(unknown).toEqual(UNMODELLED_UNDOS);
  });

  test('that is undone, or taken back, from its record has what that asks for', () => {
    const lacking = CALLS.filter(({ undo, advice }) => (undo ?? advice)?.needs === 'record').flatMap((row) => {
      const own = models.get(keyOf(row))?.found ?? [];
      const known = own.flatMap(({ input, output }) =>
        [...membersIn(input), ...membersIn(output)].map(([name]) => name),
      );
      if (own.length === 0) return [];
      return ((row.undo ?? row.advice)?.by ?? []).flatMap((name) => {
        const asked = models.get(`${row.source}:${name}`)?.found ?? [];
        const lacks = asked.map(({ input }) =>
          (input?.type === 'structure' ? input.required : []).filter(
            (each) => !known.some((own) => isAlike(own, each)),
          ),
        );
        const fewest = lacks.toSorted((one, other) => one.length - other.length)[0] ?? [];
        return fewest.map((each) => `${titleOf(row)}: ${name} asks for ${each}`);
      });
    });
    expect(lacking.filter((each) => !ASKED_BESIDES.some((pattern) => pattern.test(each)))).toEqual([]);
  });
});

/** These hang on what a request lacks, on an empty list, or on one name among many: no model builds it. */
const HANGS_ON_A_VALUE: readonly string[] = [
  'cloudformation:ContinueUpdateRollback role-used',
  'cloudformation:RollbackStack role-used',
  'cloudformation:UpdateStack role-used',
  'cloudtrail:PutInsightSelectors tamper',
  'elasticloadbalancing:ModifyLoadBalancerAttributes guard',
  's3:CreateBucket resource-policy',
];

/** These touch the account as a whole, the caller, or what has no name but a secret. */
const NAMES_NOTHING: readonly string[] = [
  'ecr:PutRegistryScanningConfiguration gate',
  'iam:ChangePassword credential',
  'iam:CreateAccountAlias organization',
  'iam:DeleteAccountAlias organization',
  'iam:SetSecurityTokenServicePreferences guard',
  'inspector2:Disable tamper',
  'macie2:UpdateMacieSession tamper',
  'mediaconvert:PutPolicy resource-policy',
  'organizations:CreateOrganization organization',
  's3:DeleteAccessGrantsInstanceResourcePolicy resource-policy',
  's3:PutAccessGrantsInstanceResourcePolicy resource-policy',
  'securityhub:BatchUpdateFindings tamper',
  'signin:CreateOAuth2Token session',
  'signin:PutResourcePermissionStatement resource-policy',
  'signin:RevokeOAuth2TokenWithIAM session',
  'sts:GetSessionToken session',
];

/** CloudTrail's form of the one is an inference from its XML; what the other takes is the ARN of a policy. */
const POLICY_ELSEWHERE = [
  's3:PutAccessPointPolicy resource-policy',
  'ses:UpdateReputationEntityPolicy resource-policy',
];

/** Undoing that only the console's own API knows. */
const UNMODELLED_UNDOS = [
  'sso-directory:CreateUser identity-center by DeleteUser',
  'sso-directory:CreateGroup identity-center by DeleteGroup',
  'sso-directory:AddMemberToGroup identity-center by RemoveMemberFromGroup',
];

/** `InstanceIds` asks for `instanceId`, `JobName` for the `Name` of a job. */
function isAlike(known: string, asked: string): boolean {
  const [one, other] = [known, asked].map((name) => name.toLowerCase().replace(/s$/, ''));
  return one === other || one?.endsWith(other ?? '') === true || other?.endsWith(one ?? '') === true;
}

/** What undoing asks for that no member has by this name: a constant, a reason, or a member of another name. */
const ASKED_BESIDES: readonly RegExp[] = [
  /ProvisionPermissionSet asks for TargetType$/, // ALL_PROVISIONED_ACCOUNTS
  /asks for reason$/,
  /asks for RevocationReason$/,
  /DeleteGateway asks for gatewayIdentifier$/, // gatewayId of the response
  /CancelSteps asks for ClusterId$/, // jobFlowId
  /DeregisterJobDefinition asks for jobDefinition$/, // jobDefinitionArn of the response
  /DeleteLayerVersion asks for VersionNumber$/, // version of the response
  /asks for identityProviderConfig$/, // its name and type
  /DeleteApiKey asks for apiKey$/, // id of the response
  /asks for CertificateSerial$/, // the end of the certificate's ARN
  /asks for MemberAccountId$/, // delegatedAdminAccountId
  /asks for StandardsSubscriptionRequests$/, // the standards of standardsSubscriptionArns
];
