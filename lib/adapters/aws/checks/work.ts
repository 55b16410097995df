import { ListSchedulesCommand, type SchedulerClient } from '@aws-sdk/client-scheduler';
import { DRILL_SUBJECT, isDrillFact, secondsToFinding } from '../../../core/governance/ledger/drill.ts';
import type { Mode } from '../../../core/governance/standards/standards.ts';
import { type Instant, toIso } from '../../../core/instant.ts';
import type { Ledger } from '../../../ports/ledger.ts';
import { RECONCILED, SWEPT } from '../cursor-names.ts';
import { CHECKPOINTS } from '../ledger-keys.ts';
import { numberOf, type Table, textOf } from '../table.ts';
import { type Check, fine, problem, warning } from './check.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Two sweeps, and an hour for the second. */
const SWEEP_STALE = 13 * HOUR;
const RECONCILE_STALE = 3 * HOUR;
/** The ledger is sealed every 5 minutes. */
const SEAL_STALE = HOUR;
const DRILL_STALE = 90 * DAY;

/** Whether the timetable is as it was deployed. */
export async function checkTimetable(client: SchedulerClient, GroupName: string, prefix: string): Promise<Check> {
  const name = 'timetable';
  const states = new Map<string, string>();
  let NextToken: string | undefined;
  do {
    const page = await client.send(
      new ListSchedulesCommand({
        GroupName,
        NamePrefix: `${prefix}-`,
        ...(NextToken === undefined ? {} : { NextToken }),
      }),
    );
    for (const { Name = '', State = '' } of page.Schedules ?? []) states.set(Name, State);
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  const wanted = ['sweep', 'overdue', 'reconcile'].map((each) => `${prefix}-${each}`);
  const faulty = wanted.filter((each) => states.get(each) !== 'ENABLED');
  if (faulty.length === 0) return fine(name, `${wanted.length} schedules are enabled`);
  return problem(
    name,
    `schedules are missing or disabled: ${faulty.join(', ')}`,
    `deploy the stack again (npx cdk deploy ${prefix})`,
  );
}

/** When each account was last measured to its end. `accounts` empty: those that ever were. */
export async function checkSweeps(table: Table, accounts: readonly string[], now: Instant): Promise<Check> {
  const name = 'sweeps';
  const swept = new Map<string, Instant>();
  for (const item of await table.list({ pk: 'CURSORS', from: SWEPT, to: `${SWEPT}~` })) {
    swept.set((textOf(item, 'sk') ?? '').slice(SWEPT.length), Number(textOf(item, 'place')));
  }
  const wanted = accounts.length > 0 ? accounts : [...swept.keys()];
  const todo = 'see the log of the function sweep; the first sweep comes within 6 hours of the deployment';
  if (wanted.length === 0) return warning(name, 'no account has been measured yet', todo);
  const stale = wanted.filter((account) => !isFresh(swept.get(account), SWEEP_STALE, now));
  if (stale.length === 0)
    return fine(name, `${wanted.length} accounts were measured within the last ${SWEEP_STALE / HOUR} hours`);
  return problem(name, `accounts that were not measured for ${SWEEP_STALE / HOUR} hours: ${stale.join(', ')}`, todo);
}

/** When the trail was last compared with the calls that arrived. */
export async function checkReconcile(table: Table, now: Instant): Promise<Check> {
  const name = 'reconcile';
  const item = await table.get({ pk: 'CURSORS', sk: RECONCILED });
  const at = item === undefined ? undefined : Number(textOf(item, 'place'));
  const todo = 'see the log of the function reconcile';
  if (at === undefined) return warning(name, 'the trail was not compared with what arrived yet', todo);
  const says = `the trail was compared with what arrived at ${toIso(at)}`;
  return isFresh(at, RECONCILE_STALE, now) ? fine(name, says) : problem(name, says, todo);
}

/** Whether what is in the ledger goes, signed, to where nobody can change it. */
export async function checkSeal(table: Table, ledger: Pick<Ledger, 'head' | 'entries'>, now: Instant): Promise<Check> {
  const name = 'ledger';
  const entries = await ledger.head();
  const [last] = await table.list({ pk: CHECKPOINTS, order: 'backwards', most: 1 });
  const sealed = last === undefined ? 0 : (numberOf(last, 'sequence') ?? 0);
  const says = `${entries} entries, signed until ${sealed}`;
  if (sealed >= entries) return fine(name, says);
  if (isFresh(await writtenAt(sealed + 1, ledger), SEAL_STALE, now)) return fine(name, `${says}; the rest follows`);
  const todo =
    'see the log of the function on-deadline; ambit ledger verify --live says whether it is as it was written';
  return problem(name, says, todo);
}

async function writtenAt(sequence: number, ledger: Pick<Ledger, 'entries'>): Promise<Instant | undefined> {
  for await (const { fact } of ledger.entries(sequence)) return fact.at;
  return undefined;
}

/** Whether the mode counts, and whether a drill has passed lately. */
export async function checkDrill(ledger: Pick<Ledger, 'about'>, mode: Mode, now: Instant): Promise<readonly Check[]> {
  const drills = (await ledger.about(DRILL_SUBJECT)).flatMap(({ fact }) => (isDrillFact(fact) ? [fact] : []));
  const last = drills.at(-1);
  const todo = 'ambit drill';
  if (last === undefined) {
    const none = warning('drill', 'no drill has passed yet', todo);
    return [
      mode === 'enforce' ? warning('mode', 'enforce counts as warn before a drill has passed', todo) : modeOf(mode),
      none,
    ];
  }
  const says = `the last drill passed at ${toIso(last.at)}, ${secondsToFinding(last)} seconds after its call`;
  return [modeOf(mode), now - last.at > DRILL_STALE ? warning('drill', says, todo) : fine('drill', says)];
}

function modeOf(mode: Mode): Check {
  switch (mode) {
    case 'observe':
      return fine('mode', 'observe: findings are written down, and nothing else is done');
    case 'warn':
      return fine('mode', 'warn: people are told, and nothing is held');
    case 'enforce':
      return fine('mode', 'enforce: what is beyond its standard is held, as the standards say');
  }
}

function isFresh(at: Instant | undefined, most: number, now: Instant): boolean {
  return at !== undefined && now - at <= most;
}
