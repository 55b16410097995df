import { type IAMClient, paginateGetAccountAuthorizationDetails } from '@aws-sdk/client-iam';
import { expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { textAt } from '../../../lib/core/activity/member.ts';
import type { Case } from '../../../lib/core/governance/cases/case.ts';
import type { Cursors } from '../../../lib/ports/cursors.ts';
import { openCaseBook } from '../../../lib/usecases/case-book.ts';
import { HUB } from '../cloud.ts';
import { eventually } from '../eventually.ts';
import { ambitOfFile } from './ambit-of-file.ts';
import { isByAmbit, whole } from './deliveries.ts';
import { decisionOf, grantExcess, makeAgent, unrecorded } from './grants.ts';
import type { Installed } from './installed.ts';

/** Fewer where time is short: `AMBIT_BURST=100 npm run test:aws burst`. */
const GRANTS = Number(process.env['AMBIT_BURST'] ?? 1000);
const AT_ONCE = 10;
const WITHIN_MS = 20 * 60_000;
const LOOK_EVERY_MS = 5000;
const SETTLED_WITHIN_MS = 120_000;
const NAMES = Array.from({ length: GRANTS }, (_, index) => `burst-${index}`);

const installed = ambitOfFile();

/** Does something with each, a few at once. */
async function forEach(items: readonly string[], work: (item: string) => Promise<unknown>): Promise<void> {
  const left = [...items];
  const worker = async () => {
    for (let item = left.pop(); item !== undefined; item = left.pop()) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

const NO_BOOKMARKS: Cursors = { place: async () => undefined, keep: async () => {} };

/** The cases of the burst's roles, once all are held. */
async function allHeld({ ledger }: Installed): Promise<readonly Case[]> {
  const book = openCaseBook(ledger, NO_BOOKMARKS);
  return await eventually(async () => {
    // to look costs the emulators time, too
    await sleep(LOOK_EVERY_MS);
    const cases = (await book.cases()).filter(({ finding }) => finding.principal.includes('/agents/burst-'));
    return cases.filter(({ status }) => status === 'held').length >= GRANTS ? cases : undefined;
  }, WITHIN_MS);
}

/** The inline policies of the burst's roles, by their names, as IAM holds them. */
async function inlinePolicies(iam: IAMClient): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  for await (const page of paginateGetAccountAuthorizationDetails({ client: iam }, { Filter: ['Role'] })) {
    for (const { RoleName = '', RolePolicyList = [] } of page.RoleDetailList ?? []) {
      if (!RoleName.startsWith('burst-')) continue;
      const documents = RolePolicyList.map(({ PolicyDocument = '' }) => decodeURIComponent(PolicyDocument));
      found.set(RoleName, documents);
    }
  }
  return found;
}

/** How often each role was changed by the role that holds. */
function holdsIn({ cloud }: Installed): readonly string[] {
  return cloud.trail.records.flatMap((record) => {
    const isHold = isByAmbit(record) && ['PutRolePolicy', 'DeleteRolePolicy'].includes(record.eventName);
    const role = textAt(record, 'requestParameters.roleName');
    return isHold && role?.startsWith('burst-') === true ? [role] : [];
  });
}

/** A line with the distribution of the times from grant to hold. */
function distributionOf(milliseconds: readonly number[]): string {
  const sorted = milliseconds.toSorted((one, other) => one - other);
  const at = (share: number) => ((sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN) / 1000).toFixed(1);
  return `time to hold of ${sorted.length} grants in seconds: half ${at(0.5)}, 90 % ${at(0.9)}, 99 % ${at(0.99)}, all ${at(1)}`;
}

test(
  `a burst of ${GRANTS} grants is held to the last, each once`,
  async () => {
    const { cloud, iam } = installed();
    cloud.trail.deliverBy(whole);
    // these roles were there before Ambit
    const earlier = unrecorded(installed());
    await forEach(NAMES, (name) => makeAgent(earlier, name));
    const grantedAt = new Map<string, number>();
    await forEach(NAMES, async (name) => {
      grantedAt.set(`arn:aws:iam::${HUB}:role/agents/${name}`, cloud.clock.now());
      await grantExcess(iam, name);
    });
    const cases = await allHeld(installed());
    const times = cases.flatMap(({ finding: { principal }, hold }) =>
      hold.kind === 'confirmed' ? hold.at - (grantedAt.get(principal) ?? Number.NaN) : [],
    );
    process.stdout.write(`${distributionOf(times)}\n`);

    expect(cases.map(({ finding }) => finding.principal).sort()).toEqual([...grantedAt.keys()].sort());
    expect([...holdsIn(installed())].sort()).toEqual([...NAMES].sort());
    const held = await inlinePolicies(iam);
    const allowed = NAMES.filter((name) => decisionOf(held.get(name) ?? [], 's3:PutObject') === 'allow');
    expect(allowed).toEqual([]);
  },
  WITHIN_MS + SETTLED_WITHIN_MS,
);
