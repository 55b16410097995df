import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../lib/core/json.ts';
import { decideApproval } from '../../lib/usecases/approval/decide-approval.ts';
import { meetDueDeadlines } from '../../lib/usecases/approval/meet-due-deadlines.ts';
import { resumeAlone } from '../../lib/usecases/resume.ts';
import type { Embedded } from '../../lib/wiring/embedded.ts';
import { ACCOUNT, ADMIN, ENGINEER, MINUTE } from '../usecases/company.ts';
import { attached, inline, type Made, provisioned, recorded, shared } from './calls-beyond-iam.ts';
import { kept, reopened, world } from './embedded-world.ts';
import { byStack, caseIn, factsIn, GRANT, open, pass, play, ROLLBACK, STACK, tell } from './stack-world.ts';

describe('a hold of what a stack keeps', () => {
  test('waits while the stack is at work, is looked at again and again, and people know why', async () => {
    const embedded = await open();
    await play([GRANT], embedded);
    const granted = kept(embedded);
    const { finding, status, waits, hold } = await caseIn(embedded);
    expect([status, hold.kind, finding.severity]).toEqual(['open', 'none', 'medium']);
    const until = finding.raisedAt + 15 * MINUTE;
    expect(waits).toMatchObject({ stack: STACK, status: 'UPDATE_IN_PROGRESS', until, since: waits?.at });
    await tell('UPDATE_ROLLBACK_IN_PROGRESS', embedded);
    await pass(14, embedded);
    expect(kept(embedded)).toEqual(granted);
    const looks = (await factsIn(embedded)).filter(({ kind }) => kind === 'hold-waits');
    expect(looks.length).toBeLessThan(8);
    expect(looks.at(-1)).toMatchObject({ status: 'UPDATE_ROLLBACK_IN_PROGRESS', until });
    expect(world.said.split('the hold waits for the stack').length).toBe(2);
    expect(world.said).toContain(
      `which is UPDATE_IN_PROGRESS: it is held at ${new Date(until).toISOString()} at the latest`,
    );
  });

  test('is made once its time is over, though the stack is still at work', async () => {
    const embedded = await open();
    const was = kept(embedded);
    await play([GRANT], embedded);
    await pass(16, embedded);
    const { status, hold, finding } = await caseIn(embedded);
    expect([status, kept(embedded)]).toEqual(['held', was]);
    expect(hold).toMatchObject({ at: expect.any(Number) });
    expect('at' in hold ? hold.at - finding.raisedAt : 0).toBeLessThanOrEqual(16 * MINUTE);
    expect(world.said).toContain('is still UPDATE_IN_PROGRESS, and was waited for until');
  });

  test.each(['UPDATE_COMPLETE', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_ROLLBACK_FAILED', 'A_NEW_STATUS'])(
    'is made as soon as the stack is seen to be %s, and the excess is still there',
    async (status) => {
      const embedded = await open();
      const was = kept(embedded);
      await play([GRANT], embedded);
      await tell(status, embedded);
      await pass(2, embedded);
      expect([(await caseIn(embedded)).status, kept(embedded)]).toEqual(['held', was]);
      expect(world.said).toContain(`is ${status}`);
    },
  );

  test('is needless where the stack rolled back: nothing is held, and people are told', async () => {
    const embedded = await open();
    const was = kept(embedded);
    await play([GRANT], embedded);
    await play([ROLLBACK, provisioned], embedded);
    await tell('UPDATE_ROLLBACK_COMPLETE', embedded);
    await pass(70, embedded);
    expect([(await caseIn(embedded)).status, kept(embedded)]).toEqual(['alerted', was]);
    expect((await factsIn(embedded)).map(({ kind }) => kind)).not.toContain('hold-intended');
    expect(world.said).toContain('the excess is gone by itself, nothing is held');
    // and what the stack gives once more is a finding of its own
    await play([GRANT], embedded);
    const all = await embedded.deps.cases.cases();
    expect(all.map(({ status }) => status)).toEqual(['alerted', 'held']);
  });

  test('is made where the world looks as before so soon that it may be an old reading', async () => {
    const embedded = await open({ waitForStackMinutes: 1 });
    await play([GRANT], embedded);
    const { finding } = await caseIn(embedded);
    // grants wait together: this one is looked at within seconds
    world.now = finding.raisedAt + MINUTE - 5000;
    await play([byStack(inline('sqs:ReceiveMessage'))], embedded);
    world.now = finding.raisedAt + MINUTE - 1;
    const shows = async () => true;
    await meetDueDeadlines({ ...embedded.deps, services: { ...embedded.deps.services, shows } });
    const all = await embedded.deps.cases.cases();
    expect(all.map(({ status }) => status)).toEqual(['open', 'held']);
  });

  test('that people sign meanwhile is not made, and the access is waived', async () => {
    const embedded = await open();
    await play([GRANT], embedded);
    const granted = kept(embedded);
    await decide('sign', embedded);
    expect((await caseIn(embedded)).status).toBe('restored');
    await pass(70, embedded);
    expect([(await caseIn(embedded)).status, kept(embedded)]).toEqual(['restored', granted]);
  });

  test('that somebody rejects meanwhile is made at once', async () => {
    const embedded = await open();
    const was = kept(embedded);
    await play([GRANT], embedded);
    await decide('reject', embedded);
    expect([(await caseIn(embedded)).hold.kind, kept(embedded)]).toEqual(['confirmed', was]);
  });

  test('waits on after a crash that came before the next look was set, and is made after it', async () => {
    const embedded = await open();
    const was = kept(embedded);
    const { scheduler } = embedded.deps;
    const set: typeof scheduler.set = async (deadline) => {
      if (deadline.kind === 'hold-deadline') throw new Error('crash');
      await scheduler.set(deadline);
    };
    const crashing = {
      ...embedded.deps,
      scheduler: {
        ...scheduler,
        set,
        due: (at: number) => scheduler.due(at),
        done: (each: Parameters<typeof scheduler.done>[0]) => scheduler.done(each),
      },
    };
    await expect(play([GRANT], { deps: crashing })).rejects.toThrow('crash');
    const next = await reopened();
    expect((await caseIn(next)).waits).toBeDefined();
    await resumeAlone(next.deps);
    expect((await caseIn(next)).hold.kind).toBe('none');
    await pass(16, next);
    expect([(await caseIn(next)).status, kept(next)]).toEqual(['held', was]);
  });
});

async function decide(kind: 'sign' | 'reject', embedded: Embedded): Promise<void> {
  const { finding } = await caseIn(embedded);
  const { id: findingId, digest } = finding;
  for (const personId of kind === 'sign' ? ['sam', 'pat'] : ['sam']) {
    const decision =
      kind === 'sign'
        ? ({ kind, digest, reason: 'needed', until: world.now + 600 * MINUTE } as const)
        : ({ kind, digest, reason: 'no' } as const);
    const decided = await decideApproval({ findingId, personId, signedInAt: world.now, decision }, embedded.deps);
    if (!decided.ok) throw new Error(JSON.stringify(decided.error));
  }
}

describe('a thing of a stack that is granted again', () => {
  const OTHER = byStack(inline('sqs:ReceiveMessage'));

  test('while a hold of it waits is held when the first one is', async () => {
    const embedded = await open();
    const was = kept(embedded);
    await play([GRANT], embedded);
    await pass(10, embedded);
    await play([OTHER], embedded);
    const waiting = await embedded.deps.cases.cases();
    const [first = 0, second = 0] = waiting.map(({ waits }) => waits?.until ?? 0);
    expect(second).toBe(first - 1);
    await pass(8, embedded);
    const all = await embedded.deps.cases.cases();
    expect([all.map(({ status }) => status), kept(embedded)]).toEqual([['held', 'held'], was]);
  });

  test('is held as it was at first, also where the first hold is asked for first and fails on what is newer', async () => {
    const embedded = await open();
    const was = kept(embedded);
    await play([GRANT], embedded);
    await pass(4, embedded);
    const look = (await caseIn(embedded)).waits?.look ?? 0;
    world.now = look - 30_000;
    await play([OTHER], embedded);
    await tell('UPDATE_COMPLETE', embedded);
    world.now = look;
    await meetDueDeadlines(embedded.deps);
    expect((await embedded.deps.cases.cases()).map(({ status }) => status)).toEqual(['hold-failed', 'open']);
    await pass(3, embedded);
    const all = await embedded.deps.cases.cases();
    expect([all.map(({ status }) => status), kept(embedded)]).toEqual([['held', 'held'], was]);
  });

  test('after a hold of it has waited is held at once', async () => {
    const embedded = await open();
    const was = kept(embedded);
    await play([GRANT], embedded);
    await pass(16, embedded);
    // as the record of the hold tells
    await play([inline('s3:GetObject')], embedded);
    await play([OTHER], embedded);
    const all = await embedded.deps.cases.cases();
    expect([all.map(({ status }) => status), kept(embedded)]).toEqual([['held', 'held'], was]);
    expect(world.said).toContain('the hold waits for no stack after');
  });
});

test('a hold that people may prevent waits for the stack from its deadline on, and no longer than another', async () => {
  const response = { kind: 'hold-unless-approved', withinMinutes: 5 };
  const embedded = await open({}, 'UPDATE_IN_PROGRESS', response);
  const was = kept(embedded);
  await play([GRANT], embedded);
  expect((await caseIn(embedded)).waits).toBeUndefined();
  await pass(6, embedded);
  expect((await caseIn(embedded)).waits).toMatchObject({ status: 'UPDATE_IN_PROGRESS' });
  await pass(10, embedded);
  expect([(await caseIn(embedded)).status, kept(embedded)]).toEqual(['held', was]);
});

describe('a hold waits for no stack', () => {
  test.each<[string, Made, JsonObject, string]>([
    ['that is done', GRANT, {}, 'UPDATE_COMPLETE'],
    ['that has it no more', GRANT, {}, 'DELETE_COMPLETE'],
    ['where it was not CloudFormation that called', inline('sqs:SendMessage'), {}, 'UPDATE_IN_PROGRESS'],
    ['where the finding is critical', byStack(attached), {}, 'UPDATE_IN_PROGRESS'],
    ['where the rules say so', GRANT, { waitForStackMinutes: 0 }, 'UPDATE_IN_PROGRESS'],
  ])('%s', async (_, grant, rules, status) => {
    const embedded = await open(rules, status);
    const was = kept(embedded);
    await play([grant], embedded);
    expect([(await caseIn(embedded)).status, kept(embedded)]).toEqual(['held', was]);
  });

  test('whose state cannot be read, and says so', async () => {
    const embedded = await open();
    const was = kept(embedded);
    const stackWith = async () => ({ kind: 'unreadable', why: 'AccessDenied' }) as const;
    await play([GRANT], { deps: { ...embedded.deps, stacks: { stackWith } } });
    expect([(await caseIn(embedded)).status, kept(embedded)]).toEqual(['held', was]);
    expect(world.said).toContain('the hold waits for no stack, as its state cannot be read: AccessDenied');
  });

  test('where what it has is opened to everybody', async () => {
    const embedded = await open();
    await embedded.stacks.tell({
      account: ACCOUNT,
      region: 'us-east-1',
      name: 'logs',
      stack: STACK,
      status: 'UPDATE_IN_PROGRESS',
    });
    await play([byStack(shared({ AWS: `arn:aws:iam::${ACCOUNT}:root` })), byStack(shared('*'))], embedded);
    expect((await caseIn(embedded, 'excess-sharing')).status).toBe('held');
  });

  test('where a deny can stand beside what it keeps', async () => {
    const embedded = await open();
    const asked = { roleName: ENGINEER.split('/').at(-1) ?? '', policyArn: ADMIN };
    await play([byStack(recorded('iam', 'AttachRolePolicy', asked))], embedded);
    const { status, hold } = await caseIn(embedded);
    expect(status).toBe('held');
    expect('calls' in hold ? hold.calls.map(({ name }) => name) : []).toEqual(['PutRolePolicy']);
  });
});
