import { textIn } from '../../activity/calls/losses.ts';
import { textsAt, valuesAt } from '../../activity/calls/resource-rules.ts';
import { textAt } from '../../activity/member.ts';
import { isJsonObject, type JsonValue } from '../../json.ts';
import { awsCommand, shellWord } from '../undo/shell-word.ts';
import { type Asking, gravestOf, isAmongOwn, type Widening, type WideningReader } from './widening.ts';

/** Whoever the policies of IAM allow: Lake Formation does not ask any more. */
const BY_IAM_ALONE = 'IAM_ALLOWED_PRINCIPALS';
/** Permissions that only read. */
const READING: ReadonlySet<string> = new Set(['SELECT', 'DESCRIBE', 'ASSOCIATE', 'DATA_LOCATION_ACCESS']);

/** Source: Lake Formation API reference, "GrantPermissions", "BatchGrantPermissions". */
const granted: WideningReader = (asking) => {
  const { asked } = asking;
  const entries = 'entries' in asked ? valuesAt(asked, 'entries') : [asked];
  const undo =
    'entries' in asked
      ? [
          awsCommand`aws lakeformation batch-revoke-permissions --entries ${JSON.stringify(entries.map(asTyped))}`,
          ...textsAt(asked, 'catalogId').map((catalog) => awsCommand`--catalog-id ${catalog}`),
        ].join(' ')
      : revoking(asked);
  const widenings = entries.map((entry) => grantOf(entry, asking));
  if (widenings.includes(undefined)) return undefined;
  return gravestOf(widenings.flatMap((each) => (each === undefined || each === 'nothing' ? [] : [{ ...each, undo }])));
};

function grantOf(entry: JsonValue, asking: Asking): Omit<Widening, 'undo'> | 'nothing' | undefined {
  const principal = textAt(entry, 'principal.dataLakePrincipalIdentifier');
  const permissions = textsAt(entry, 'permissions');
  if (principal === undefined || permissions.length === 0) return undefined;
  const passedOn = textsAt(entry, 'permissionsWithGrantOption');
  const more = passedOn.length === 0 ? '' : `, and to give ${passedOn.join(', ')} on`;
  const given = `${permissions.join(', ')} on ${placeOf(entry)}${more}`;
  if (principal === BY_IAM_ALONE) {
    const opens = `gives whoever the policies of IAM allow ${given}: Lake Formation guards it no more`;
    return { kind: 'guardrail-removed', verdict: 'exceeds', severity: 'high', opens };
  }
  const owner = ownerOf(principal);
  const opens = `gives ${principal} ${given}`;
  if (owner !== undefined && !isAmongOwn(owner, asking)) {
    return { kind: 'excess-sharing', verdict: 'exceeds', severity: 'high', opens };
  }
  if (owner !== undefined && owner !== asking.call.account) return 'nothing';
  const isLittle = passedOn.length === 0 && permissions.every((permission) => READING.has(permission));
  return { kind: 'excess-access', verdict: 'undetermined', severity: isLittle ? 'low' : 'medium', opens };
}

/** The account or organization that a principal is of, where its name says that. */
function ownerOf(principal: string): string | undefined {
  return (
    /^\d{12}(?=$|:)/.exec(principal)?.[0] ??
    /:(?:iam|sts)::(?<account>\d{12}):/.exec(principal)?.groups?.['account'] ??
    /\b(?<organization>o-[a-z0-9]{10,32})\b/.exec(principal)?.groups?.['organization']
  );
}

/** What is granted on, for people. */
function placeOf(entry: JsonValue): string {
  const [resource] = valuesAt(entry, 'resource');
  if (!isJsonObject(resource)) return 'what the record does not name';
  return Object.entries(resource)
    .map(([kind, named]) => `${kind} ${namesOf(named).join('.') || 'of the account'}`)
    .join(', ');
}

function namesOf(named: JsonValue): readonly string[] {
  return ['databaseName', 'name', 'resourceArn', 'tagKey'].flatMap((member) => textsAt(named, member));
}

function revoking(asked: JsonValue): string {
  const part = (name: string) => JSON.stringify(asTyped(valuesAt(asked, name)[0] ?? {}));
  const listed = (flag: string, name: string) => {
    const words = textsAt(asked, name);
    return words.length === 0 ? [] : [flag, ...words.map(shellWord)];
  };
  return [
    awsCommand`aws lakeformation revoke-permissions --principal ${part('principal')} --resource ${part('resource')}`,
    ...listed('--permissions', 'permissions'),
    ...listed('--permissions-with-grant-option', 'permissionsWithGrantOption'),
    ...listed('--catalog-id', 'catalogId'),
  ].join(' ');
}

/** As the AWS CLI takes it: names begin with a capital letter, which CloudTrail lowers. */
function asTyped(value: JsonValue): JsonValue {
  if (!isJsonObject(value)) return Array.isArray(value) ? value.map(asTyped) : value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [`${name.slice(0, 1).toUpperCase()}${name.slice(1)}`, asTyped(each)]),
  );
}

const settings: WideningReader = ({ asked }) => {
  const [lake] = valuesAt(asked, 'dataLakeSettings');
  if (lake === undefined) return undefined;
  const undo = 'PutDataLakeSettings with what was there before takes it back';
  const admins = textsAt(lake, 'dataLakeAdmins[].dataLakePrincipalIdentifier');
  const defaults = ['createDatabaseDefaultPermissions', 'createTableDefaultPermissions'].flatMap((name) =>
    textsAt(lake, `${name}[].principal.dataLakePrincipalIdentifier`),
  );
  const outside = textsAt(lake, 'externalDataFilteringAllowList[].dataLakePrincipalIdentifier');
  const all: Widening[] = [];
  if (admins.length > 0) {
    const opens = `leaves ${admins.join(', ')} as administrators, who may give anybody anything of the lake`;
    all.push({ kind: 'excess-access', verdict: 'undetermined', severity: 'high', opens, undo });
  }
  if (defaults.includes(BY_IAM_ALONE)) {
    const opens =
      'lets whoever the policies of IAM allow use what is made from now on: Lake Formation does not guard it';
    all.push({ kind: 'guardrail-removed', verdict: 'undetermined', severity: 'medium', opens, undo });
  }
  if (outside.length > 0 || textIn(lake, 'allowFullTableExternalDataAccess') === 'true') {
    const opens = `lets engines of others filter what they read${outside.length > 0 ? `: ${outside.join(', ')}` : ''}`;
    all.push({ kind: 'excess-sharing', verdict: 'undetermined', severity: 'high', opens, undo });
  }
  return gravestOf(all);
};

/** Calls that say who may use a data lake. */
export const DATA_LAKE_WIDENINGS: Readonly<Record<string, WideningReader>> = {
  'lakeformation:GrantPermissions': granted,
  'lakeformation:BatchGrantPermissions': granted,
  'lakeformation:PutDataLakeSettings': settings,
};
