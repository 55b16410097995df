import type { IamCall } from '../account/call.ts';
import { fromIso, type Instant } from '../instant.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { err, ok, type Result } from '../result.ts';
import type { Call, CallError, Reading, UnreadableCall } from './call.ts';
import type { FieldProblem } from './calls/iam-fields.ts';
import { isIamCallName, readIamCall } from './calls/iam.ts';
import { type ResourceRule, resourcesOf } from './calls/resource-rules.ts';
import type { CallRow } from './calls/row.ts';
import type { Change } from './changes.ts';
import { type Delivery, deliveryOf, isInsight, isOtherEvent } from './delivery.ts';
import { showsAgent } from './agent-markers.ts';
import { handedByIam } from './handed-by-iam.ts';
import { accountAt, DEEPEST_RECORD, isDeeperThan, member, textAt } from './member.ts';
import { operationOf, readsByName, serviceOf, UTC_TIME } from './operation.ts';
import { partitionOf } from './partition.ts';
import { openedSessionOf } from './opened-session.ts';
import { actorOf } from './read-actor.ts';
import { askedOf, changeOf } from './read-change.ts';

/** The rows of the table of calls for a record of this source (`ec2`) and operation; none where the call is not watched. */
export type RowsOf = (source: string, name: string, record: JsonValue) => readonly CallRow[];

/**
 * What one CloudTrail record, or one EventBridge envelope around it, tells. The rows are asked for only where the call is
 * none of those that the model of IAM knows. Never throws, whatever the JSON: what names a watched call and cannot be read
 * is `unreadable` and names the field. A refused call is a call with an `error`.
 * Source: CloudTrail user guide, "CloudTrail record contents"; EventBridge user guide, "AWS service events via CloudTrail".
 */
export function readRecord(json: JsonValue, rowsOf: RowsOf): Reading {
  if (isOtherEvent(json)) {
    return { kind: 'unrelated', source: textAt(json, 'source') ?? 'unknown', name: textAt(json, 'detail-type') ?? '' };
  }
  if (isInsight(json)) return { kind: 'unrelated', source: 'cloudtrail.amazonaws.com', name: 'AwsCloudTrailInsight' };
  const delivery = deliveryOf(json);
  if (delivery === undefined) return { kind: 'unreadable', problem: notARecord(json) };
  const { record } = delivery;
  const source = textAt(record, 'eventSource');
  const eventName = textAt(record, 'eventName');
  if (source === undefined || eventName === undefined) {
    return unreadable(delivery, {
      code: 'MISSING_FIELD',
      field: source === undefined ? 'eventSource' : 'eventName',
      detail: 'not in the record, so that the call is not known',
    });
  }
  const name = operationOf(eventName);
  const watched = watchedOf({ source, name, record }, rowsOf);
  if (watched === undefined) return { kind: 'unrelated', source, name };
  const call = callFrom(delivery, { source, name, watched });
  if (call.ok) return { kind: 'call', call: call.value };
  const partial = watched.kind === 'modelled' ? callWithout(delivery, source, name) : undefined;
  return unreadable(delivery, call.error, partial);
}

/** An access call of which only the change cannot be read; undefined where more is wrong, or AWS refused it. */
function callWithout(delivery: Delivery, source: string, name: string): Call | undefined {
  const { record, replayed } = delivery;
  const heading = headingFrom(delivery);
  const error = errorFrom(record);
  if (!heading.ok || !error.ok || error.value !== undefined) return undefined;
  return {
    ...heading.value,
    source,
    name,
    actor: actorOf(record),
    change: { kind: 'access', iam: undefined },
    ...(isAddendum(record) ? { addendum: true } : {}),
    replayed,
  };
}

type Watched =
  | { readonly kind: 'modelled'; readonly name: IamCall['name'] }
  /** An operation of IAM that changes something, of which no record tells what. */
  | { readonly kind: 'untold' }
  /** Any operation by an agent, as AWS says: what it uses tells who acts. */
  | { readonly kind: 'used' }
  | { readonly kind: 'rows'; readonly rows: readonly [CallRow, ...CallRow[]] };

interface Named {
  readonly source: string;
  readonly name: string;
  readonly record: JsonObject;
}

function watchedOf({ source, name, record }: Named, rowsOf: RowsOf): Watched | undefined {
  const service = serviceOf(source);
  if (service !== undefined) {
    if (service === 'iam' && isIamCallName(name)) return { kind: 'modelled', name };
    const [first, ...others] = rowsOf(service, name, record);
    if (first !== undefined) return { kind: 'rows', rows: [first, ...others] };
    if (service === 'iam' && !onlyReads(name, record)) return { kind: 'untold' };
  }
  return showsAgent(record) ? { kind: 'used' } : undefined;
}

