import { RememberedByText } from '../../access/remembered-by-text.ts';
import type { Tag } from '../../account/call.ts';
import { isJsonObject, type JsonValue } from '../../json.ts';
import { decodeDocument } from '../../policy/decode.ts';
import { describeProblem, type PolicyProblem } from '../../policy/problem.ts';
import { ok, type Result } from '../../result.ts';
import type { UnreadableCall } from '../call.ts';
import { isJsonList, isTextList, member, memberAt, textAt } from '../member.ts';
import { sharingLists } from './shared-lists.ts';

/** What is wrong with one field of a record. */
export type FieldProblem = Pick<UnreadableCall, 'code' | 'field' | 'detail'>;

/** Where in a record a field is looked for, in this order: `requestParameters.path`, `responseElements.role.path`. */
type Places = readonly [string, ...string[]];

/** Many roles have the same documents: those of equal text are one, which is kept, and read, once. */
const DECODED = new RememberedByText<Result<JsonValue, PolicyProblem>>(500_000, () => 0);

/**
 * The fields of one CloudTrail record of an IAM call. A field that is missing or not as IAM writes it gives a
 * placeholder and a problem: what was read counts only where there is no `problem` at the end.
 */
export class IamFields {
  readonly #record: JsonValue;
  #problem: FieldProblem | undefined;

  constructor(record: JsonValue) {
    this.#record = record;
  }

  /** The first problem met. */
  get problem(): FieldProblem | undefined {
    return this.#problem;
  }

  text(...places: Places): string {
    const place = this.#firstPresent(places);
    if (place === undefined) return this.#missing(places[0], '');
    return textAt(this.#record, place) ?? this.#bad(place, 'a text', '');
  }

  /** A text that IAM takes empty as well. */
  anyText(place: string): string {
    const found = this.#at(place);
    if (found === undefined) return this.#missing(place, '');
    return typeof found === 'string' ? found : this.#bad(place, 'a text', '');
  }

  /** The parsed JSON of a policy document, percent-encoded or not. */
  document(place: string): JsonValue {
    const found = this.#at(place);
    if (found === undefined || found === '') return this.#missing(place, {});
    if (isJsonObject(found)) return found;
    if (typeof found !== 'string') return this.#bad(place, 'a policy document', {});
    const decoded = DECODED.of(found, () => decodedAs(found));
    if (!decoded.ok)
      return this.#fail({ code: 'BAD_DOCUMENT', field: place, detail: describeProblem(decoded.error) }, {});
    if (isJsonObject(decoded.value)) return decoded.value;
    const detail = `wanted an object, got ${kindOf(decoded.value)}`;
    return this.#fail({ code: 'BAD_DOCUMENT', field: place, detail }, {});
  }

  tags(place: string): readonly Tag[] {
    const list = this.#at(place);
    if (list === undefined) return this.#missing(place, []);
    const read = isJsonList(list) ? list.map(tagFrom) : [undefined];
    return read.every((tag) => tag !== undefined) ? read : this.#bad(place, 'a list of {key, value}', []);
  }

  /** No tags where the record has none. */
  maybeTags(place: string): readonly Tag[] {
    return this.#at(place) === undefined ? [] : this.tags(place);
  }

  texts(place: string): readonly string[] {
    const list = this.#at(place);
    if (list === undefined) return this.#missing(place, []);
    return isTextList(list) ? list : this.#bad(place, 'a list of texts', []);
  }

  oneOf<T extends string>(place: string, allowed: readonly [T, ...T[]]): T {
    const found = this.text(place);
    return allowed.find((each) => each === found) ?? this.#bad(place, allowed.join(' or '), allowed[0]);
  }

  /** False where the record has none of these. */
  flag(...places: Places): boolean {
    const place = this.#firstPresent(places);
    if (place === undefined) return false;
    const found = this.#at(place);
    if (found === true || found === 'true') return true;
    return found === false || found === 'false' ? false : this.#bad(place, 'true or false', false);
  }

  /** The field's text given to `make`; undefined where the record has no such field. */
  maybeText<T>(place: string, make: (text: string) => T): T | undefined {
    return this.#at(place) === undefined ? undefined : make(this.anyText(place));
  }

  /** The field's number given to `make`; undefined where the record has no such field. */
  maybeNumber<T>(place: string, make: (value: number) => T): T | undefined {
    const found = this.#at(place);
    if (found === undefined) return undefined;
    return make(numberFrom(found) ?? this.#bad(place, 'a number', 0));
  }

  /** The path of what is created, `/` where the record names none. */
  path(...places: Places): string {
    return this.#firstPresent(places) === undefined ? '/' : this.text(...places);
  }

  /** The user that a call is about: IAM takes the caller where the request names none. */
  userOrCaller(...places: Places): string {
    if (this.#firstPresent(places) !== undefined) return this.text(...places);
    // of a root identity, userName is the account's alias and no user
    const isUser = textAt(this.#record, 'userIdentity.type') === 'IAMUser';
    return isUser ? this.text('userIdentity.userName') : this.#missing(places[0], '');
  }

  #at(place: string): JsonValue | undefined {
    return memberAt(this.#record, place) ?? undefined;
  }

  #firstPresent(places: Places): string | undefined {
    return places.find((place) => this.#at(place) !== undefined);
  }

  #missing<T>(place: string, placeholder: T): T {
    return this.#fail(missingAt(this.#record, place), placeholder);
  }

  #bad<T>(place: string, wanted: string, placeholder: T): T {
    const detail = `wanted ${wanted}, got ${kindOf(this.#at(place))}`;
    return this.#fail({ code: 'BAD_FIELD', field: place, detail }, placeholder);
  }

  #fail<T>(problem: FieldProblem, placeholder: T): T {
    this.#problem ??= problem;
    return placeholder;
  }
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
  const value = member(json, 'value') ?? '';
  return key === undefined || typeof value !== 'string' ? undefined : { key, value };
}

function numberFrom(value: JsonValue | undefined): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}

function kindOf(value: JsonValue | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (isJsonList(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function decodedAs(text: string): Result<JsonValue, PolicyProblem> {
  const decoded = decodeDocument(text);
  return decoded.ok ? ok(sharingLists(decoded.value)) : decoded;
}
