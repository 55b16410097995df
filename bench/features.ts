import type { NamedPolicy, PolicySet } from '../lib/core/access/policy-set.ts';
import {
  CONDITION_OPERATORS,
  type Condition,
  type ConditionFamily,
  type PolicyVersion,
  type Statement,
} from '../lib/core/policy/statement.ts';

type Uses = (statement: Statement, version: PolicyVersion) => boolean;

/** Features of the policy language, and how a statement shows that it uses them. */
const FEATURES: Readonly<Record<string, Uses>> = {
  NotAction: ({ action }) => action.negated,
  NotResource: ({ resource }) => resource?.negated === true,
  Deny: ({ effect }) => effect === 'Deny',
  Condition: ({ conditions }) => conditions.length > 0,
  variables: (statement, version) => version === '2012-10-17' && textsOf(statement).some((text) => text.includes('${')),
  ForAllValues: ofCondition(({ set }) => set === 'ForAllValues'),
  ForAnyValue: ofCondition(({ set }) => set === 'ForAnyValue'),
  IfExists: ofCondition(({ ifExists }) => ifExists),
  'negated operator': ofCondition(({ operator }) => CONDITION_OPERATORS[operator].negated),
  Null: ofFamily('Null'),
  String: ofFamily('String'),
  Arn: ofFamily('Arn'),
  Bool: ofFamily('Bool'),
  Numeric: ofFamily('Numeric'),
  Date: ofFamily('Date'),
  IpAddress: ofFamily('IpAddress'),
  Binary: ofFamily('Binary'),
  '?': (statement) => patternsOf(statement).some((text) => text.replaceAll('${?}', '').includes('?')),
  'star inside a pattern': (statement) => patternsOf(statement).some((text) => /\*[^*]/.test(text)),
};

/** The name under which questions count that use none of the features. */
export const PLAIN = 'none of these';

/** In the order of the table. */
export const FEATURE_NAMES: readonly string[] = [...Object.keys(FEATURES), PLAIN];

/** The features that a policy set uses, in the order of the table. */
export function featuresOf(set: PolicySet): readonly string[] {
  const statements = documentsOf(set).flatMap(({ document }) =>
    'unreadable' in document ? [] : document.statements.map((statement) => [statement, document.version] as const),
  );
  return Object.entries(FEATURES).flatMap(([feature, uses]) =>
    statements.some(([statement, version]) => uses(statement, version)) ? [feature] : [],
  );
}

function documentsOf({ identity, boundary, session, scps, rcps, resource }: PolicySet): readonly NamedPolicy[] {
  const levels = [identity, boundary ?? [], session ?? [], ...(scps ?? []), ...(rcps ?? [])];
  return [...levels.flat(), ...(resource === undefined ? [] : [resource.policy])];
}

function ofCondition(uses: (condition: Condition) => boolean): Uses {
  return ({ conditions }) => conditions.some(uses);
}

function ofFamily(family: ConditionFamily): Uses {
  return ofCondition(({ operator }) => CONDITION_OPERATORS[operator].family === family);
}

/** All texts in which variables may stand. */
function textsOf({ resource, conditions }: Statement): readonly string[] {
  return [...(resource?.patterns ?? []), ...conditions.flatMap(({ values }) => values)];
}

/** All texts in which `*` and `?` are wildcards. */
function patternsOf({ action, resource, conditions }: Statement): readonly string[] {
  const values = conditions.flatMap(({ operator, values }) =>
    operator.endsWith('Like') || CONDITION_OPERATORS[operator].family === 'Arn' ? values : [],
  );
  return [...action.patterns, ...(resource?.patterns ?? []), ...values];
}
