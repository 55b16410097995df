import type { Tag } from '../account/call.ts';
import type { JsonValue } from '../json.ts';
import { decodeDocument } from '../policy/decode.ts';
import { describeProblem } from '../policy/problem.ts';
import type { UnreadableCall } from './call.ts';
import { member, memberAt, textAt } from './member.ts';

/** What is wrong with one field of a record. */
export type FieldProblem = Pick<UnreadableCall, 'code' | 'field' | 'detail'>;

/** Where in a record a field is looked for, in this order: `requestParameters.path`, `responseElements.role.path`. */
type Places = readonly [string, ...string[]];

/**
 * Reads the fields of one record. A field that is missing or not as IAM writes it gives a placeholder and a problem:
 * what was read counts only where `problem()` is undefined at the end.
 */
export interface IamFields {
  readonly problem: () => FieldProblem | undefined;
  readonly text: (...places: Places) => string;
  /** The parsed JSON of a policy document, URL-encoded or not. */
  readonly document: (place: string) => JsonValue;
  readonly tags: (place: string) => readonly Tag[];
  readonly texts: (place: string) => readonly string[];
  readonly oneOf: <T extends string>(place: string, allowed: readonly [T, ...T[]]) => T;
  /** False where the record has none of these. */
  readonly flag: (...places: Places) => boolean;
  /** The field's text given to `make`, or nothing where the record has no such field. */
  readonly maybeText: <T extends object>(place: string, make: (text: string) => T) => T | undefined;
  readonly maybeNumber: <T extends object>(place: string, make: (value: number) => T) => T | undefined;
  readonly maybeTags: (place: string) => readonly Tag[];
  /** The path of what is created, `/` where the request names none. */
  readonly path: (...places: Places) => string;
  /** The user that a call is about: IAM takes the caller where the request names none. */
  readonly userOrCaller: (...places: Places) => string;
}

/** Opens a CloudTrail record of an IAM call for reading. */
export function iamFieldsOf(record: JsonValue): IamFields {
  let first: FieldProblem | undefined;
  const fail = <T>(problem: FieldProblem, placeholder: T): T => {
    first ??= problem;
    return placeholder;
  };
  const present = (place: string) => memberAt(record, place) ?? undefined;
  const missing = <T>(place: string, placeholder: T): T => fail(missingAt(record, place), placeholder);
  const bad = <T>(place: string, wanted: string, placeholder: T): T =>
    fail({ code: 'BAD_FIELD', field: place, detail: `wanted ${wanted}, got ${kindOf(present(place))}` }, placeholder);
  const firstPresent = (places: Places) => places.find((place) => present(place) !== undefined);

  const text = (...places: Places): string => {
    const place = firstPresent(places);
    if (place === undefined) return missing(places[0], '');
    return textAt(record, place) ?? bad(place, 'a text', '');
  };
  const document = (place: string): JsonValue => documentFrom(present(place), place, { fail, missing, bad });
  const tags = (place: string): readonly Tag[] => {
    const list = present(place);
    if (list === undefined) return missing(place, []);
    const read = Array.isArray(list) ? list.map(tagFrom) : [undefined];
    return read.every((tag) => tag !== undefined) ? read : bad(place, 'a list of {key, value}', []);
  };
  const texts = (place: string): readonly string[] => {
    const list = present(place);
    if (list === undefined) return missing(place, []);
    return isTexts(list) ? list : bad(place, 'a list of texts', []);
  };
  const maybe = <T>(place: string, read: () => T): T | undefined => (present(place) === undefined ? undefined : read());

  return {
    problem: () => first,
    text,
    document,
    tags,
    texts,
    oneOf: (place, allowed) => {
      const found = text(place);
      return allowed.find((each) => each === found) ?? bad(place, allowed.join(' or '), allowed[0]);
    },
    flag: (...places) => {
      const place = firstPresent(places);
      const found = place === undefined ? false : present(place);
      if (found === true || found === 'true') return true;
      return found === false || found === 'false' ? false : bad(place ?? places[0], 'true or false', false);
    },
    maybeText: (place, make) => maybe(place, () => make(textOrEmpty(present(place)) ?? bad(place, 'a text', ''))),
    maybeNumber: (place, make) => maybe(place, () => make(numberFrom(present(place)) ?? bad(place, 'a number', 0))),
    maybeTags: (place) => (present(place) === undefined ? [] : tags(place)),
    path: (...places) => (firstPresent(places) === undefined ? '/' : text(...places)),
    userOrCaller: (...places) => {
      if (firstPresent(places) !== undefined) return text(...places);
      // of a root identity, userName is the account's alias and no user
      const isUser = textAt(record, 'userIdentity.type') === 'IAMUser';
      return isUser ? text('userIdentity.userName') : missing(places[0], '');
    },
  };
}

interface Failures {
  readonly fail: <T>(problem: FieldProblem, placeholder: T) => T;
  readonly missing: <T>(place: string, placeholder: T) => T;
  readonly bad: <T>(place: string, wanted: string, placeholder: T) => T;
}

function documentFrom(found: JsonValue | undefined, place: string, { fail, missing, bad }: Failures): JsonValue {
  if (found === undefined || found === '') return missing(place, {});
  if (typeof found === 'object') return Array.isArray(found) ? bad(place, 'a policy document', {}) : found;
  if (typeof found !== 'string') return bad(place, 'a policy document', {});
  const decoded = decodeDocument(found);
  if (!decoded.ok) return fail({ code: 'BAD_DOCUMENT', field: place, detail: describeProblem(decoded.error) }, {});
  if (kindOf(decoded.value) === 'an object') return decoded.value;
  return fail({ code: 'BAD_DOCUMENT', field: place, detail: `wanted an object, got ${kindOf(decoded.value)}` }, {});
}

/** Names the nearest part that is missing: CloudTrail leaves out all parameters where they are over 100 KB. */
function missingAt(record: JsonValue, place: string): FieldProblem {
  const [root = place] = place.split('.');
  const found = member(record, root);
  if (found !== undefined && found !== null)
    return { code: 'MISSING_FIELD', field: place, detail: 'not in the record' };
  return {
    code: 'MISSING_FIELD',
    field: place,
    detail: `the record has no ${root}, which CloudTrail leaves out where it is too large; read the state instead`,
  };
}

function tagFrom(json: JsonValue): Tag | undefined {
  const key = textAt(json, 'key');
  const value = textOrEmpty(member(json, 'value') ?? '');
  return key === undefined || value === undefined ? undefined : { key, value };
}

function textOrEmpty(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function numberFrom(value: JsonValue | undefined): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}

function isTexts(value: JsonValue): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function kindOf(value: JsonValue | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
