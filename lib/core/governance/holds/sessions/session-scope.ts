import type { Principal } from '../../../account/state.ts';
import type { Actor } from '../../../activity/actor.ts';
import { isThroughMcp } from '../../../activity/agent-markers.ts';
import { type Instant, toIso } from '../../../instant.ts';
import type { JsonObject } from '../../../json.ts';
import type { NoPlan } from '../respond.ts';

/** What of a principal's doings a deny is for: those that bear the condition, and no others. */
export interface SessionScope {
  readonly account: string;
  readonly principal: Pick<Principal, 'kind' | 'name'>;
  /** A `Condition` of a policy. */
  readonly condition: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** For people: `session ada of role deployer`. */
  readonly name: string;
}

/** So far the second of a record may be from the moment that AWS writes into the credentials. */
const AROUND = 2000;

/** A request that any MCP server of AWS makes for an agent. Source: AWS agent toolkit, "Condition context keys". */
const THROUGH_MCP = { Bool: { 'aws:ViaAWSMCPService': 'true' } } as const;

/**
 * How a policy names the session that made a call. What comes through an MCP server of AWS is told from what the same person
 * does by hand, with the same credentials: only the former is meant, under the source identity, which no session further on can
 * shed, or under the name of the session. All else is one session of a role, by its name, or where that is not enough by when it
 * began as well.
 * Source: IAM user guide, "AWS global condition context keys" (`aws:userid`, `aws:SourceIdentity`, `aws:TokenIssueTime`).
 */
export function scopeOf(actor: Actor): SessionScope | NoPlan {
  const { account, kind, name } = readPrincipal(actor.principalArn) ?? {};
  if (account === undefined || kind === undefined || name === undefined) {
    return { none: `${actor.name} did not act in a role session` };
  }
  const isThrough = isThroughMcp(actor);
  const principal = { kind, name };
  if (kind === 'user') {
    if (!isThrough || actor.kind !== 'user') return { none: `${actor.name} did not act in a role session` };
    return { account, principal, condition: THROUGH_MCP, name: `agents that use MCP servers of AWS as user ${name}` };
  }
  const { session } = actor;
  if (session === undefined) return { none: `${actor.name} did not act in a role session` };
  const own = isThrough && session.sourceIdentity !== undefined ? 'aws:SourceIdentity' : 'aws:userid';
  const value = own === 'aws:userid' ? session.userId : (session.sourceIdentity ?? '');
  // in a policy a `${` would begin a variable: a session id that has one could not be named
  if (value === '' || value.includes('${')) return { none: 'the session has no id that a policy can name' };
  const began = isToldBySession(actor) ? session.startedAt : undefined;
  const condition = {
    StringEquals: { [own]: value },
    ...(isThrough ? THROUGH_MCP : {}),
    ...(began === undefined ? {} : begunAbout(began)),
  };
  const since = began === undefined ? '' : ` that began at ${toIso(began)}`;
  const who = `session ${session.name} of role ${name}${since}`;
  return { account, principal, condition, name: isThrough ? `agents that use MCP servers of AWS in ${who}` : who };
}

/**
 * Whether its name does not tell a session from those of who opened it: an agent that opens its own role again under the name
 * that it acts under has that name of the person.
 */
export function isToldBySession({ id, principalArn, session, openedBy }: Actor): boolean {
  if (openedBy === undefined || openedBy === 'an agent' || session?.startedAt === undefined) return false;
  return openedBy.id === id && openedBy.principalArn === principalArn;
}

function begunAbout(moment: Instant): SessionScope['condition'] {
  return {
    DateGreaterThanEquals: { 'aws:TokenIssueTime': toIso(moment - AROUND) },
    DateLessThanEquals: { 'aws:TokenIssueTime': toIso(moment + AROUND) },
  };
}

/** A deny of everything within a scope. */
export function denyIn(condition: JsonObject): JsonObject {
  return {
    Version: '2012-10-17',
    Statement: [{ Sid: 'AmbitHold', Effect: 'Deny', Action: '*', Resource: '*', Condition: condition }],
  };
}

function readPrincipal(arn: string | undefined): { account: string; kind: 'role' | 'user'; name: string } | undefined {
  const read = /^arn:[^:]+:iam::(?<account>[0-9]{12}):(?<kind>role|user)\/(?:.*\/)?(?<name>[^/]+)$/.exec(arn ?? '');
  const { account, kind, name } = read?.groups ?? {};
  if (account === undefined || (kind !== 'role' && kind !== 'user') || name === undefined) return undefined;
  return { account, kind, name };
}
