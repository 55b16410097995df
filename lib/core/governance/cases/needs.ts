import { type ExcessBox, PARTLY_DECIDED } from '../../access/excess.ts';
import { globMatches } from '../../policy/glob.ts';
import { isKeptBack, isPartlyKeptBack } from '../assess/organization/kept-back.ts';
import type { Finding, Severity } from '../finding.ts';
import { atLeast } from '../graver.ts';
import type { ApprovalRule, FurtherRule, Seats } from '../standards/standards.ts';

/** In a rule: the group that owns the account in question, as `approval.owners` names it. */
export const ACCOUNT_OWNERS = 'account-owners';

/** What is to be approved, as far as it is known: of a permit there is only the account. */
export type Approvable = Pick<Finding, 'account'> &
  Partial<Pick<Finding, 'class' | 'severity' | 'verdict' | 'excess' | 'reasons'>>;

/**
 * What an approval takes: the rule for everything, and every further rule that matches. Each of them must be met, so that a
 * further rule only ever asks for more, in whatever order they stand.
 */
export function needsOf(subject: Approvable, { allOf, rules, owners }: ApprovalRule): readonly Seats[] {
  const further = rules.filter(({ when }) => isFor(when, subject)).map((rule) => rule.allOf);
  const owner = owners.find(({ accounts }) => accounts.some((pattern) => globMatches(pattern, subject.account)));
  return [allOf, ...further].map((seats) =>
    seats.map((seat) =>
      seat.group === ACCOUNT_OWNERS && owner !== undefined ? { ...seat, group: owner.group } : seat,
    ),
  );
}

/** The same in one list, for people: of each group as many as the rule asks that asks for most of it. */
export function mergedSeats(needs: readonly Seats[]): Seats {
  const byGroup = new Map<string, number>();
  for (const seats of needs) {
    for (const [group, same] of Map.groupBy(seats, (seat) => seat.group)) {
      const count = same.reduce((sum, seat) => sum + Math.max(seat.count, 0), 0);
      byGroup.set(group, Math.max(count, byGroup.get(group) ?? 0));
    }
  }
  return [...byGroup].map(([group, count]) => ({ group, count }));
}

/** The groups that these needs name, each once, in their order. */
export function groupsIn(needs: readonly Seats[]): readonly string[] {
  return [...new Set(needs.flatMap((seats) => seats.map(({ group }) => group)))];
}

/** The groups that any rule names. */
export function allApproverGroups({ allOf, rules, owners }: ApprovalRule): readonly string[] {
  return groupsIn([allOf, ...rules.map((rule) => rule.allOf), owners.map(({ group }) => ({ group, count: 1 }))]);
}

/** All conditions that a rule names must hold. What a permit has none of does not hold of it. */
function isFor({ classes, accounts, severityAtLeast, services, accessLevels }: FurtherRule['when'], of: Approvable) {
  const { class: className, severity } = of;
  return (
    (classes.length === 0 || classes.some((name) => name === className)) &&
    (accounts.length === 0 || accounts.some((pattern) => globMatches(pattern, of.account))) &&
    (severityAtLeast === undefined || mayBeGraver(of) || isAsGrave(severity, severityAtLeast)) &&
    (services.length === 0 || mayReach(of, (box) => box.actions.some((action) => isOfService(action, services)))) &&
    (accessLevels.length === 0 || mayReach(of, (box) => isOfLevel(box, accessLevels)))
  );
}

function isAsGrave(severity: Approvable['severity'], least: Severity): boolean {
  return severity !== undefined && atLeast(severity, least) === severity;
}

/** What guardrails keep back today is as grave as it would be when they fall, since a waiver of it outlives them. */
function mayBeGraver({ reasons = [] }: Approvable): boolean {
  return isKeptBack({ reasons }) || isToldInPart({ reasons });
}

/** Whether more than the excess that is told would be given back, or may be. */
function isToldInPart({ reasons }: Pick<Finding, 'reasons'>): boolean {
  return isPartlyKeptBack({ reasons }) || reasons.some(({ rule }) => rule === PARTLY_DECIDED);
}

/** Whether an excess has, or may have, a part such as this: one that is not known to the end, or not told to it, may have any. */
function mayReach({ verdict, excess, reasons = [] }: Approvable, isSuch: (box: ExcessBox) => boolean): boolean {
  if (excess === undefined) return false;
  if (isToldInPart({ reasons })) return true;
  return verdict === 'undetermined' || excess.length === 0 || excess.some(isSuch);
}

/** An action pattern can name any service that its first part matches. */
function isOfService(action: string, services: readonly string[]): boolean {
  const [service = ''] = action.toLowerCase().split(':');
  return services.some((wanted) => globMatches(service, wanted));
}

function isOfLevel(box: ExcessBox, wanted: FurtherRule['when']['accessLevels']): boolean {
  return (
    box.accessLevels.length === 0 || box.accessLevels.some((level) => level === 'Unknown' || wanted.includes(level))
  );
}
