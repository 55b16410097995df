import type { Case } from '../../../core/governance/cases/case.ts';
import type { Instant } from '../../../core/instant.ts';
import { type Check, fine, problem } from './check.ts';

/** A hold is made within a minute or two; whatever stopped it, the timetable tries again every 5 minutes. */
const HOLD_LATE = 15 * 60_000;

/** Whether what was to be held is held, and what was signed was given back: of the cases that are not over, of so many in all. */
export function checkCases(cases: readonly Case[], all: number, now: Instant): readonly Check[] {
  const late = cases.filter(({ status, finding }) => {
    const isWaiting = status === 'hold-pending' || (status === 'open' && finding.response.kind === 'hold');
    return isWaiting && now - finding.raisedAt > HOLD_LATE;
  });
  const unheld = [...cases.filter(({ status }) => status === 'hold-failed'), ...late];
  const failed = cases.filter(({ status }) => status === 'restore-failed');
  return [
    unheld.length === 0
      ? fine('holds', `${all} findings; none waits for a hold that cannot be made`)
      : problem(
          'holds',
          `not held: ${idsOf(unheld)}`,
          'take the access away by hand; ambit findings --live says what it is',
        ),
    failed.length === 0
      ? fine('restores', 'nothing that people signed failed to come back')
      : problem(
          'restores',
          `signed, and not given back: ${idsOf(failed)}`,
          'see why in ambit ledger show --live; who still wants it signs again',
        ),
  ];
}

const MOST = 10;

function idsOf(cases: readonly Case[]): string {
  const ids = cases.slice(0, MOST).map(({ finding }) => finding.id);
  return `${ids.join(', ')}${cases.length > MOST ? ` and ${cases.length - MOST} more` : ''}`;
}
