import type { ConditionSource, DocumentSource, SetSource, StatementSource } from '../core/access/random-policies.ts';
import { encodeCondition } from './encode-condition.ts';
import type { ArnValue } from './arn-value.ts';
import { type Reading, anyOf, matchesArn, matchesText, takesAction } from './patterns.ts';
import { DECLARATIONS, arnOfShape, factsOf } from './request-variables.ts';
import { type Smt, FALSE, and, not, or } from './smt.ts';

/** An action with the ARN shapes that it takes; none: it takes no resource but `*`. */
export interface ActionShapes {
  readonly action: string;
  readonly shapes: readonly string[];
}

/**
 * SMT scripts, one for each action and shape of its resource; one of them is satisfiable exactly when `granted` allows
 * a request with one of these actions and `limit` does not. Those that are plainly not are left out.
 */
export function encodePair(
  granted: SetSource,
  limit: SetSource,
  actions: readonly ActionShapes[],
  reading: Reading,
): readonly Smt[] {
  const partition = granted.principal === undefined ? '*' : 'aws';
  const scripts = actions.flatMap(({ action, shapes }) => {
    if (shapes.length === 0)
      return [outside(granted, limit, { action, resource: [{ kind: 'text', text: '*' }], reading })];
    return shapes.map((shape) => {
      const resource = arnOfShape(shape.replace(/^arn:\*:/, `arn:${partition}:`));
      const open = resource.flatMap((part, index) =>
        part.kind === 'text' ? [] : [matchesText(part.name, shape.split(':')[index] ?? '*', '', 'wildcards')],
      );
      return and([...open, outside(granted, limit, { action, resource, reading })]);
    });
  });
  return [...new Set(scripts.filter((script) => script !== FALSE))].map(
    (script) => `${DECLARATIONS}(assert ${factsOf(granted.principal)})\n(assert ${script})`,
  );
}

interface Place {
  readonly action: string;
  readonly resource: ArnValue;
  readonly reading: Reading;
}

function outside(granted: SetSource, limit: SetSource, place: Place): Smt {
  return and([allows(granted, place), not(allows(limit, place))]);
}

/** An Allow at every level, and no Deny anywhere. */
function allows(set: SetSource, place: Place): Smt {
  const levels = [set.identity, set.boundary, set.session, ...(set.scps ?? [])].filter((level) => level !== undefined);
  const applying = (effect: 'Allow' | 'Deny', documents: readonly DocumentSource[]): Smt =>
    or(
      documents.flatMap(({ Version, Statement }) =>
        Statement.filter(({ Effect }) => Effect === effect).map((each) => applies(each, Version, place)),
      ),
    );
  return and([
    ...levels.map((level) => applying('Allow', level)),
    ...levels.map((level) => not(applying('Deny', level))),
  ]);
}

function applies(statement: StatementSource, version: string, { action, resource, reading }: Place): Smt {
  const { Action, NotAction, Resource, NotResource, Condition } = statement;
  const isTaken = Action === undefined ? !takesAction(texts(NotAction), action) : takesAction(texts(Action), action);
  if (!isTaken) return FALSE;
  const matching = anyOf(texts(Resource ?? NotResource), (each) => matchesArn(resource, each, version, reading));
  const conditions = isConditions(Condition)
    ? Object.entries(Condition).flatMap(([operator, keys]) =>
        Object.entries(keys).map(([key, operands]) => encodeCondition(operator, key, operands, version, reading)),
      )
    : [];
  return and([Resource === undefined ? not(matching) : matching, ...conditions]);
}

function texts(element: StatementSource[string] | undefined): readonly string[] {
  if (typeof element === 'string') return [element];
  return isList(element) ? element : [];
}

function isList(element: StatementSource[string] | undefined): element is readonly string[] {
  return Array.isArray(element);
}

function isConditions(element: StatementSource[string] | undefined): element is ConditionSource {
  return typeof element === 'object' && !Array.isArray(element);
}
