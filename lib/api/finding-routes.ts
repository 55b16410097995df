import { type Context, Hono } from 'hono';
import { findingToJson } from '../core/governance/finding-json.ts';
import type { CaseCard } from '../core/governance/cases/case-card.ts';
import { err, ok, type Result } from '../core/result.ts';
import type { Decision } from '../usecases/approval/decide-approval.ts';
import type { ApiDeps } from './deps.ts';
import { findingDetail } from './finding-detail.ts';
import { readNumber } from './read-query.ts';
import { refuse, type Refusal } from './refuse.ts';
import type { Visits } from './visit.ts';
import type { FindingListWire } from './wire.ts';

const PAGE = 50;
const LONGEST_PAGE = 200;

const NO_SUCH_FINDING: Refusal = {
  status: 404,
  code: 'NO_SUCH_FINDING',
  message: 'there is no such finding; check its id',
};

/** `/findings`: what was found, and people's decisions about it. */
export function findingRoutes(deps: ApiDeps, visits: Visits): Hono {
  const { ledger, cases, governance, clock } = deps.usecases;
  const decided = async (context: Context, kind: Decision['kind']): Promise<Response> => {
    const visitor = visits.signedIn(context);
    if (visitor === undefined) {
      return refuse(context, { status: 401, code: 'NOT_SIGNED_IN', message: 'nobody is signed in; sign in first' });
    }
    // who only reads needs neither what reads a body nor what compares access
    const { readDecision } = await import('./decision-bodies.ts');
    const { decide } = await import('./decide.ts');
    const decision = await readDecision(context, kind, clock.now());
    if (!decision.ok) return refuse(context, decision.error);
    const findingId = context.req.param('id') ?? '';
    const outcome = await decide({ findingId, ...visitor, decision: decision.value }, deps.usecases);
    return outcome.ok ? context.json(outcome.value) : refuse(context, outcome.error);
  };
  return new Hono()
    .get('/', async (context) => {
      const page = pageOf([...(await cases.cards())].reverse(), context);
      if (!page.ok) return refuse(context, page.error);
      const { cards, ...counts } = page.value;
      const found = await cases.these(cards);
      const list: FindingListWire = {
        findings: found.map(({ finding, status, hold }) => findingToJson(finding, status, hold)),
        ...counts,
      };
      return context.json(list);
    })
    .get('/:id', async (context) => {
      const detail = findingDetail(await ledger.about(context.req.param('id')), governance, clock.now());
      return detail === undefined ? refuse(context, NO_SUCH_FINDING) : context.json(detail);
    })
    .post('/:id/signatures', (context) => decided(context, 'sign'))
    .post('/:id/rejections', (context) => decided(context, 'reject'))
    .post('/:id/revocations', (context) => decided(context, 'revoke'))
    .post('/:id/requests', (context) => decided(context, 'ask'))
    .post('/:id/break-glass', (context) => decided(context, 'break-glass'));
}

/** One page of a list, and what is said of all of it. */
interface Page extends Omit<FindingListWire, 'findings'> {
  readonly cards: readonly CaseCard[];
}

/** One page of the cards, which come newest first: `limit` of those in one of `status`, after the finding `before`. */
function pageOf(all: readonly CaseCard[], context: Context): Result<Page, Refusal> {
  const limit = readNumber(context, 'limit', { least: 1, most: LONGEST_PAGE });
  if (!limit.ok) return limit;
  const wanted = context.req.query('status')?.split(',');
  const matching = wanted === undefined ? all : all.filter(({ status }) => wanted.includes(status));
  const start = startOf(all, matching, context.req.query('before'));
  if (!start.ok) return start;
  const cards = matching.slice(start.value, start.value + (limit.value ?? PAGE));
  const isLast = start.value + cards.length >= matching.length;
  return ok({
    cards,
    next: isLast ? null : (cards.at(-1)?.id ?? null),
    total: matching.length,
    byStatus: countBy(all),
  });
}

/** Where a page starts in what matches. The finding before it may have changed its status, and match no more. */
function startOf(
  all: readonly CaseCard[],
  matching: readonly CaseCard[],
  before: string | undefined,
): Result<number, Refusal> {
  if (before === undefined) return ok(0);
  const place = all.findIndex(({ id }) => id === before);
  if (place < 0) return err(NO_SUCH_FINDING);
  const older = new Set(all.slice(place + 1));
  const start = matching.findIndex((each) => older.has(each));
  return ok(start < 0 ? matching.length : start);
}

function countBy(all: readonly CaseCard[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { status } of all) counts.set(status, (counts.get(status) ?? 0) + 1);
  return Object.fromEntries(counts);
}
