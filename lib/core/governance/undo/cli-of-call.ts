import type { IamCall } from '../../account/call.ts';
import { isServiceCall, type PlanCall } from '../../account/plan-call.ts';
import { isJsonObject, jsonForm, type JsonValue } from '../../json.ts';
import { cliOfServiceCall } from './cli-of-service-call.ts';
import { kebab } from './kebab.ts';
import { shellWord } from './shell-word.ts';

/**
 * The command of the AWS CLI that makes a call, for people to paste where Ambit does not do it: with the credentials of the
 * account, those above the accounts with those of who manages them. Source: AWS CLI command reference.
 */
export function cliOfCall(call: PlanCall): string {
  return isServiceCall(call) ? cliOfServiceCall(call) : cliOfIamCall(call);
}

/** Options have the names of the members of the API. */
function cliOfIamCall(call: IamCall): string {
  const { name, ...members } = call;
  const options = Object.entries(members)
    .filter(([member, value]) => value !== undefined && !isAssigned(name, member))
    .map(([member, value]) => option(member, jsonForm(value)));
  return ['aws', 'iam', kebab(name), ...options].join(' ');
}

/** What AWS assigned is known of a call that was read from its record, and is assigned anew. */
function isAssigned(name: string, member: string): boolean {
  return name.startsWith('Create') && /^(?:roleId|userId|groupId|policyId|versionId|accessKeyId)$/.test(member);
}

function option(member: string, value: JsonValue): string {
  const name = `--${kebab(member)}`;
  if (typeof value === 'boolean') return value ? name : `--no-${kebab(member)}`;
  // a name may begin like an option
  if (typeof value === 'string' && value.startsWith('-')) return `${name}=${shellWord(value)}`;
  const values: readonly JsonValue[] = [value].flat();
  // the CLI puts a file in the place of a value that begins like one, and takes a list in JSON as it is
  if (
    Array.isArray(value) &&
    member !== 'tags' &&
    values.some((each) => /^(?:-|\[|fileb?:|https?:)/.test(text(each)))
  ) {
    return `${name} ${shellWord(JSON.stringify(values))}`;
  }
  if (member === 'tags') return `${name} ${shellWord(JSON.stringify(values.map(tag)))}`;
  return `${name} ${values.map((each) => shellWord(text(each))).join(' ')}`;
}

function tag(value: JsonValue): JsonValue {
  return isJsonObject(value) ? { Key: value['key'] ?? '', Value: value['value'] ?? '' } : value;
}

function text(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