/** Older records do not say whether a call only reads. */
function onlyReads(name: string, record: JsonObject): boolean {
  const flag = member(record, 'readOnly');
  return flag === true || flag === 'true' || readsByName(name);
}

interface Heading {
  readonly id: string;
  readonly time: Instant;
  readonly account: string;
  readonly region: string;
}

interface WatchedCall {
  readonly source: string;
  readonly name: string;
  readonly watched: Watched;
}

function callFrom(delivery: Delivery, { source, name, watched }: WatchedCall): Result<Call, FieldProblem> {
  const { record } = delivery;
  const heading = headingFrom(delivery);
  if (!heading.ok) return heading;
  if (isDeeperThan(DEEPEST_RECORD, record)) return bad('', `nested more than ${DEEPEST_RECORD} levels deep`);
  const told = errorFrom(record);
  if (!told.ok) return told;
  const isLeftOpen = watched.kind === 'modelled' && told.value !== undefined && LEAVES_OPEN.test(told.value.code);
  const error = isLeftOpen ? undefined : told.value;
  const changes = isLeftOpen ? ok(CHANGE_NOT_TOLD) : changesFrom(record, watched, heading.value, error);
  if (!changes.ok) return changes;
  const [change, ...also] = changes.value;
  const opens = `${source}:${name}` === OPENS_SESSIONS && error === undefined ? openedSessionOf(record) : undefined;
  return ok({
    ...heading.value,
    source,
    name,
    actor: actorOf(record),
    change,
    ...(also.length === 0 ? {} : { also }),
    ...(opens === undefined ? {} : { opens }),
    ...(error === undefined ? {} : { error }),
    ...(isAddendum(record) ? { addendum: true } : {}),
    replayed: delivery.replayed,
  });
}

/** Errors of HTTP status 500: AWS did not refuse the call but failed at it, maybe when the change was made. Source: IAM API reference. */
const LEAVES_OPEN = /^(?:Internal(?:Failure|Error|ServerError|ServiceError)|ServiceFailure)$/;
const CHANGE_NOT_TOLD: Changes = [{ kind: 'access', iam: undefined }];

const OPENS_SESSIONS = 'sts.amazonaws.com:AssumeRole';

function headingFrom({ record, envelope }: Delivery): Result<Heading, FieldProblem> {
  const sender = textAt(envelope, 'source');
  // only AWS can send an event whose source starts with `aws.` (EventBridge API reference, PutEvents)
  if (sender !== undefined && !sender.startsWith('aws.')) {
    return bad('source', `wanted the source of an AWS event, got ${shown(sender)}: anyone may have sent it`);
  }
  const id = idOf(record);
  if (id === undefined) return missing('eventID');
  const timeText = textAt(record, 'eventTime');
  if (timeText === undefined) return missing('eventTime');
  const time = UTC_TIME.test(timeText) ? fromIso(timeText) : undefined;
  if (time === undefined) return bad('eventTime', `wanted an ISO 8601 time, got ${shown(timeText)}`);
  const account =
    accountAt(record, 'recipientAccountId') ??
    accountAt(record, 'userIdentity.accountId') ??
    accountAt(envelope, 'account');
  if (account === undefined) return missing('recipientAccountId');
  const region = textAt(record, 'awsRegion') ?? textAt(envelope, 'region');
  if (region === undefined) return missing('awsRegion');
  return ok({ id, time, account, region });
}

/** A record that corrects an earlier one has an id of its own, and names the first. */
function idOf(record: JsonObject): string | undefined {
  return textAt(record, 'addendum.originalEventID') ?? textAt(record, 'eventID');
}

function isAddendum(record: JsonObject): boolean {
  return textAt(record, 'addendum.originalEventID') !== undefined;
}

function errorFrom(record: JsonObject): Result<CallError | undefined, FieldProblem> {
  const code = member(record, 'errorCode');
  if (code === undefined || code === null || code === '') return ok(undefined);
  if (typeof code !== 'string') return bad('errorCode', 'wanted a text: whether the call was refused is not known');
  return ok({ code: code.replace(/(?<=.)Exception$/, ''), message: textAt(record, 'errorMessage') ?? '' });
}

