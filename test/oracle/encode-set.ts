import type { DocumentSource, SetSource, StatementSource } from '../core/access/random-policies.ts';
import { type Reach, isHit, reaches } from './callers.ts';
import { type OneCondition, encodeCondition } from './encode-condition.ts';
import { type Reading, matchesArn, takesAction } from './patterns.ts';
import type { Request } from './request.ts';
import { type Smt, FALSE, TRUE, or } from './smt.ts';
import { type Answer, NO, YES, agreed, allOf, choose, opposite, someOf, sure } from './three-valued.ts';

/** What a set is asked about. */
export interface Question {
  readonly request: Request;
  /** The actions, and for each whether the request asks for it. */
  readonly actions: readonly (readonly [string, Smt])[];
  readonly reading: Reading;
}

/** Whether a set allows a request: something grants, the organization lets it pass, and nothing denies. */
export function encodeSet(set: SetSource, question: Question): Answer {
  const { isServiceLinked } = question.request.caller;
  const scps = isServiceLinked === 'usual' ? (set.scps ?? []) : [];
  const rcps = isServiceLinked === 'usual' ? (set.rcps ?? []) : [];
  const documents = [set.identity, set.boundary ?? [], set.session ?? [], ...scps].flat();
  const all = set.resource === undefined ? documents : [...documents, set.resource.document];
  const deniedByRcp = allOf([sure(isUnderRcps(question)), applying('Deny', rcps.flat(), set, question)]);
  const denied = someOf([applying('Deny', all, set, question), deniedByRcp]);
  const organization = scps.map((level) => applying('Allow', level, set, question));
  return allOf([encodeGrant(set, question), ...organization, opposite(denied)]);
}

/** Of the services that random policies speak of, those whose resources RCPs restrict. */
const UNDER_RCPS = /^(?:dynamodb|kms|s3|sqs|sts):/i;

function isUnderRcps({ actions }: Question): Smt {
  return or(actions.flatMap(([action, isAsked]) => (UNDER_RCPS.test(action) ? [isAsked] : [])));
}

/**
 * Within one account identity or resource policy, across accounts both. Trust and key policies must allow within one
 * account too. What names a user or a session is not limited by a boundary that is silent, what names a session not by
 * session policies either.
 */
function encodeGrant(set: SetSource, question: Question): Answer {
  const { resource, boundary, session } = set;
  const limit = (documents: readonly DocumentSource[] | undefined): Answer =>
    documents === undefined ? YES : applying('Allow', documents, set, question);
  const [byBoundary, bySession] = [limit(boundary), limit(session)];
  const identity = allOf([applying('Allow', set.identity, set, question), byBoundary, bySession]);
  if (resource === undefined) return identity;
  const granting = (...ways: readonly Reach[]): Answer =>
    applying('Allow', [resource.document], set, question, (each) =>
      reaches(each, question.request.caller).some((way) => ways.includes(way)),
    );
  const byPolicy = granting('session or user', 'role', 'everyone', 'account');
  const isSession = question.request.caller.role !== undefined;
  const byName = granting('session or user');
  const within = someOf([
    mustAllow(identity, byPolicy, resource.arn, question),
    isSession ? byName : allOf([byName, bySession]),
    allOf([granting('role', 'everyone'), byBoundary, bySession]),
  ]);
  const across = allOf([identity, byPolicy]);
  const owner = resource.account ?? resource.arn.split(':')[4];
  if (owner === undefined || owner === '') return agreed(within, across);
  return owner === question.request.caller.account ? within : across;
}

/** Actions that only a policy of the resource can open, by the resource's ARN: those on a role as its trust policy. */
const MUST_ALLOW: readonly (readonly [RegExp, string])[] = [
  [/^arn:aws:iam::\d+:role\//, 'sts:'],
  [/^arn:aws:kms:[^:]*:\d+:key\//, 'kms:'],
];

function mustAllow(identity: Answer, byPolicy: Answer, arn: string, { actions }: Question): Answer {
  const [, service] = MUST_ALLOW.find(([pattern]) => pattern.test(arn)) ?? [];
  if (service === undefined) return identity;
  const isGoverned = or(actions.flatMap(([action, isAsked]) => (action.startsWith(service) ? [isAsked] : [])));
  return choose(isGoverned, allOf([identity, byPolicy]), identity);
}

function applying(
  effect: 'Allow' | 'Deny',
  documents: readonly DocumentSource[],
  set: SetSource,
  question: Question,
  wanted: (statement: StatementSource) => boolean = () => true,
): Answer {
  return someOf(
    documents.flatMap(({ Version, Statement }) =>
      Statement.filter((each) => each.Effect === effect && wanted(each)).map((each) =>
        applies(each, Version, set, question),
      ),
    ),
  );
}

function applies(statement: StatementSource, version: string, set: SetSource, question: Question): Answer {
  const { request, reading } = question;
  const action = encodeAction(statement, question);
  const principal = encodePrincipal(statement, set, request);
  if (action.yes === FALSE || principal.no === TRUE) return NO;
  const { yes, no } = allOf([
    action,
    principal,
    encodeResource(statement, version, question),
    ...conditionsOf(statement).map((each) => encodeCondition(each, { version, reading }, request)),
  ]);
  return { yes: request.script.define(yes), no: request.script.define(no) };
}

function encodeAction({ Action, NotAction }: StatementSource, { actions }: Question): Answer {
  const listed = (list: readonly string[]): Smt =>
    or(actions.flatMap(([action, isAsked]) => (takesAction(list, action) ? [isAsked] : [])));
  return Action === undefined ? opposite(sure(listed(NotAction ?? []))) : sure(listed(Action));
}

function encodePrincipal(statement: StatementSource, { boundary }: SetSource, { caller }: Request): Answer {
  if (statement.NotPrincipal !== undefined) return isHit(statement, caller, boundary ? 'boundary' : 'none');
  if (statement.Principal === undefined) return YES;
  return reaches(statement, caller).length > 0 ? YES : NO;
}

/** Trust policies name no resource. */
function encodeResource(
  { Resource, NotResource }: StatementSource,
  version: string,
  { request, reading }: Question,
): Answer {
  const listed = (list: readonly string[]): Answer =>
    sure(or(list.map((each) => matchesArn(request.resource, each, version, reading, request))));
  if (Resource !== undefined) return listed(Resource);
  return NotResource === undefined ? YES : opposite(listed(NotResource));
}

/** Keys ignore case: under one operator, two spellings of one key are one key with the operands of both. */
function conditionsOf({ Condition = {} }: StatementSource): readonly OneCondition[] {
  return Object.entries(Condition).flatMap(([operator, keys]) => {
    const byKey = new Map<string, readonly string[]>();
    for (const [key, operands] of Object.entries(keys)) {
      byKey.set(key.toLowerCase(), [...(byKey.get(key.toLowerCase()) ?? []), ...operands]);
    }
    return [...byKey].map(([key, operands]) => ({ operator, key, operands }));
  });
}
