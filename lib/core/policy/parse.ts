import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { err, ok, type Result } from '../result.ts';
import { decodeDocument } from './decode.ts';
import { parseConditions } from './parse-condition.ts';
import { parsePrincipal } from './parse-principal.ts';
import { formOf, isList, parseTexts } from './parse-texts.ts';
import { type PolicyProblem, placeOf, quote, type Report } from './problem.ts';
import { readText, refuseUnknown } from './read-json.ts';
import type { Effect, PatternList, PolicyDocument, PolicyVersion, PrincipalElement, Statement } from './statement.ts';

const DOCUMENT_ELEMENTS = ['Version', 'Id', 'Statement'];
const STATEMENT_ELEMENTS = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];

/**
 * Reads a policy document: its JSON, or its text (plain or percent-encoded, see `decodeDocument`).
 * Refused with every problem found, in the order of the document. Element names and `Effect` are matched exactly.
 * Accepted although IAM's editor warns: empty lists of actions, resources, principals and values, which match nothing,
 * and of statements, which allow nothing.
 * Source: IAM user guide, "Grammar of the IAM JSON policy language".
 */
export function parsePolicy(source: JsonValue | string): Result<PolicyDocument, readonly PolicyProblem[]> {
  if (typeof source !== 'string') return parseDocument(source);
  const decoded = decodeDocument(source);
  return decoded.ok ? parseDocument(decoded.value) : err([decoded.error]);
}

function parseDocument(source: JsonValue): Result<PolicyDocument, readonly PolicyProblem[]> {
  if (!isJsonObject(source)) {
    return err([{ place: 'document', got: formOf(source), expected: 'an object with a Statement' }]);
  }
  const problems: PolicyProblem[] = [];
  const report: Report = (place, got, expected) => problems.push({ place, got, expected });
  refuseUnknown(source, DOCUMENT_ELEMENTS, '', report);
  const version = parseVersion(source['Version'], report);
  const id = readText(source['Id'], 'Id', report);
  const statements = parseStatements(source['Statement'], report);
  if (problems.length > 0) return err(problems);
  return ok({ version, ...(id === undefined ? {} : { id }), statements });
}

function parseVersion(value: JsonValue | undefined, report: Report): PolicyVersion {
  // a document without a Version is read as 2008-10-17 (IAM user guide, "IAM JSON policy elements: Version")
  if (value === undefined || value === '2008-10-17') return '2008-10-17';
  if (value === '2012-10-17') return '2012-10-17';
  report('Version', typeof value === 'string' ? quote(value) : formOf(value), '"2012-10-17" or "2008-10-17"');
  return '2012-10-17';
}

function parseStatements(value: JsonValue | undefined, report: Report): readonly Statement[] {
  if (value === undefined) {
    report('document', 'no Statement', 'a statement or a list of them');
    return [];
  }
  if (!isList(value)) return parseStatement(value, 0, 'Statement', report);
  return value.flatMap((each, index) => parseStatement(each, index, `Statement[${index}]`, report));
}

function parseStatement(source: JsonValue, index: number, place: string, report: Report): readonly Statement[] {
  if (!isJsonObject(source)) {
    report(place, formOf(source), 'an object with Effect, Action and Resource');
    return [];
  }
  refuseUnknown(source, STATEMENT_ELEMENTS, place, report);
  const sid = readText(source['Sid'], placeOf(place, 'Sid'), report);
  const effect = parseEffect(source['Effect'], place, report);
  const principal = parsePrincipals(source, place, report);
  const action = parsePatterns(source, 'Action', place, report);
  if (action === undefined) report(place, 'neither Action nor NotAction', 'exactly one of them');
  const resource = parsePatterns(source, 'Resource', place, report);
  if (resource === undefined && principal === undefined) {
    report(place, 'neither Resource nor NotResource', 'exactly one of them, or a Principal as in trust policies');
  }
  const condition = source['Condition'];
  const conditions = condition === undefined ? [] : parseConditions(condition, placeOf(place, 'Condition'), report);
  const statement = {
    index,
    effect,
    action: action ?? { negated: false, patterns: [] },
    conditions,
    ...(sid === undefined ? {} : { sid }),
    ...(principal === undefined ? {} : { principal }),
    ...(resource === undefined ? {} : { resource }),
  };
  return [statement];
}

function parseEffect(value: JsonValue | undefined, place: string, report: Report): Effect {
  if (value === 'Allow' || value === 'Deny') return value;
  if (value === undefined) report(place, 'no Effect', '"Allow" or "Deny"');
  else report(placeOf(place, 'Effect'), typeof value === 'string' ? quote(value) : formOf(value), '"Allow" or "Deny"');
  return 'Deny';
}

function parsePrincipals(source: JsonObject, place: string, report: Report): PrincipalElement | undefined {
  const principal = source['Principal'];
  const notPrincipal = source['NotPrincipal'];
  if (principal !== undefined && notPrincipal !== undefined) {
    report(place, 'both Principal and NotPrincipal', 'at most one of them');
  }
  if (principal !== undefined) {
    return { negated: false, ...parsePrincipal(principal, placeOf(place, 'Principal'), report) };
  }
  if (notPrincipal === undefined) return undefined;
  return { negated: true, ...parsePrincipal(notPrincipal, placeOf(place, 'NotPrincipal'), report) };
}

function parsePatterns(
  source: JsonObject,
  name: 'Action' | 'Resource',
  place: string,
  report: Report,
): PatternList | undefined {
  const plain = source[name];
  const negated = source[`Not${name}`];
  if (plain !== undefined && negated !== undefined) {
    report(place, `both ${name} and Not${name}`, 'exactly one of them');
  }
  if (plain !== undefined) return { negated: false, patterns: parseTexts(plain, placeOf(place, name), report) };
  if (negated === undefined) return undefined;
  return { negated: true, patterns: parseTexts(negated, placeOf(place, `Not${name}`), report) };
}
