import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { parseArn } from '../policy/arn.ts';
import { decodeDocument } from '../policy/decode.ts';
import { parsePolicy } from '../policy/parse.ts';
import { formOf, isList } from '../policy/parse-texts.ts';
import { type PolicyProblem, placeOf, quote, type Report } from '../policy/problem.ts';
import { readList, readText, refuseUnknown } from '../policy/read-json.ts';
import type { PolicyDocument } from '../policy/statement.ts';
import { err, ok, type Result } from '../result.ts';
import type { NamedPolicy, PolicySet, PrincipalFacts, ResourcePolicy } from './policy-set.ts';

const SET_PARTS = ['principal', 'identity', 'boundary', 'session', 'scps', 'rcps', 'resource'];
const ENTRY_PARTS = ['name', 'document'];
const PRINCIPAL_PARTS = ['arn', 'tags', 'userName', 'organizationId'];
const RESOURCE_PARTS = ['name', 'document', 'arn', 'account'];

/**
 * Reads a policy set as people and scripts write it: a policy document; a list of documents (one identity policy set); or
 * `{"principal":{"arn","tags","userName","organizationId"},"identity":[…],"boundary":[…],"session":[…],"scps":[[…],…],"rcps":[[…],…],"resource":{"document","arn","account"}}`
 * with every part optional. A document may be JSON or its text, or `{"name", "document"}`; without a name it is called after
 * its place, `identity[0]`. A lone document with Principal elements, or one such document of a list, is the resource policy.
 * Refused with every problem, each with its place: `identity[1].Statement[0].Efect`.
 */
export function parsePolicySet(source: JsonValue): Result<PolicySet, readonly PolicyProblem[]> {
  const problems: PolicyProblem[] = [];
  const set = readPolicySet(source, '', (place, got, expected) => problems.push({ place, got, expected }));
  return problems.length > 0 ? err(problems) : ok(set);
}

/** Reads the right-hand side of a comparison: a policy set, or `{"anyOf": […]}` for the union of several. */
export function parseLimits(source: JsonValue): Result<readonly PolicySet[], readonly PolicyProblem[]> {
  const problems: PolicyProblem[] = [];
  const report: Report = (place, got, expected) => problems.push({ place, got, expected });
  const limits = readLimits(source, report);
  return problems.length > 0 ? err(problems) : ok(limits);
}

function readLimits(source: JsonValue, report: Report): readonly PolicySet[] {
  if (!isJsonObject(source) || source['anyOf'] === undefined) return [readPolicySet(source, '', report)];
  refuseUnknown(source, ['anyOf'], '', report);
  return readList(source['anyOf'], 'anyOf', report).map(([each, place]) => readPolicySet(each, place, report));
}

function readPolicySet(source: JsonValue, place: string, report: Report): PolicySet {
  const value = decoded(source, place, report);
  if (value === undefined) return { principal: {}, identity: [] };
  if (isList(value)) return readDocuments(readPolicies(value, place, 'identity', report), place, report);
  if (!isJsonObject(value)) {
    report(place || 'document', formOf(value), 'a policy document, a list of them, or a policy set');
    return { principal: {}, identity: [] };
  }
  const isSet = Object.keys(value).some((name) => SET_PARTS.includes(name));
  if (!isSet) {
    const policy = readPolicy(value, place, 'identity[0]', report);
    return readDocuments(policy === undefined ? [] : [policy], place, report);
  }
  return readParts(value, place, report);
}

/** Text is decoded, all else is left as it is; undefined after a problem. */
function decoded(source: JsonValue, place: string, report: Report): JsonValue | undefined {
  if (typeof source !== 'string') return source;
  const result = decodeDocument(source);
  if (result.ok) return result.value;
  reportAt(place, result.error, report);
  return undefined;
}

/** Documents without a place of their own: those with Principal elements are the policy of the resource. */
function readDocuments(policies: readonly NamedPolicy[], place: string, report: Report): PolicySet {
  const identity = policies.filter((policy) => !namesPrincipals(policy));
  const [resource, ...others] = policies.filter(namesPrincipals);
  if (others.length > 0) {
    report(
      place || 'document',
      `${others.length + 1} documents with Principal elements`,
      'at most one resource policy',
    );
  }
  if (resource === undefined) return { principal: {}, identity };
  const policy = { ...resource, name: resource.name.startsWith('identity[') ? 'resource' : resource.name };
  checkResourcePolicy(policy, place, report);
  return { principal: {}, identity, resource: { policy } };
}

function readParts(source: JsonObject, place: string, report: Report): PolicySet {
  refuseUnknown(source, SET_PARTS, place, report);
  const part = (name: string): readonly NamedPolicy[] | undefined => {
    const value = source[name];
    return value === undefined ? undefined : readIdentityPolicies(value, placeOf(place, name), name, report);
  };
  const levels = (name: 'scps' | 'rcps'): readonly (readonly NamedPolicy[])[] | undefined => {
    const value = source[name];
    return value === undefined ? undefined : readLevels(value, placeOf(place, name), name, report);
  };
  const principal = source['principal'];
  const resource = source['resource'];
  const boundary = part('boundary');
  const session = part('session');
  const scps = levels('scps');
  const rcps = levels('rcps');
  const policy = resource === undefined ? undefined : readResource(resource, placeOf(place, 'resource'), report);
  return {
    principal: principal === undefined ? {} : readPrincipal(principal, placeOf(place, 'principal'), report),
    identity: part('identity') ?? [],
    ...(boundary === undefined ? {} : { boundary }),
    ...(session === undefined ? {} : { session }),
    ...(scps === undefined ? {} : { scps }),
    ...(rcps === undefined ? {} : { rcps }),
    ...(policy === undefined ? {} : { resource: policy }),
  };
}

