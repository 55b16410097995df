import { type Call, changesOf } from '../../../activity/call.ts';
import type { Change } from '../../../activity/changes.ts';
import type { Instant } from '../../../instant.ts';
import { unprompted } from '../../holds/unprompted.ts';

/** A call that destroyed something, as far as it counts for the session that made it. */
export interface Destruction {
  /** The call's. */
  readonly id: string;
  readonly account: string;
  /** Of who acted: of a role session `AROA…:session`. */
  readonly actorId: string;
  readonly source: string;
  readonly name: string;
  readonly time: Instant;
  /** How many resources it names, at least 1: one call for forty instances destroys as much as forty calls. */
  readonly count: number;
}

/**
 * Services that take apart what they built, for a call that counts by itself: `DeleteStack` is one destruction, whatever the
 * stack holds. A service that only passes calls on (the AWS MCP server, Step Functions, Systems Manager) is none of them.
 */
const TAKE_APART: ReadonlySet<string> = new Set(
  [
    'autoscaling',
    'batch',
    'cloudformation',
    'eks',
    'elasticbeanstalk',
    'elasticmapreduce',
    'emr-serverless',
    'ecs',
    'rds',
    'servicecatalog',
  ].map((service) => `${service}.amazonaws.com`),
);

/** Calls of IAM that take away who acts. */
const ENDS_PRINCIPAL = /^Delete(?:User|Role|Group)$/;

/**
 * What a call counts for, or undefined: it destroys nothing, AWS refused it, a service did it on its own, or it is a part of
 * what another call asked for.
 */
export function destructionOf(call: Call): Destruction | undefined {
  const { id, account, actor, source, name, time, error } = call;
  if (error !== undefined || unprompted(call) !== undefined) return undefined;
  if (actor.invokedBy !== undefined && TAKE_APART.has(actor.invokedBy)) return undefined;
  const count = Math.max(...changesOf(call).map((change) => destroyedBy(name, change)));
  return count === 0 ? undefined : { id, account, actorId: actor.id, source, name, time, count };
}

function destroyedBy(name: string, change: Change): number {
  if (change.kind === 'access') return ENDS_PRINCIPAL.test(name) ? 1 : 0;
  if (change.kind !== 'environment' || change.effect !== 'destroy') return 0;
  return Math.max(1, change.resources.length);
}
