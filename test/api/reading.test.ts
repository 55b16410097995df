import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FindingListWire, LedgerPageWire } from '../../lib/api/wire.ts';
import { hashOfEntry } from '../../lib/core/governance/ledger/ledger-chain.ts';
import { handleCall } from '../../lib/usecases/calls/handle-call.ts';
import { attachAdmin } from '../usecases/company.ts';
import { ORIGIN, type ServedWorld, serveWorld, Visitor } from './visitor.ts';

let served: ServedWorld;
let visitor: Visitor;
beforeAll(async () => {
  served = await serveWorld();
  visitor = new Visitor(served);
  for (const id of ['second', 'third']) {
    const call = attachAdmin({ id });
    served.world.account.play(call);
    await handleCall(call, served.world.deps);
  }
});
afterAll(() => served.world.close());

async function read<T>(path: string, is: (body: unknown) => body is T): Promise<T> {
  const { status, body } = await visitor.get(path);
  if (status !== 200 || !is(body)) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
  return body;
}

const isList = (body: unknown): body is FindingListWire => JSON.stringify(body).startsWith('{"findings":');
const isPage = (body: unknown): body is LedgerPageWire => JSON.stringify(body).startsWith('{"entries":');
const callIds = ({ findings }: FindingListWire) => findings.map(({ call }) => call?.id);

describe('the list of findings', () => {
  test('has the newest first, and how many there are in each status', async () => {
    const list = await read('/api/findings', isList);
    expect(callIds(list)).toEqual(['third', 'second', 'id-AttachRolePolicy']);
    expect(list).toMatchObject({ next: null, total: 3, byStatus: { held: 3 } });
  });

  test('comes in pages that have each finding once', async () => {
    const first = await read('/api/findings?limit=2', isList);
    expect(callIds(first)).toEqual(['third', 'second']);
    const rest = await read(`/api/findings?limit=2&before=${first.next ?? ''}`, isList);
    expect(callIds(rest)).toEqual(['id-AttachRolePolicy']);
    expect(rest.next).toBeNull();
  });

  test('can be limited to some statuses', async () => {
    expect(await read('/api/findings?status=restored,open', isList)).toMatchObject({ findings: [], total: 0 });
    expect((await read('/api/findings?status=held', isList)).total).toBe(3);
  });

  test.each([
    ['/api/findings?limit=0', 400, 'BAD_QUERY'],
    ['/api/findings?limit=9999', 400, 'BAD_QUERY'],
    ['/api/findings?limit=1e2', 400, 'BAD_QUERY'],
    ['/api/findings?before=F-none', 404, 'NO_SUCH_FINDING'],
    ['/api/ledger?from=0', 400, 'BAD_QUERY'],
    ['/api/ledger?from=-1', 400, 'BAD_QUERY'],
    ['/api/events?from=x', 400, 'BAD_QUERY'],
    ['/api/nothing', 404, 'NOT_FOUND'],
  ])('%s is refused', async (path, status, code) => {
    expect(await visitor.get(path)).toMatchObject({ status, body: { code, message: expect.any(String) } });
  });
});

describe('the ledger', () => {
  test('comes in pages that have each entry once, and every hash can be checked', async () => {
    const sequences: number[] = [];
    for (let from: number | null = 1; from !== null; ) {
      const page: LedgerPageWire = await read(`/api/ledger?limit=4&from=${from}`, isPage);
      for (const entry of page.entries) {
        expect(hashOfEntry(entry)).toBe(entry.hash);
        sequences.push(entry.sequence);
      }
      from = page.next;
    }
    const last = sequences.length;
    expect(sequences).toEqual(Array.from({ length: last }, (_, index) => index + 1));
    expect((await read('/api/ledger?limit=2', isPage)).entries.map(({ sequence }) => sequence)).toEqual([
      last - 1,
      last,
    ]);
    expect(await read(`/api/ledger?from=${last + 1}`, isPage)).toMatchObject({ entries: [], head: last, next: null });
  });

  test('is verified', async () => {
    const { body } = await visitor.get('/api/ledger/verification');
    const last = await served.world.deps.ledger.head();
    expect(body).toMatchObject({ from: 1, until: last, last, entries: last, fault: null });
  });

  test('that was tampered with says where', async () => {
    const fault = { code: 'REMOVED', sequence: 3, until: 4 } as const;
    const report = { from: 1, until: 2, entries: 9, head: 'x', signedUntil: 2, uncheckedSignatures: 0, fault };
    const { app, world } = await serveWorld({ verifyLedger: async () => report });
    expect((await new Visitor({ app }).get('/api/ledger/verification')).body).toMatchObject({
      fault: { code: 'REMOVED', sequence: 3, text: 'entries 3 to 4 were removed' },
    });
    world.close();
  });
});

describe('the live stream', () => {
  /** Ids of the events of a stream, until it has this many. */
  async function idsOf(path: string, count: number, headers: Record<string, string> = {}): Promise<readonly number[]> {
    const answer = await served.app.request(`${ORIGIN}${path}`, { headers: { ...visitor.headers(), ...headers } });
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    let text = '';
    for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk;
      if (idsIn(text).length >= count) break;
    }
    return idsIn(text);
  }
  const idsIn = (text: string) => [...text.matchAll(/^id: (\d+)\n\n/gm)].map(([, id]) => Number(id));

  test('goes on after the last event that the reader has', async () => {
    expect(await idsOf('/api/events', 2, { 'last-event-id': '3' })).toEqual(expect.arrayContaining([4, 5]));
    expect((await idsOf('/api/events?from=1', 1, { 'last-event-id': '3' }))[0]).toBe(4);
    expect((await idsOf('/api/events?from=2', 1))[0]).toBe(2);
  });

  test('has what is appended from now on', async () => {
    const { head } = await read('/api/ledger', isPage);
    const ids = idsOf('/api/events', 1);
    const call = attachAdmin({ id: 'live' });
    served.world.account.play(call);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await handleCall(call, served.world.deps);
    expect((await ids)[0]).toBe(head + 1);
  });

  test('is for so many at once, and free again when they go', async () => {
    const ask = async () => served.app.request(`${ORIGIN}/api/events`, { headers: visitor.headers() });
    const answers = await Promise.all(Array.from({ length: 60 }, ask));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(50);
    expect(answers.filter(({ status }) => status === 503)).toHaveLength(10);
    for (const { status, body } of answers) if (status === 200) await body?.cancel();
    const again = await ask();
    expect(again.status).toBe(200);
    await again.body?.cancel();
  });

  test('takes no place where only its head is asked for', async () => {
    const head = async () => served.app.request(`${ORIGIN}/api/events`, { method: 'HEAD', headers: visitor.headers() });
    const answers = await Promise.all(Array.from({ length: 60 }, head));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([405]));
    expect((await idsOf('/api/events?from=1', 1))[0]).toBe(1);
  });

  test('ends without a fault when the reader goes', async () => {
    await idsOf('/api/events?from=1', 1);
    expect(served.faults).toEqual([]);
  });
});
