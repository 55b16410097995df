import type { CallRow } from '../../../lib/core/activity/calls/row.ts';
import { member, textAt } from '../../../lib/core/activity/member.ts';
import { isJsonObject, type JsonObject, jsonForm, type JsonValue } from '../../../lib/core/json.ts';
import { modelledRecord, nameInRecord, POLICY, valueFor, VARIANTS } from './modelled-record.ts';
import type { Modelled } from './models.ts';

type Models = ReadonlyMap<string, Modelled>;

/** Members that the undoing call takes from members of other names. Sources: the API references of the operations. */
const FROM_OTHERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'organizations:MoveAccount': { sourceParentId: 'destinationParentId', destinationParentId: 'sourceParentId' },
};

/**
 * The record of the call that takes back another, with what that one's record has; undefined where it lacks what AWS asks
 * for, by the model of the operation.
 */
export function takingBack(name: string, of: JsonObject, models: Models): JsonObject | undefined {
  const source = sourceOf(of);
  const modelled = models.get(`${source}:${name}`);
  const [model] = modelled?.found ?? [];
  if (modelled === undefined || model === undefined) return undefined;
  const built = plain.get(modelled) ?? modelledRecord(modelled, { pick: 0, flag: true, form: 'plain' });
  plain.set(modelled, built);
  const renamed = FROM_OTHERS[`${source}:${name}`] ?? {};
  const required = model.input?.type === 'structure' ? model.input.required : [];
  const asked: Record<string, JsonValue> = {};
  for (const member of Object.keys(objectAt(built, 'requestParameters'))) {
    const found = valueIn(of, renamed[member] ?? member);
    if (found !== undefined) asked[member] = found;
    else if (required.some((each) => nameInRecord(model.service, each) === member)) {
      const fixed = FIXED[`${source}:${name}:${member}`];
      if (fixed === undefined) return undefined;
      asked[member] = fixed;
    }
  }
  const turned = TURNED[`${source}:${name}`];
  const requestParameters = turned === undefined ? asked : turnedRound(asked, turned);
  return { ...built, requestParameters, eventID: `${textAt(of, 'eventID') ?? ''}-back` };
}

/** Operations that add what the one member lists, and take away what the other lists. Sources: their API references. */
const TURNED: Readonly<Record<string, readonly [adds: string, takes: string]>> = {
  'ec2:ModifyImageAttribute': ['launchPermission.add', 'launchPermission.remove'],
  'ec2:ModifySnapshotAttribute': ['createVolumePermission.add', 'createVolumePermission.remove'],
  'rds:ModifyDBSnapshotAttribute': ['valuesToAdd', 'valuesToRemove'],
  'rds:ModifyDBClusterSnapshotAttribute': ['valuesToAdd', 'valuesToRemove'],
  'ssm:ModifyDocumentPermission': ['accountIdsToAdd', 'accountIdsToRemove'],
};

/** A request that takes away what another adds. */
function turnedRound(asked: JsonObject, [adds, takes]: readonly [string, string]): JsonObject {
  const [outer = '', inner] = adds.split('.');
  const added = inner === undefined ? asked[outer] : member(asked[outer], inner);
  const { [outer]: _, ...others } = asked;
  if (added === undefined) return others;
  return inner === undefined
    ? { ...others, [takes]: added }
    : { ...others, [outer]: { [takes.split('.')[1] ?? '']: added } };
}

/** A request as it is made: one that adds does not take away the same. */
function adding(record: JsonObject): JsonObject {
  const turned = TURNED[`${sourceOf(record)}:${textAt(record, 'eventName') ?? ''}`];
  if (turned === undefined) return record;
  const [outer = '', inner] = turned[1].split('.');
  const { [outer]: taken = null, ...others } = objectAt(record, 'requestParameters');
  if (inner === undefined || !isJsonObject(taken)) return { ...record, requestParameters: others };
  const { [inner]: _, ...left } = taken;
  return { ...record, requestParameters: { ...others, [outer]: left } };
}

/** The record of each operation with all that it takes. */
const plain = new WeakMap<Modelled, JsonObject>();

/** Attributes that take a policy away when they are empty. Sources: Amazon SQS and OpenSearch Service API references. */
const EMPTIED: Readonly<Record<string, (asked: JsonObject) => JsonObject>> = {
  'sqs:SetQueueAttributes': (asked) => ({ ...asked, attributes: { Policy: '' } }),
  'es:UpdateDomainConfig': (asked) => ({ ...asked, accessPolicies: '' }),
  'es:UpdateElasticsearchDomainConfig': (asked) => ({ ...asked, accessPolicies: '' }),
};

/** Records of these operations that leave no policy to what a record is about. */
export function emptied(names: readonly string[], record: JsonObject): readonly JsonObject[] {
  return names.flatMap((name) => {
    const emptying = name === record['eventName'] ? EMPTIED[`${sourceOf(record)}:${name}`] : undefined;
    const requestParameters = emptying?.(objectAt(record, 'requestParameters'));
    return requestParameters === undefined ? [] : [{ ...record, requestParameters }];
  });
}

/** What is the same whatever is taken back. */
const FIXED: Readonly<Record<string, string>> = {
  'sso:ProvisionPermissionSet:targetType': 'ALL_PROVISIONED_ACCOUNTS',
};

