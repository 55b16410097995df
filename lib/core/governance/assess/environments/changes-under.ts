import { type Call, changesOf } from '../../../activity/call.ts';
import type { Change } from '../../../activity/changes.ts';
import { touchedBy } from '../../../activity/touched.ts';
import { globMatches } from '../../../policy/glob.ts';
import { environmentsIn } from '../../standards/guarded.ts';
import type { EnvironmentCall } from '../kept-calls.ts';
import type { Governance, GuardedEnvironment } from '../../standards/standards.ts';

/**
 * What a call changes, as the standards see it: what Ambit reads in it, and the destruction that it is where an environment of
 * its account counts the operation as one.
 */
export function changesUnder(call: Call, { environments }: Pick<Governance, 'environments'>): readonly Change[] {
  const changes = changesOf(call);
  const destroys = changes.some((change) => change.kind === 'environment' && change.effect === 'destroy');
  const also = environmentsIn(call.account, environments).some((each) => names(each.destruction?.also, call));
  if (destroys || !also || call.error !== undefined) return changes;
  const resources = [...new Set(changes.flatMap((change) => touchedBy(call, change)))];
  return [...changes, { kind: 'environment', effect: 'destroy', resources, countedBy: 'standards' }];
}

/** Whether a destruction is one to an environment: all that destroy are, but those that it excepts. */
export function countsIn({ destruction }: GuardedEnvironment, call: EnvironmentCall): boolean {
  if (call.change.countedBy === 'standards') return names(destruction?.also, call);
  return !names(destruction?.except, call);
}

/** Whether one of these names an operation, `rds:StopDBInstance`; patterns know `*` and `?`, letter case does not matter. */
function names(operations: readonly string[] | undefined, { source, name }: Pick<Call, 'source' | 'name'>): boolean {
  const operation = `${source.split('.')[0] ?? source}:${name}`.toLowerCase();
  return (operations ?? []).some((each) => globMatches(each.toLowerCase(), operation));
}
