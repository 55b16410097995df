import { isJsonObject, type JsonObject, type JsonValue } from '../../lib/core/json.ts';

/** What of a policy is read here by itself, and not by Ambit's engine: an action on a resource. */
export interface Use {
  readonly action: string;
  readonly resource: string;
}

/** Whether one of these statements denies this use, whatever it asks for besides. */
export function denies(statements: readonly JsonObject[], use: Use): boolean {
  return statements.some((each) => each['Effect'] === 'Deny' && isAbout(each, use));
}

/** What a document allows, one use for each action and resource that it names. */
export function usesIn(document: JsonValue): readonly Use[] {
  return statementsOf(document)
    .filter((each) => each['Effect'] === 'Allow')
    .flatMap((each) =>
      textsIn(each['Action']).flatMap((action) =>
        // whatever a star stands for
        textsIn(each['Resource']).map((resource) => ({ action, resource: resource.replaceAll('*', 'any') })),
      ),
    );
}

function isAbout(statement: JsonObject, { action, resource }: Use): boolean {
  const named = (member: string, value: string) => textsIn(statement[member]).some((pattern) => fits(pattern, value));
  const isAction = 'NotAction' in statement ? !named('NotAction', action) : named('Action', action);
  return isAction && ('NotResource' in statement ? !named('NotResource', resource) : named('Resource', resource));
}

function fits(pattern: string, value: string): boolean {
  const literal = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}$`, 'i').test(value);
}

/** The statements of a document; none where it has none. */
export function statementsOf(document: JsonValue): readonly JsonObject[] {
  const statements = isJsonObject(document) ? document['Statement'] : undefined;
  return [statements ?? []].flat().filter(isJsonObject);
}

function textsIn(value: JsonValue | undefined): readonly string[] {
  return [value ?? []].flat().filter((each) => typeof each === 'string');
}