/** What a record has under this name: of the request, else of the response; there an `id` is the id of what was made. */
function valueIn(record: JsonObject, name: string): JsonValue | undefined {
  const [asked, answered] = [objectAt(record, 'requestParameters'), objectAt(record, 'responseElements')];
  const made = /^(?:Create|Import|Upload|Register)/.test(textAt(record, 'eventName') ?? '');
  const short = made ? /(?:Id|Arn|Name)$/.exec(name)?.[0].toLowerCase() : undefined;
  return within(asked, name) ?? within(answered, name) ?? (short === undefined ? undefined : within(answered, short));
}

function within(value: JsonValue | undefined, name: string): JsonValue | undefined {
  if (value === undefined) return undefined;
  if (!isJsonObject(value)) {
    return typeof value === 'object' && value !== null
      ? value.map((each) => within(each, name)).find((each) => each !== undefined)
      : undefined;
  }
  const members = Object.entries(value);
  const own = members.find(([key]) => key.toLowerCase() === name.toLowerCase());
  if (own !== undefined) return own[1];
  return members.map(([, inner]) => within(inner, name)).find((each) => each !== undefined);
}

/** A record without what the lists of earlier ones of its operation have. */
export function withoutEarlier(record: JsonObject, history: readonly JsonObject[]): JsonObject {
  const same = history.filter(({ eventName }) => eventName === record['eventName']);
  const asked: Record<string, JsonValue> = { ...objectAt(record, 'requestParameters') };
  for (const [name, value] of Object.entries(asked)) {
    if (typeof value !== 'object' || value === null || isJsonObject(value)) continue;
    const had = same.flatMap((each) => [objectAt(each, 'requestParameters')[name] ?? []].flat().map(textOf));
    const news = value.filter((each) => !had.includes(textOf(each)));
    delete asked[name];
    if (news.length > 0) asked[name] = news;
  }
  return { ...record, requestParameters: asked };
}

const textOf = (value: JsonValue) => JSON.stringify(value);

/** The records of an operation that its models make. */
export function recordsOf({ source, name }: Pick<CallRow, 'source' | 'name'>, models: Models): readonly JsonObject[] {
  const modelled = models.get(`${source}:${name}`);
  if (modelled === undefined) return [];
  const records = modelled.found.flatMap(({ protocol }, service) =>
    VARIANTS.filter(({ form }) => form === 'plain' || protocol === 'ec2').map((variant) =>
      adding(asSpelled(modelledRecord(modelled, variant, service))),
    ),
  );
  return [...new Map(records.map((record) => [JSON.stringify(record['requestParameters']), record])).values()];
}

/** Records of an operation from before a call: the same as it would be, and with one member that is another each. */
export function earlier(operation: Pick<CallRow, 'source' | 'name'>, models: Models): readonly JsonObject[] {
  return recordsOf(operation, models)
    .filter((_, index) => index % 2 === 0)
    .flatMap((record) => {
      const asked = objectAt(record, 'requestParameters');
      const others = Object.entries(asked).flatMap(([member, value]) => {
        const other = otherThan(value);
        return other === undefined ? [] : [{ ...record, requestParameters: { ...asked, [member]: other } }];
      });
      return [record, ...others];
    });
}

/** Ids of what operations make, as others name it, and what stands in an attribute that may be anything. */
const SPELLED: Readonly<Record<string, readonly [modelled: string, recorded: string]>> = {
  'organizations:CreatePolicy': ['"id":"a-Id"', '"id":"a-PolicyId"'],
  'sns:SetTopicAttributes': ['"a-AttributeValue"', JSON.stringify(JSON.stringify(POLICY))],
};

function asSpelled(record: JsonObject): JsonObject {
  const spelled = SPELLED[`${sourceOf(record)}:${textAt(record, 'eventName') ?? ''}`];
  if (spelled === undefined) return record;
  const made: unknown = JSON.parse(JSON.stringify(record).replace(spelled[0], () => spelled[1]));
  const written = jsonForm(made);
  return isJsonObject(written) ? written : record;
}

function otherThan(value: JsonValue): JsonValue | undefined {
  if (value === JSON.stringify(POLICY)) return JSON.stringify(OTHER_POLICY);
  if (value === valueFor('account')) return '777788889999';
  if (typeof value === 'string') return `${value}-other`;
  if (typeof value === 'boolean') return !value;
  if (!isJsonObject(value)) return typeof value === 'object' && value !== null ? value.flatMap(toOther) : undefined;
  const members = Object.entries(value).map(([name, inner]) => [name, otherThan(inner) ?? inner] as const);
  return Object.fromEntries(members);
}

function toOther(value: JsonValue): readonly JsonValue[] {
  return [otherThan(value) ?? value];
}

const OTHER_POLICY = { ...POLICY, Statement: POLICY.Statement.map((each) => ({ ...each, Action: 's3:PutObject' })) };

function objectAt(record: JsonObject, name: string): JsonObject {
  const found = record[name] ?? {};
  return isJsonObject(found) ? found : {};
}

function sourceOf(record: JsonObject): string {
  return textAt(record, 'eventSource')?.split('.')[0] ?? '';
}
