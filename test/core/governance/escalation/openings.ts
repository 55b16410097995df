import { compare } from '../../../../lib/core/access/compare.ts';
import { parsePolicySet } from '../../../../lib/core/access/parse-policy-set.ts';
import type { PolicySet } from '../../../../lib/core/access/policy-set.ts';
import { escalationReasons } from '../../../../lib/core/governance/escalation/escalation-reasons.ts';
import { type Opening, pathsOpenedBy } from '../../../../lib/core/governance/escalation/opened-paths.ts';
import type { JsonObject, JsonValue } from '../../../../lib/core/json.ts';

/** A policy document that allows these actions, under a condition or none. */
export function allow(actions: JsonValue, resource: JsonValue = '*', condition?: JsonObject): JsonObject {
  const statement = { Effect: 'Allow', Action: actions, Resource: resource };
  return condition === undefined ? statement : { ...statement, Condition: condition };
}

/** A condition that roles are passed to these services. */
export function passedTo(...services: readonly string[]): JsonObject {
  return { StringEquals: { 'iam:PassedToService': services.map((service) => `${service}.amazonaws.com`) } };
}

/** What a principal holds, and what of it is no news. */
export interface Holding {
  readonly holds: readonly JsonObject[];
  readonly known?: readonly JsonObject[];
  /** What its session is limited to. */
  readonly session?: readonly JsonObject[];
}

/** The paths that are open because of what somebody holds beyond what is known: `lambda-001`, or `lambda-001?` for perhaps. */
export function openedBy(holding: Holding): readonly string[] {
  return openingsOf(holding).openings.map(({ path, how }) => (how === 'surely' ? path.id : `${path.id}?`));
}

/** What is said of the escalation paths that a holding opens. */
export function reasonsFor(holding: Holding): readonly string[] {
  const { excess, openings } = openingsOf(holding);
  return escalationReasons(excess, openings).map(({ detail }) => detail);
}

function openingsOf({ holds, known = [], session }: Holding) {
  const held = { ...setOf(holds), ...(session === undefined ? {} : { session: setOf(session).identity }) };
  const limits = known.length === 0 ? [] : [setOf(known)];
  const comparison = compare(held, limits);
  const excess = comparison.verdict === 'within' ? [] : comparison.excess;
  const openings: readonly Opening[] = pathsOpenedBy({ excess, held, limits });
  return { excess, openings };
}

function setOf(statements: readonly JsonObject[]): PolicySet {
  const read = parsePolicySet({
    principal: { arn: 'arn:aws:iam::111122223333:role/agents/kiro' },
    identity: [{ name: 'held', document: { Version: '2012-10-17', Statement: statements } }],
  });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
}
