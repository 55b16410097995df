import type { Case } from '../../lib/core/governance/cases/case.ts';
import type { Finding } from '../../lib/core/governance/finding.ts';
import type { JsonObject, JsonValue } from '../../lib/core/json.ts';
import { meetDueDeadlines } from '../../lib/usecases/approval/meet-due-deadlines.ts';
import { playRecords } from '../../lib/usecases/calls/play-records.ts';
import type { Embedded } from '../../lib/wiring/embedded.ts';
import { ACCOUNT, CLOUDFORMATION, invokedBy, MINUTE, record } from '../usecases/company.ts';
import { created, inline, INSTANCE, type Made, provisioned, SET } from './calls-beyond-iam.ts';
import { governs, reopened, world } from './embedded-world.ts';

/** A stack, which has the permission set, */
export const STACK = `arn:aws:cloudformation:us-east-1:${ACCOUNT}:stack/sets/0f5a1b60-0000-4000-8000-000000000001`;

/** a call that it makes, */
export const byStack = (made: Made): Made => ({ ...made, via: CLOUDFORMATION });

/** a grant of it, */
export const GRANT = byStack(inline('sqs:SendMessage'));

/** and what it goes back to. */
export const ROLLBACK = byStack(inline('s3:GetObject'));

const SET_IN_STACK = `${INSTANCE.instanceArn}|${SET}`;

/** A permission set that is of the stack, which is at work, and allows something. */
export async function open(
  more: JsonObject = {},
  status = 'UPDATE_IN_PROGRESS',
  response: JsonObject = { kind: 'hold' },
): Promise<Embedded> {
  governs(more, response);
  const embedded = await reopened();
  await tell(status, embedded);
  await play([created, ROLLBACK, provisioned], embedded);
  return embedded;
}

/** The stack comes to a status. */
export async function tell(status: string, { stacks }: Embedded): Promise<void> {
  await stacks.tell({ account: ACCOUNT, region: 'us-east-1', name: SET_IN_STACK, stack: STACK, status });
}

/** Calls happen, and their records come. */
export async function play(calls: readonly Made[], { deps }: Pick<Embedded, 'deps'>): Promise<void> {
  async function* stream(): AsyncIterable<JsonValue> {
    for (const [index, { source, name, asked, response, via }] of calls.entries()) {
      const at = { id: `${world.now}-${index}`, time: world.now + index };
      const told = record(name, asked, { ...at, source: `${source}.amazonaws.com`, response });
      yield via === undefined ? told : invokedBy(via, told);
    }
  }
  for await (const _ of playRecords({ records: stream(), next: async () => undefined }, deps)) world.now += 1000;
}

/** Time passes, and what is due is met, minute by minute. */
export async function pass(minutes: number, { deps }: Pick<Embedded, 'deps'>): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    world.now += MINUTE;
    await meetDueDeadlines(deps);
  }
}

/** The one finding of a kind. */
export async function caseIn({ deps }: Embedded, kind: Finding['kind'] = 'excess-access'): Promise<Case> {
  const [found, ...others] = (await deps.cases.cases()).filter(({ finding }) => finding.kind === kind);
  if (found === undefined || others.length > 0) throw new Error(`${others.length} others, ${found?.finding.id}`);
  return found;
}

/** What is written of the one finding. */
export async function factsIn(embedded: Embedded) {
  const { finding } = await caseIn(embedded);
  return (await embedded.deps.ledger.about(finding.id)).map(({ fact }) => fact);
}
