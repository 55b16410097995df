import { isJsonObject, type JsonValue } from '../json.ts';
import { parseArn } from '../policy/arn.ts';
import { decodeDocument } from '../policy/decode.ts';
import { formOf, parseScalars } from '../policy/parse-texts.ts';
import { type PolicyProblem, placeOf, quote, type Report } from '../policy/problem.ts';
import { readText, refuseUnknown } from '../policy/read-json.ts';
import { err, ok, type Result } from '../result.ts';
import type { AccessRequest } from './policy-set.ts';

const REQUEST_PARTS = ['principal', 'action', 'resource', 'resourceAccount', 'context'];
const ACTION = /^[a-z0-9-]+:[a-z0-9]+$/i;
const SERVICE_PRINCIPAL = /^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/;

/**
 * Reads one request, JSON or its text: `{"principal","action","resource","resourceAccount","context"}`.
 * `action` is `service:Action` without wildcards; `resource` an ARN or `*`; `principal` (optional) an ARN or a service name;
 * `context` from condition keys to a value or a list of values. Refused with every problem and its place.
 */
export function parseRequest(source: JsonValue): Result<AccessRequest, readonly PolicyProblem[]> {
  if (typeof source === 'string') {
    const decoded = decodeDocument(source);
    return decoded.ok ? parseJson(decoded.value) : err([decoded.error]);
  }
  return parseJson(source);
}

function parseJson(source: JsonValue): Result<AccessRequest, readonly PolicyProblem[]> {
  if (!isJsonObject(source)) {
    return err([{ place: 'document', got: formOf(source), expected: 'an object with action and resource' }]);
  }
  const problems: PolicyProblem[] = [];
  const report: Report = (place, got, expected) => problems.push({ place, got, expected });
  refuseUnknown(source, REQUEST_PARTS, '', report);
  const action = readRequired(source['action'], 'action', report);
  if (action !== '' && !ACTION.test(action)) report('action', quote(action), 'one action, like "s3:GetObject"');
  const resource = readRequired(source['resource'], 'resource', report);
  if (resource !== '' && resource !== '*' && parseArn(resource) === undefined) {
    report('resource', quote(resource), 'an ARN, or "*" for an action without resources');
  }
  const principal = readText(source['principal'], 'principal', report);
  if (principal !== undefined && parseArn(principal) === undefined && !SERVICE_PRINCIPAL.test(principal)) {
    report('principal', quote(principal), 'an ARN, or a service like "lambda.amazonaws.com"');
  }
  const resourceAccount = readText(source['resourceAccount'], 'resourceAccount', report);
  const context = readContext(source['context'] ?? {}, report);
  if (problems.length > 0) return err(problems);
  return ok({
    action,
    resource,
    context,
    ...(principal === undefined ? {} : { principal }),
    ...(resourceAccount === undefined ? {} : { resourceAccount }),
  });
}

function readRequired(value: JsonValue | undefined, name: string, report: Report): string {
  const text = readText(value, name, report);
  if (value === undefined || text === '') report(name, `no ${name}`, 'a string');
  return text ?? '';
}

/** Numbers and booleans are kept as JSON writes them. Keys ignore case, so that a key may come in one spelling only. */
function readContext(value: JsonValue, report: Report): AccessRequest['context'] {
  if (!isJsonObject(value)) {
    report('context', formOf(value), 'an object from condition keys to a value or a list of values');
    return {};
  }
  const seen = new Set<string>();
  const entries = Object.entries(value).map(([key, written]) => {
    const place = placeOf('context', key);
    if (seen.has(key.toLowerCase())) report(place, `a second ${quote(key)} that differs in case only`, 'each key once');
    seen.add(key.toLowerCase());
    const values = parseScalars(written, place, report);
    const [only] = values;
    return [key, Array.isArray(written) || only === undefined ? values : only] as const;
  });
  return Object.fromEntries(entries);
}
