import type { ExcessBox } from '../access/excess.ts';
import type { PolicySet } from '../access/policy-set.ts';
import { decidingActionsIn, holdsEverything } from './escalation/escalation-reasons.ts';
import type { Opening } from './escalation/opened-paths.ts';
import type { Severity } from './finding.ts';
import { atLeast } from './graver.ts';
import type { ClassKind } from './standards/standards.ts';

/** First words of the names of actions that destroy or switch off. */
const DESTRUCTIVE_VERBS = ['delete', 'destroy', 'deregister', 'disable', 'purge', 'remove', 'reset', 'terminate'];

/** Names that destroy without such a first word. */
const DESTRUCTIVE_ACTIONS = ['kms:schedulekeydeletion', 'cloudtrail:stoplogging', 'ec2:revokesecuritygroupingress'];

/** What makes a finding grave. */
export interface Gravity {
  readonly verdict: 'exceeds' | 'undetermined';
  readonly excess: readonly ExcessBox[];
  readonly classKind: ClassKind;
  /** The escalation paths that the excess opens. */
  readonly openings: readonly Opening[];
}

/**
 * How grave an excess is. critical: it opens an escalation path, holds what one turns on, or holds every action; high: it manages permissions or destroys, or
 * nothing is known of it; medium: it writes; low: it lists and reads. An agent's writes count one step higher (nobody
 * watches it act), an undetermined excess is never below medium.
 */
export function severityOf({ verdict, excess, classKind, openings }: Gravity): Severity {
  const severity = openings.length > 0 ? 'critical' : severityOfBoxes(excess, classKind);
  if (verdict === 'exceeds') return severity;
  return atLeast(severity, excess.length === 0 ? 'high' : 'medium');
}

/** How grave it is that more may assume a role: critical where everybody may, else high. */
export function severityOfTrust({ resource }: PolicySet): Severity {
  if (resource === undefined || 'unreadable' in resource.policy.document) return 'high';
  const open = resource.policy.document.statements.some(
    ({ effect, principal }) =>
      effect === 'Allow' && (principal?.negated === true || principal?.aws.includes('*') === true),
  );
  return open ? 'critical' : 'high';
}

function severityOfBoxes(excess: readonly ExcessBox[], classKind: ClassKind): Severity {
  if (holdsEverything(excess) || decidingActionsIn(excess).length > 0) return 'critical';
  if (excess.some((box) => box.accessLevels.includes('Permissions management') || destroys(box))) return 'high';
  if (excess.some(changes)) return classKind === 'agent' ? 'high' : 'medium';
  return 'low';
}

/** A tag may be what a condition grants by, and an action without a known level may do anything. */
function changes(box: ExcessBox): boolean {
  return box.accessLevels.some((level) => level !== 'List' && level !== 'Read');
}

function destroys(box: ExcessBox): boolean {
  if (!box.accessLevels.includes('Write') && !box.accessLevels.includes('Unknown')) return false;
  return box.actions.some((action) => mayDestroy(action.toLowerCase()));
}

/** Whether an action, or a pattern by what comes before its first wildcard, can name something destructive. */
function mayDestroy(action: string): boolean {
  const name = action.slice(action.indexOf(':') + 1);
  const wildcard = name.search(/[*?]/);
  const known = wildcard < 0 ? name : name.slice(0, wildcard);
  if (DESTRUCTIVE_ACTIONS.includes(action)) return true;
  return DESTRUCTIVE_VERBS.some((verb) => known.startsWith(verb) || (wildcard >= 0 && verb.startsWith(known)));
}
