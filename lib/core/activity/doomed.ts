import { isJsonObject, jsonForm, type JsonObject, type JsonValue } from '../json.ts';
import type { ResourceRequest } from './hook-request.ts';
import { isJsonList, member, textAt } from './member.ts';
import { isSame, isSettled, type TemplatePair, valueOf } from './settled.ts';
import { statefulType } from './stateful-types.ts';
import { type TemplateTags, templateTags } from './template-tags.ts';
import { hasUnresolved, type Template, type TemplateResource } from './template.ts';

/** A resource that an operation takes away, or for all that is known may take away. */
export interface Doomed {
  readonly logicalId: string;
  readonly type: string;
  /** `unknown`: whether it stays cannot be told. */
  readonly fate: 'removed' | 'replaced' | 'unknown';
  /** For people. */
  readonly why: string;
  /** Those that its template gives it; absent: none. */
  readonly tags?: TemplateTags;
}

/** Stands for whatever a template may hold that cannot be read. */
export const UNREADABLE_TEMPLATE: Doomed = unknownOf('the template', 'it cannot be read');

/** What the deletion of a stack takes away: all but what its template retains. */
export function doomedByDelete({ resources, generators, macros }: Template): readonly Doomed[] {
  const removed = [...resources].filter(([, resource]) => !isRetained(resource));
  return [
    ...removed.map(([logicalId, resource]) => removal(logicalId, resource, 'the stack is deleted')),
    ...[...generators.keys()].map((name) =>
      unknownOf(name, 'the stack is deleted, and what this stands for is not known'),
    ),
    ...macros.map((name) => unknownOf(name, 'a macro of the template makes resources that are not known')),
  ];
}

/**
 * What an update takes away: every resource that the new template has not any more, and of the stateful ones that it still has
 * those which a property replaces. `unknown` where it hangs on what templates do not tell.
 */
export function doomedByUpdate(pair: TemplatePair): readonly Doomed[] {
  const { before, after } = pair;
  const kept = [...before.resources].flatMap(([logicalId, resource]) => {
    const next = after.resources.get(logicalId);
    if (next === undefined || next.type !== resource.type) {
      return isRetained(resource) ? [] : [removal(logicalId, resource, 'the new template does not have it')];
    }
    return changed(logicalId, resource, next, pair).map((each) => ({ ...each, ...taggedBy(resource.properties) }));
  });
  const generated = [...before.generators].filter(([name, each]) => !isSame(each, after.generators.get(name)));
  const macros = isSame([...before.macros], [...after.macros]) ? after.macros : [...before.macros, ...after.macros];
  return [
    ...kept,
    ...generated.map(([name]) => unknownOf(name, 'what this stands for is not known, and it changes')),
    ...macros.map((name) => unknownOf(name, 'a macro of the template makes resources that are not known')),
  ];
}

function changed(
  logicalId: string,
  before: TemplateResource,
  after: TemplateResource,
  pair: TemplatePair,
): readonly Doomed[] {
  const { type } = after;
  const stateful = statefulType(type);
  if (stateful === undefined) return [];
  const replacing = stateful.replacedBy.find(
    (path) => !isSame(valueOf(before.properties, path), valueOf(after.properties, path)),
  );
  if (replacing !== undefined) return [{ logicalId, type, fate: 'replaced', why: `its ${replacing} changes` }];
  if (after.condition !== undefined) {
    return [{ logicalId, type, fate: 'unknown', why: 'whether it stays hangs on a condition' }];
  }
  const open = stateful.replacedBy.find((path) => !isSettled(valueOf(after.properties, path) ?? null, pair));
  if (open === undefined) return [];
  return [{ logicalId, type, fate: 'unknown', why: `its ${open} hangs on what the template does not tell` }];
}

/**
 * What a change set takes away, by the changes that CloudFormation lists; `before`: the template of the stack, undefined for a new
 * one. Undefined: the list cannot be read.
 */
