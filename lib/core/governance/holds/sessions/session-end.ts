import type { IamCall } from '../../../account/call.ts';
import { isServiceCall, type PlanCall } from '../../../account/plan-call.ts';
import type { Principal } from '../../../account/state.ts';
import { fromIso, type Instant, toIso } from '../../../instant.ts';
import { isSameForm } from '../../../digest.ts';
import { isJsonObject, type JsonObject } from '../../../json.ts';
import { isJsonList, textAt } from '../../../activity/member.ts';
import { type InlineDeny, reservedDeny } from '../denies/reserved-deny.ts';

/** How far clocks may be apart, and how long a change of IAM may take to count: what the console of AWS allows for, too. */
const MARGIN = 30_000;

const SID = 'AmbitHoldSessions';
const FROM = 'Condition.DateGreaterThanEquals.aws:TokenIssueTime';
const UNTIL = 'Condition.DateLessThan.aws:TokenIssueTime';

/** When the sessions began that are ended; without `until`: also those that are still to come. */
export interface Begun {
  readonly since: Instant;
  readonly until?: Instant;
}

/**
 * A deny of everything to the sessions of a principal that began within a time, and to no others: older ones, and keys, go on.
 * The same cause always gives the same policy name, whenever it ends.
 * Source: IAM user guide, "Revoke IAM role temporary security credentials" (`aws:TokenIssueTime`).
 */
export function endSessions(
  principal: Pick<Principal, 'kind' | 'name'>,
  cause: string,
  { since, until }: Begun,
): InlineDeny {
  const { put, remove } = reservedDeny(principal, `${cause} sessions`);
  const deny = denyBegun(toIso(since - MARGIN), until === undefined ? undefined : toIso(until + MARGIN));
  return { put: { ...put, policyDocument: deny }, remove };
}

function denyBegun(from: string, until: string | undefined): JsonObject {
  const when = {
    DateGreaterThanEquals: { 'aws:TokenIssueTime': from },
    ...(until === undefined ? {} : { DateLessThan: { 'aws:TokenIssueTime': until } }),
  };
  return {
    Version: '2012-10-17',
    Statement: [{ Sid: SID, Effect: 'Deny', Action: '*', Resource: '*', Condition: when }],
  };
}

/** Whether a call ends sessions that began within a time that is over. */
export function isSessionEnd(call: PlanCall): boolean {
  return readEnd(call) !== undefined;
}

/** The calls of a hold as they are made at a moment: sessions that begin until then are ended as well. */
export function madeAt(calls: readonly PlanCall[], at: Instant): readonly PlanCall[] {
  return calls.map((call) => {
    const end = readEnd(call);
    return end === undefined ? call : withEnd(end, Math.max(end.until, at + MARGIN));
  });
}

/**
 * Whether calls are those of a plan as they are made at some moment until `at`, and not before the plan was: sessions that it
 * is to end would go on.
 */
export function isMadeOf(calls: readonly PlanCall[], plan: readonly PlanCall[], at: Instant): boolean {
  if (calls.length !== plan.length) return false;
  return calls.every((call, index) => {
    const planned = plan[index];
    const [made, least] = [readEnd(call), planned && readEnd(planned)];
    if (made === undefined || least === undefined) return isSameForm(call, planned ?? null);
    const isInTime = least.until <= made.until && made.until <= Math.max(least.until, at + MARGIN);
    return isInTime && isSameForm(call, withEnd(least, made.until));
  });
}

/** A call that ends sessions, taken apart. */
interface SessionEnd {
  readonly call: InlineDeny['put'];
  readonly from: string;
  readonly until: Instant;
}

function readEnd(call: PlanCall): SessionEnd | undefined {
  if (isServiceCall(call) || (call.name !== 'PutRolePolicy' && call.name !== 'PutUserPolicy')) return undefined;
  const { policyDocument: document } = call;
  const [statement] = isJsonObject(document) && isJsonList(document['Statement']) ? document['Statement'] : [];
  const [from, until] = [textAt(statement, FROM), textAt(statement, UNTIL)];
  if (from === undefined || until === undefined || !isSameForm(document, denyBegun(from, until))) return undefined;
  const end = fromIso(until);
  return end === undefined ? undefined : { call, from, until: end };
}

function withEnd({ call, from }: SessionEnd, until: Instant): IamCall {
  return { ...call, policyDocument: denyBegun(from, toIso(until)) };
}
