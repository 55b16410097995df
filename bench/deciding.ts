import { decide } from '../lib/core/access/decide.ts';
import type { AccessRequest, PolicySet } from '../lib/core/access/policy-set.ts';
import { randomFrom } from '../test/core/access/random-requests.ts';
import { setOf } from '../test/core/access/reading-sets.ts';
import { requestsNear } from '../test/core/access/requests-near.ts';
import { findPolicy, freshSet, type ManagedPolicies, type StoredPolicy } from './managed-policies.ts';
import { allocated, timed } from './measure.ts';
import type { Options } from './options.ts';
import { allow, policy, S3 } from './policies.ts';
import type { Row, SectionReport } from './report.ts';
import { summaryOf } from './statistics.ts';

const REQUESTS = 20_000;
/** Each of these has documents of its own, just parsed. */
const COLD_REQUESTS = 400;
const WARM_UP_REQUESTS = 500;

/** How many requests `decide` answers a second, for sets of three sizes. */
export function decideRequests(policies: ManagedPolicies, { oneOf, seed }: Options): SectionReport {
  const sizes: readonly (readonly [string, () => PolicySet])[] = [
    ['small (one statement)', () => setOf(policy(allow([`${S3}reports/*`, `${S3}logs/*`])))],
    sized('medium', ofMedianSize(policies.current)),
    sized('large', findPolicy(policies, 'ReadOnlyAccess')),
  ];
  const rows = sizes.flatMap(([size, fresh]) => {
    const requests = [...requestsNear(fresh(), randomFrom(seed), REQUESTS / oneOf)];
    return rowsFor(size, fresh, requests, COLD_REQUESTS / oneOf);
  });
  return { id: 'e', title: 'requests decided, made from what the policies say', rows, wrong: [] };
}

function rowsFor(
  size: string,
  fresh: () => PolicySet,
  requests: readonly AccessRequest[],
  coldRequests: number,
): readonly Row[] {
  const set = fresh();
  for (const request of requests.slice(0, WARM_UP_REQUESTS)) decide(set, request);
  const [answers, bytes] = allocated(() => requests.map((request) => timed(() => decide(set, request))));
  const cold = requests.slice(0, coldRequests).map((request) => {
    const own = fresh();
    return timed(() => decide(own, request))[1];
  });
  const timing = summaryOf(answers.map(([, time]) => time));
  const rate = Math.round((1000 * timing.count) / timing.total).toLocaleString('en');
  const share = Math.round((100 * answers.filter(([{ decision }]) => decision === 'allow').length) / timing.count);
  return [
    { question: size, timing, bytes: bytes / timing.count, answer: `${rate} a second, ${share} % allowed` },
    { question: '  documents just parsed', timing: summaryOf(cold) },
  ];
}

function sized(size: string, stored: StoredPolicy): readonly [string, () => PolicySet] {
  const kilobytes = (stored.text.length / 1024).toFixed(1);
  return [`${size} (${stored.name}, ${kilobytes} KB)`, () => freshSet(stored)];
}

function ofMedianSize(policies: readonly StoredPolicy[]): StoredPolicy {
  const bySize = policies.toSorted((a, b) => a.text.length - b.text.length);
  const median = bySize[Math.floor(bySize.length / 2)];
  if (median === undefined) throw new Error('there are no managed policies');
  return median;
}