export function doomedByChangeSet(
  changes: JsonValue | undefined,
  before: Template | undefined,
): readonly Doomed[] | undefined {
  if (!isJsonList(changes)) return undefined;
  const doomed: Doomed[] = [];
  for (const change of changes) {
    const [logicalId, type] = [textAt(change, 'logicalResourceId'), textAt(change, 'resourceType')];
    if (logicalId === undefined || type === undefined) return undefined;
    const known = before?.resources.get(logicalId);
    const fate = fateOf(change, type, known);
    if (fate !== undefined) doomed.push({ logicalId, type, ...fate, ...taggedBy(known?.properties ?? {}) });
  }
  return doomed;
}

function fateOf(
  change: JsonValue,
  type: string,
  before: TemplateResource | undefined,
): Pick<Doomed, 'fate' | 'why'> | undefined {
  const action = textAt(change, 'action') ?? '';
  switch (action.toUpperCase()) {
    case 'CREATE':
    case 'ADD':
    case 'IMPORT':
      return undefined;
    case 'DELETE':
    case 'REMOVE':
      return before !== undefined && isRetained(before)
        ? undefined
        : { fate: 'removed', why: 'the change set removes it' };
    case 'UPDATE':
    case 'MODIFY':
      return replacementIn(change, type);
    default:
      return { fate: 'unknown', why: 'what the change set does with it is not known' };
  }
}

function replacementIn(change: JsonValue, type: string): Pick<Doomed, 'fate' | 'why'> | undefined {
  const paths = statefulType(type)?.replacedBy ?? [];
  if (paths.length === 0) return undefined;
  const [before, after] = [propertiesIn(change, 'beforeContext'), propertiesIn(change, 'afterContext')];
  if (before === undefined || after === undefined) {
    return { fate: 'unknown', why: 'the change set does not say what it changes of it' };
  }
  return replacementOf(paths, before, after);
}

/** A context is JSON in a text. */
function propertiesIn(change: JsonValue, name: string): JsonObject | undefined {
  const text = textAt(change, name);
  if (text === undefined) return undefined;
  try {
    const context = jsonForm(JSON.parse(text));
    const properties = member(context, 'Properties') ?? {};
    return isJsonObject(context) && isJsonObject(properties) ? properties : undefined;
  } catch (fault) {
    if (!(fault instanceof SyntaxError)) throw fault;
    return undefined;
  }
}

function replacementOf(
  paths: readonly string[],
  before: JsonObject,
  after: JsonObject,
): Pick<Doomed, 'fate' | 'why'> | undefined {
  const open = paths.find((path) => hasUnresolved(valueOf(after, path) ?? null));
  if (open !== undefined) return { fate: 'unknown', why: `its ${open} is not known before it is carried out` };
  const replacing = paths.find((path) => !isSame(valueOf(before, path), valueOf(after, path)));
  return replacing === undefined ? undefined : { fate: 'replaced', why: `its ${replacing} changes` };
}

/** What an operation on one resource takes away: the resource, if anything. */
export function doomedByResource({
  action,
  type,
  logicalId,
  properties,
  previous,
}: ResourceRequest): readonly Doomed[] {
  if (action === 'create') return [];
  const tagged = taggedBy(previous ?? properties);
  if (action === 'delete') return [{ logicalId, type, fate: 'removed', why: 'it is deleted', ...tagged }];
  const paths = statefulType(type)?.replacedBy ?? [];
  if (paths.length === 0) return [];
  const fate =
    previous === undefined
      ? ({ fate: 'unknown', why: 'nothing says what it was before' } as const)
      : replacementOf(paths, previous, properties);
  return fate === undefined ? [] : [{ logicalId, type, ...fate, ...tagged }];
}

/** Only a policy that is written out counts: any other may turn out to be `Delete`. */
function isRetained({ deletionPolicy }: TemplateResource): boolean {
  return deletionPolicy === 'Retain' || deletionPolicy === 'RetainExceptOnCreate';
}

function removal(logicalId: string, { type, properties }: TemplateResource, why: string): Doomed {
  return { logicalId, type, fate: 'removed', why, ...taggedBy(properties) };
}

function taggedBy(properties: JsonObject): Pick<Doomed, 'tags'> {
  const tags = templateTags(properties);
  return tags === undefined ? {} : { tags };
}

/** What stands for resources of any type. */
function unknownOf(logicalId: string, why: string): Doomed {
  return { logicalId, type: 'unknown', fate: 'unknown', why };
}
