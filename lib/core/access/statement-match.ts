import { type ArnReading, arnGlobOfTemplate, parseTemplate, type ResolveVariable } from '../policy/template.ts';
import { globMatchesLetters, globOf, lettersOf } from '../policy/glob.ts';
import type { PatternList, PolicyDocument, Statement } from '../policy/statement.ts';
import { passes, testOf } from './condition/condition-test.ts';
import { reachOf } from './principal-match.ts';

/** A request as statements see it: what is not known about the principal is simply missing. */
export interface RequestFacts {
  readonly principal: string | undefined;
  readonly action: string;
  readonly resource: string;
  /** Values of a context key (lower case); undefined or empty: the key is missing. */
  readonly values: (key: string) => readonly string[] | undefined;
  readonly hasBoundary: 'boundary' | 'no-boundary';
  readonly reading: ArnReading;
}

/** Whether a statement applies: yes, no, or the rule that leaves it open. */
export type Applies = 'yes' | 'no' | { readonly unclear: string };

/** A statement applies when its principal, action, resource and all its conditions match. */
export function applies(statement: Statement, document: PolicyDocument, request: RequestFacts): Applies {
  if (!principalMatches(statement, request)) return 'no';
  if (!actionMatches(statement.action, request.action)) return 'no';
  const parts = [resourceMatches(statement, document, request), ...conditionAnswers(statement, document, request)];
  if (parts.includes('no')) return 'no';
  return parts.find((part) => part !== 'yes') ?? 'yes';
}

/** Whether a statement's Principal or NotPrincipal takes the request's principal; without either it takes everyone. */
export function principalMatches(
  { principal }: Statement,
  request: Pick<RequestFacts, 'principal' | 'hasBoundary'>,
): boolean {
  if (principal === undefined) return true;
  const anyone = principal.aws.includes('*') ? 'everyone' : 'no';
  const reach = request.principal === undefined ? anyone : reachOf(principal, request.principal);
  // NotPrincipal always hits principals with a permissions boundary (IAM user guide, "NotPrincipal")
  if (principal.negated) return reach === 'no' || request.hasBoundary === 'boundary';
  return reach !== 'no';
}

/** Whether `Action` or `NotAction` takes an action; case does not matter. */
export function actionMatches({ negated, patterns }: PatternList, action: string): boolean {
  const letters = lettersOf(action.toLowerCase());
  return patterns.some((pattern) => globMatchesLetters(globOf(pattern.toLowerCase()), letters)) !== negated;
}

function resourceMatches({ resource }: Statement, { version }: PolicyDocument, request: RequestFacts): Applies {
  if (resource === undefined) return 'yes';
  const letters = lettersOf(request.resource);
  const resolve = variablesFrom(request);
  let unclear: string | undefined;
  for (const pattern of resource.patterns) {
    const arn = arnGlobOfTemplate(parseTemplate(pattern, version), resolve, request.reading);
    if (arn.kind === 'unclear') unclear = 'variable-in-arn-prefix';
    if (arn.kind === 'glob' && globMatchesLetters(arn.glob, letters)) return resource.negated ? 'no' : 'yes';
  }
  if (unclear !== undefined) return { unclear };
  return resource.negated ? 'yes' : 'no';
}

function conditionAnswers(
  statement: Statement,
  { version }: PolicyDocument,
  request: RequestFacts,
): readonly Applies[] {
  const resolve = variablesFrom(request);
  return statement.conditions.map((condition) => {
    const test = testOf(condition, { version, resolve, reading: request.reading });
    const answer = passes(test, request.values(test.key));
    if (typeof answer === 'object') return answer;
    return answer ? 'yes' : 'no';
  });
}

/** A variable stands for the single value of its key; a key with none or several has no value to stand for. */
function variablesFrom(request: RequestFacts): ResolveVariable {
  return (key, fallback) => {
    const values = request.values(key) ?? [];
    const [value] = values;
    if (values.length > 1) return undefined;
    if (value !== undefined) return lettersOf(value);
    return fallback === undefined ? undefined : lettersOf(fallback);
  };
}
