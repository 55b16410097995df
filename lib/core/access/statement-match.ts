import {
  type ArnGlob,
  type ArnReading,
  type ResolveVariable,
  type Template,
  arnGlobOfTemplate,
  parseTemplate,
} from '../policy/template.ts';
import { globMatchesLetters, lettersOf } from '../policy/glob.ts';
import type { Condition, PatternList, PolicyDocument, PolicyVersion, Statement } from '../policy/statement.ts';
import { takesName } from './action-patterns.ts';
import { type ConditionTest, passes, testOf } from './condition/condition-test.ts';
import { notPrincipalHits, reachOf } from './principal-match.ts';

/** A request as statements see it: what is not known about the principal is simply missing. */
export interface RequestFacts {
  readonly principal: string | undefined;
  /** Of a session: the ARN of its role, where that is known. */
  readonly role?: string | undefined;
  /** In lower case: case does not matter. */
  readonly action: string;
  /** By letters, as patterns read it. */
  readonly resource: readonly number[];
  /** Values of a context key (lower case); undefined or empty: the key is missing. */
  readonly values: (key: string) => readonly string[] | undefined;
  readonly hasBoundary: 'boundary' | 'no-boundary';
  readonly reading: ArnReading;
}

/** Whether a statement applies: yes, no, or the rule that leaves it open. */
export type Applies = 'yes' | 'no' | { readonly unclear: string };

/** A statement that takes the action of a request applies when its principal, resource and all its conditions match. */
export function applies(statement: Statement, document: PolicyDocument, request: RequestFacts): Applies {
  const principal = principalMatches(statement, request);
  if (principal === 'no') return 'no';
  const resource = resourceMatches(statement, document, request);
  const parts = [principal, resource, ...conditionAnswers(statement, document, request)];
  if (parts.includes('no')) return 'no';
  return parts.find((part) => part !== 'yes') ?? 'yes';
}

/** Whether a statement's Principal or NotPrincipal takes the request's principal; without either it takes everyone. */
export function principalMatches(
  { principal: element }: Statement,
  { principal, role, hasBoundary }: Pick<RequestFacts, 'principal' | 'role' | 'hasBoundary'>,
): Applies {
  if (element === undefined) return 'yes';
  // NotPrincipal always hits principals with a permissions boundary (IAM user guide, "NotPrincipal")
  if (element.negated) {
    if (hasBoundary === 'boundary') return 'yes';
    return principal === undefined ? yesOrNo(!element.aws.includes('*')) : notPrincipalHits(element, principal, role);
  }
  return yesOrNo(principal === undefined ? element.aws.includes('*') : reachOf(element, principal, role) !== 'no');
}

function yesOrNo(answer: boolean): Applies {
  return answer ? 'yes' : 'no';
}

/** Whether `Action` or `NotAction` takes an action; case does not matter. */
export function actionMatches(list: PatternList, action: string): boolean {
  return takesName(list, action.toLowerCase());
}

function resourceMatches({ resource }: Statement, { version }: PolicyDocument, request: RequestFacts): Applies {
  if (resource === undefined) return 'yes';
  const resolve = variablesFrom(request);
  let unclear: string | undefined;
  for (const template of resourceTemplates(resource, version)) {
    const arn = template.fixed?.[request.reading] ?? arnGlobOfTemplate(template.parts, resolve, request.reading);
    if (arn.kind === 'unclear') unclear = 'variable-in-arn-prefix';
    if (arn.kind === 'glob' && globMatchesLetters(arn.glob, request.resource)) return resource.negated ? 'no' : 'yes';
  }
  if (unclear !== undefined) return { unclear };
  return resource.negated ? 'yes' : 'no';
}

/** A resource pattern; `fixed` where it has no variables, so that it is the same for every request. */
interface ResourceTemplate {
  readonly parts: Template;
  readonly fixed: Readonly<Record<ArnReading, ArnGlob>> | undefined;
}

const readResources = new WeakMap<PatternList, readonly ResourceTemplate[]>();

function resourceTemplates(list: PatternList, version: PolicyVersion): readonly ResourceTemplate[] {
  const known = readResources.get(list);
  if (known !== undefined) return known;
  const templates = list.patterns.map((pattern) => {
    const parts = parseTemplate(pattern, version);
    const fixed = parts.some(({ kind }) => kind === 'variable') ? undefined : bothReadings(parts);
    return { parts, fixed };
  });
  readResources.set(list, templates);
  return templates;
}

function bothReadings(parts: Template): Readonly<Record<ArnReading, ArnGlob>> {
  const read = (reading: ArnReading): ArnGlob => arnGlobOfTemplate(parts, () => undefined, reading);
  return { 'segment-wise': read('segment-wise'), crossing: read('crossing') };
}

function conditionAnswers(
  statement: Statement,
  { version }: PolicyDocument,
  request: RequestFacts,
): readonly Applies[] {
  return statement.conditions.map((condition) => {
    const test = fixedTest(condition, version, request) ?? testFor(condition, version, request);
    const answer = passes(test, request.values(test.key));
    if (typeof answer === 'object') return answer;
    return answer ? 'yes' : 'no';
  });
}

function testFor(condition: Condition, version: PolicyVersion, request: RequestFacts): ConditionTest {
  return testOf(condition, { version, resolve: variablesFrom(request), reading: request.reading });
}

const fixedTests = new WeakMap<Condition, Map<string, ConditionTest>>();

/** A condition without variables asks the same of every request: its operands are read once. */
function fixedTest(condition: Condition, version: PolicyVersion, request: RequestFacts): ConditionTest | undefined {
  const known = fixedTests.get(condition)?.get(version + request.reading);
  if (known !== undefined || condition.values.some((value) => value.includes('${'))) return known;
  const test = testFor(condition, version, request);
  const ofCondition = fixedTests.get(condition) ?? new Map<string, ConditionTest>();
  fixedTests.set(condition, ofCondition.set(version + request.reading, test));
  return test;
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