/** Where records of IAM name what a call is about, most telling first: `AcquireRole` says only in its response which role it made. */
const NAMED_BY_IAM: readonly ResourceRule[] = [
  { at: 'out.role.arn' },
  { at: 'out.user.arn' },
  { at: 'in.policyArn' },
  { at: 'in.roleName', arn: 'iam::{account}:role/*{name}' },
  { at: 'in.userName', arn: 'iam::{account}:user/*{name}' },
];

type Changes = readonly [Change, ...Change[]];

function changesFrom(
  record: JsonObject,
  watched: Watched,
  place: Heading,
  error: CallError | undefined,
): Result<Changes, FieldProblem> {
  switch (watched.kind) {
    case 'rows': {
      const [first, ...others] = watched.rows;
      const where = { ...place, partition: partitionOf(textAt(record, 'userIdentity.arn'), place.region) };
      return ok([changeOf(first, record, where), ...others.map((row) => changeOf(row, record, where))]);
    }
    case 'untold': {
      const where = { ...place, partition: partitionOf(textAt(record, 'userIdentity.arn'), place.region) };
      const resources = resourcesOf(record, NAMED_BY_IAM, where);
      return ok([
        { kind: 'access', iam: undefined },
        { kind: 'unknown', resources, asked: askedOf(record) },
      ]);
    }
    case 'used':
      return ok([{ kind: 'session', resources: [], asked: askedOf(record) }]);
    case 'modelled':
      return modelledFrom(record, watched.name, { place, error });
  }
}

function modelledFrom(
  record: JsonObject,
  name: IamCall['name'],
  { place, error }: { readonly place: Heading; readonly error: CallError | undefined },
): Result<Changes, FieldProblem> {
  // a refused call changed nothing, and CloudTrail leaves out the parameters of most of them
  if (error !== undefined && !isJsonObject(member(record, 'requestParameters'))) {
    return ok([{ kind: 'access', iam: undefined }]);
  }
  const partition = partitionOf(textAt(record, 'userIdentity.arn'), place.region);
  if (isRootsOwn(name, record)) {
    const account = textAt(record, 'userIdentity.accountId') ?? '';
    const resources = [`arn:${partition}:iam::${account}:root`];
    return ok([{ kind: 'credential', resources, asked: askedOf(record) }]);
  }
  const iam = readIamCall(name, record);
  if (iam.ok) {
    const handed = error === undefined ? handedByIam(iam.value, record, { partition, account: place.account }) : [];
    return ok([{ kind: 'access', iam: iam.value }, ...handed]);
  }
  return error === undefined ? iam : ok([{ kind: 'access', iam: undefined }]);
}

/** Whether the root user changes a credential of its own: it is no user, and no policy says what it may do. */
function isRootsOwn(name: IamCall['name'], record: JsonObject): boolean {
  if (!ROOTS_CREDENTIALS.test(name) || textAt(record, 'userIdentity.type') !== 'Root') return false;
  const places = ['requestParameters', 'responseElements.accessKey', 'responseElements.loginProfile'];
  return places.every((place) => textAt(record, `${place}.userName`) === undefined);
}

const ROOTS_CREDENTIALS = /(?:AccessKey|LoginProfile|SigningCertificate)$/;

function missing(field: string): Result<never, FieldProblem> {
  return err({ code: 'MISSING_FIELD', field, detail: 'not in the record' });
}

function bad(field: string, detail: string): Result<never, FieldProblem> {
  return err({ code: 'BAD_FIELD', field, detail });
}

/** A text from a record, short enough for a message. */
function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

function notARecord(json: JsonValue): UnreadableCall {
  const detail = isJsonObject(json)
    ? 'an object with neither eventName nor eventSource, so no CloudTrail record'
    : 'no JSON object, so no CloudTrail record';
  return { code: 'NOT_A_RECORD', field: '', detail };
}

function unreadable({ record, envelope }: Delivery, problem: FieldProblem, call?: Call): Reading {
  const eventId = idOf(record);
  const source = textAt(record, 'eventSource');
  const eventName = textAt(record, 'eventName');
  const name = eventName === undefined ? undefined : operationOf(eventName);
  const account = accountAt(record, 'recipientAccountId') ?? accountAt(envelope, 'account');
  const timeText = textAt(record, 'eventTime');
  const time = timeText !== undefined && UTC_TIME.test(timeText) ? fromIso(timeText) : undefined;
  return {
    kind: 'unreadable',
    problem: {
      ...problem,
      ...(eventId === undefined ? {} : { eventId }),
      ...(source === undefined ? {} : { source }),
      ...(name === undefined ? {} : { name }),
      ...(account === undefined ? {} : { account }),
      ...(time === undefined ? {} : { time }),
      ...(call === undefined ? {} : { call }),
    },
  };
}
