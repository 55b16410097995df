import type { ServiceCall } from '../../../lib/core/account/plan-call.ts';
import type { JsonObject, JsonValue } from '../../../lib/core/json.ts';

/** The account of the rows. */
export const ACCOUNT = '111122223333';

const statement = (action: string): JsonObject => ({ Effect: 'Allow', Action: action, Resource: '*' });

/** A policy that allows an action on everything. */
export const document = (action: string): JsonObject => ({ Version: '2012-10-17', Statement: [statement(action)] });

/** What a policy said before, */
export const OLD = document('s3:GetObject');

/** and what it says in excess; */
export const NEW = document('s3:*');

/** both as text. */
export const [old, young] = [JSON.stringify(OLD), JSON.stringify(NEW)];

/** What AWS answers, by the name of the operation; an Error: it refuses. */
export type Answers = Readonly<Record<string, object | Error>>;

/** A call, and what AWS answers before it, after it, and where something else is there. */
export interface Row {
  readonly call: ServiceCall;
  /** Before the call. */
  readonly before: Answers;
  /** What is sent besides reads. */
  readonly sent: readonly JsonValue[];
  /** After the call. */
  readonly after: Answers;
  /** Where something else is there; absent: it overwrites nothing. */
  readonly changed?: Answers;
}
