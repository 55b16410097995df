import { kebab } from '../../../lib/core/governance/undo/kebab.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../lib/core/json.ts';
import { modelledRecord, nameInRecord } from './modelled-record.ts';
import type { Modelled, Shape } from './models.ts';

/** What the AWS CLI calls services otherwise than CloudTrail. */
const SOURCES: Readonly<Record<string, string>> = { 'sso-admin': 'sso', s3api: 's3', opensearchserverless: 'aoss' };

/**
 * The record that CloudTrail would write of a command of the AWS CLI, by the model of its operation; undefined where these models do
 * not have it.
 * @throws Error for an option that the operation does not have
 */
export function recordOfCommand(command: string, models: ReadonlyMap<string, Modelled>): JsonObject | undefined {
  const [, service = '', operation = '', ...words] = wordsIn(command);
  const source = SOURCES[service] ?? service;
  const modelled = [...models.values()].find((each) => each.source === source && kebab(each.name) === operation);
  const [model] = modelled?.found ?? [];
  if (modelled === undefined || model?.input?.type !== 'structure') return undefined;
  const asked: Record<string, JsonValue> = {};
  for (const [option, values] of optionsIn(words)) {
    if (option === 'region') continue;
    const member = Object.entries(model.input.members).find(([name]) => kebab(name) === option);
    if (member === undefined) throw new Error(`${operation} has no option --${option}`);
    const [name, shape] = member;
    asked[nameInRecord(model.service, name)] = recorded(valueOf(shape, values), model.protocol === 'ec2');
  }
  const built = modelledRecord(modelled, { pick: 0, flag: true, form: 'plain' });
  return { ...built, requestParameters: asked, eventID: 'by-command' };
}

/** The words of a command, as a shell splits them. */
function wordsIn(command: string): readonly string[] {
  return (command.match(/(?:'[^']*'|\\'|[^\s'])+/g) ?? []).map((word) =>
    word.replaceAll(/'(?<quoted>[^']*)'|\\(?<escaped>')/g, '$<quoted>$<escaped>'),
  );
}

function optionsIn(words: readonly string[]): readonly (readonly [string, readonly string[]])[] {
  const options: [string, string[]][] = [];
  for (const word of words) {
    if (word.startsWith('--')) options.push([word.slice(2), []]);
    else options.at(-1)?.[1].push(word);
  }
  return options;
}

// JSON.parse returns any; what it returns is a JsonValue by definition
const parse: (text: string) => JsonValue = JSON.parse;

function valueOf(shape: Shape, values: readonly string[]): JsonValue {
  const [first = ''] = values;
  if (shape.type === 'boolean') return true;
  if (shape.type === 'list' && !first.startsWith('[')) return values;
  if (!['list', 'structure', 'map'].includes(shape.type)) return first;
  return parse(first);
}

/** As CloudTrail writes it: names begin with a small letter, lists of EC2 lie below `items`. */
function recorded(value: JsonValue, isEc2: boolean): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  if (!isJsonObject(value)) {
    const items = value.map((each) => recorded(each, isEc2));
    return isEc2 ? { items } : items;
  }
  const members = Object.entries(value).map(
    ([name, inner]) => [RENAMED[name] ?? lowered(name), recorded(inner, isEc2)] as const,
  );
  return Object.fromEntries(members);
}

/** EC2 has one name in its requests and another in what it writes. */
const RENAMED: Readonly<Record<string, string>> = { UserIdGroupPairs: 'groups' };

function lowered(name: string): string {
  return `${name.slice(0, 1).toLowerCase()}${name.slice(1)}`;
}