function readLevels(
  value: JsonValue,
  place: string,
  name: 'scps' | 'rcps',
  report: Report,
): readonly (readonly NamedPolicy[])[] {
  return readList(value, place, report).map(([level, levelPlace], index) =>
    name === 'scps'
      ? readIdentityPolicies(level, levelPlace, `${name}[${index}]`, report)
      : readPolicies(level, levelPlace, `${name}[${index}]`, report),
  );
}

/** Policies that belong to principals: a Principal element in one of them is a mistake that IAM refuses as well. */
function readIdentityPolicies(value: JsonValue, place: string, name: string, report: Report): readonly NamedPolicy[] {
  const policies = readPolicies(value, place, name, report);
  for (const [index, policy] of policies.entries()) {
    if (!namesPrincipals(policy)) continue;
    report(`${place}[${index}]`, 'a document with a Principal element', 'one without, or the part "resource" for it');
  }
  return policies;
}

function readPolicies(value: JsonValue, place: string, name: string, report: Report): readonly NamedPolicy[] {
  return readList(value, place, report).flatMap(([each, eachPlace], index) => {
    const policy = readPolicy(each, eachPlace, `${name}[${index}]`, report);
    return policy === undefined ? [] : [policy];
  });
}

/** A document, its text, or `{"name", "document"}`; undefined after a problem. */
function readPolicy(source: JsonValue, place: string, name: string, report: Report): NamedPolicy | undefined {
  if (!isJsonObject(source) || source['document'] === undefined) {
    const document = readDocument(source, place, report);
    return document === undefined ? undefined : { name, document };
  }
  refuseUnknown(source, ENTRY_PARTS, place, report);
  const given = readText(source['name'], placeOf(place, 'name'), report);
  const document = readDocument(source['document'], placeOf(place, 'document'), report);
  return document === undefined ? undefined : { name: given ?? name, document };
}

function readDocument(source: JsonValue, place: string, report: Report): PolicyDocument | undefined {
  const parsed = parsePolicy(source);
  if (parsed.ok) return parsed.value;
  for (const problem of parsed.error) reportAt(place, problem, report);
  return undefined;
}

function readPrincipal(value: JsonValue, place: string, report: Report): PrincipalFacts {
  if (!isJsonObject(value)) {
    report(place, formOf(value), `an object with ${PRINCIPAL_PARTS.join(', ')}`);
    return {};
  }
  refuseUnknown(value, PRINCIPAL_PARTS, place, report);
  const arn = readText(value['arn'], placeOf(place, 'arn'), report);
  // a root user may do everything without any policy
  if (arn !== undefined && !isUserOrRole(arn)) {
    report(placeOf(place, 'arn'), quote(arn), 'the ARN of an IAM user or role (for a session the ARN of its role)');
  }
  const tags = value['tags'];
  const userName = readText(value['userName'], placeOf(place, 'userName'), report);
  const organizationId = readText(value['organizationId'], placeOf(place, 'organizationId'), report);
  return {
    ...(arn === undefined ? {} : { arn }),
    ...(tags === undefined ? {} : { tags: readTags(tags, placeOf(place, 'tags'), report) }),
    ...(userName === undefined ? {} : { userName }),
    ...(organizationId === undefined ? {} : { organizationId }),
  };
}

function isUserOrRole(arn: string): boolean {
  const { service, resource = '' } = parseArn(arn) ?? {};
  return service === 'iam' && /^(?:user|role)\//.test(resource);
}

function readTags(value: JsonValue, place: string, report: Report): ReadonlyMap<string, string> {
  if (!isJsonObject(value)) {
    report(place, formOf(value), 'an object from tag keys to values');
    return new Map();
  }
  return new Map(Object.entries(value).map(([key, tag]) => [key, readText(tag, placeOf(place, key), report) ?? '']));
}

function readResource(value: JsonValue, place: string, report: Report): ResourcePolicy | undefined {
  if (!isJsonObject(value)) {
    report(place, formOf(value), 'an object with document, arn, account');
    return undefined;
  }
  refuseUnknown(value, RESOURCE_PARTS, place, report);
  const source = value['document'];
  if (source === undefined) {
    report(place, 'no document', 'the policy of the resource');
    return undefined;
  }
  const name = readText(value['name'], placeOf(place, 'name'), report) ?? 'resource';
  const document = readDocument(source, placeOf(place, 'document'), report);
  if (document === undefined) return undefined;
  const policy = { name, document };
  checkResourcePolicy(policy, placeOf(place, 'document'), report);
  const arn = readText(value['arn'], placeOf(place, 'arn'), report);
  if (arn !== undefined && parseArn(arn) === undefined) report(placeOf(place, 'arn'), quote(arn), 'an ARN');
  const account = readText(value['account'], placeOf(place, 'account'), report);
  return { policy, ...(arn === undefined ? {} : { arn }), ...(account === undefined ? {} : { account }) };
}

/** In the policy of a resource, every statement must say for whom. */
function checkResourcePolicy(policy: NamedPolicy, place: string, report: Report): void {
  if ('unreadable' in policy.document) return;
  for (const statement of policy.document.statements) {
    if (statement.principal !== undefined) continue;
    const at = place === '' ? `Statement[${statement.index}]` : `${place}.Statement[${statement.index}]`;
    report(at, 'neither Principal nor NotPrincipal', 'one of them, as in all statements of a resource policy');
  }
}

function namesPrincipals(policy: NamedPolicy): boolean {
  return 'statements' in policy.document && policy.document.statements.some((each) => each.principal !== undefined);
}

function reportAt(place: string, problem: PolicyProblem, report: Report): void {
  const below = problem.place === 'document' ? place : place === '' ? problem.place : `${place}.${problem.place}`;
  report(below || 'document', problem.got, problem.expected);
}
