import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../../lib/core/json.ts';
import type { Ledger } from '../../../lib/ports/ledger.ts';
import { answerGate, type GateDeps } from '../../../lib/usecases/permits/answer-gate.ts';
import { ACCOUNT, NOW } from '../company.ts';
import { factKinds, permit, resourceEvent, stackArn, stackEvent, usesOf } from '../gate-world.ts';
import { DELETION, deleting, ledgerOf, DELETE } from './deletion-gate.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { FUNCTIONS } from '../../../infra/functions.ts';
import { GATE_TIMES, judgingTime } from '../../../lib/core/gate-times.ts';

describe('fail-closed: where an environment is guarded', () => {
  test('a request that cannot be read is refused, and written down', async () => {
    const gate = await deleting();
    const answer = await answerGate({ ...DELETE, actionInvocationPoint: 'MOVE_PRE_PROVISION' }, gate.deps);
    expect(answer).toMatchObject({ verdict: 'refuse' });
    expect(answer.message).toContain('actionInvocationPoint');
    expect(await factKinds(gate)).toEqual(['gate-refused']);
  });

  test.each<readonly [string, JsonObject | string | number]>([
    ['nothing', {}],
    ['a text', 'x'],
    ['a number', 7],
    ['a request without an account', { ...DELETE, awsAccountId: null }],
    ['a stack of another account', { ...DELETE, stackId: stackArn('cost-prod').replace(ACCOUNT, '444455556666') }],
    ['a target that is not known', { ...DELETE, requestData: { targetType: 'GALAXY', targetName: 'GALAXY' } }],
  ])('%s is refused', async (_, event) => {
    expect(await answerGate(event, (await deleting()).deps)).toMatchObject({ verdict: 'refuse' });
  });

  test('a template that cannot be fetched refuses, and says why', async () => {
    const gate = await deleting();
    gate.templates.fault = new Error('S3 answered 503');
    const answer = await answerGate(stackEvent('update', 'cost-prod'), gate.deps);
    expect(answer).toMatchObject({ verdict: 'refuse' });
    expect(answer.message).toContain('S3 answered 503');
    expect(gate.faults).toHaveLength(1);
  });

  test('a request without the place of its templates is refused', async () => {
    const gate = await deleting();
    const { payload: _, ...requestData } = { targetName: 'STACK', targetType: 'STACK', payload: '' };
    expect(await answerGate(stackEvent('update', 'cost-prod', { requestData }), gate.deps)).toMatchObject({
      verdict: 'refuse',
    });
  });

  test('a ledger that cannot be read refuses, also where a permit is there', async () => {
    const gate = await deleting();
    await permit(DELETION, gate);
    const about: Ledger['about'] = () => Promise.reject(new Error('the table is throttled'));
    const ledger: Ledger = { ...ledgerOf(gate.world.deps.ledger), about };
    const answer = await answerGate(DELETE, { ...gate.deps, ledger });
    expect(answer).toMatchObject({ verdict: 'refuse' });
    expect(answer.message).toContain('the table is throttled');
  });

  test('a ledger that takes nothing refuses: no permit is used unwritten', async () => {
    const gate = await deleting();
    const id = await permit(DELETION, gate);
    const append: Ledger['append'] = () => Promise.reject(new Error('the disk is full'));
    const { ledger } = gate.world.deps;
    const broken: Ledger = { ...ledgerOf(ledger), append };
    expect(await answerGate(DELETE, { ...gate.deps, ledger: broken })).toMatchObject({ verdict: 'refuse' });
    expect(await usesOf(id, gate)).toEqual([undefined]);
  });

  test('what takes longer than the budget is refused, and uses no permit afterwards', async () => {
    const gate = await deleting();
    const id = await permit(DELETION, gate);
    let goOn: () => void = () => {};
    const slow = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const { templates } = gate;
    const templateOf = templates.templateOf.bind(templates);
    templates.templateOf = async (stack) => {
      await slow;
      return templateOf(stack);
    };
    const answer = await answerGate(DELETE, { ...gate.deps, pause: async () => {} });
    expect(answer).toMatchObject({ verdict: 'refuse' });
    expect(answer.message).toContain('within 15 seconds');
    gate.world.at(NOW + 16_000);
    goOn();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await usesOf(id, gate)).toEqual([undefined]);
  });

  test('the refusal is written down once for each request', async () => {
    const gate = await deleting();
    await answerGate(DELETE, gate.deps);
    await answerGate(DELETE, gate.deps);
    expect(await factKinds(gate)).toEqual(['gate-refused']);
  });
});

const ROLE = resourceEvent('create', 'AWS::IAM::Role', {
  resourceProperties: {
    Path: '/agents/',
    AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] },
    ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'],
  },
});

/** Time that passes only where everybody waits: then the one who waits for the least goes on. */
class WaitedTime {
  now = NOW;
  readonly #waiting: { readonly until: number; readonly goOn: () => void }[] = [];

  readonly pause = (milliseconds: number): Promise<void> =>
    new Promise((goOn) => {
      this.#waiting.push({ until: this.now + milliseconds, goOn });
    });

  async until<T>(work: Promise<T>): Promise<T> {
    const over = work.then(
      () => true,
      () => true,
    );
    for (;;) {
      // what goes on by itself, also what is loaded meanwhile, takes no time
      const isOver = await Promise.race([over, sleep(100, false)]);
      if (isOver) return work;
      this.#waiting.sort((one, other) => one.until - other.until);
      const next = this.#waiting.shift();
      if (next === undefined) throw new Error('everybody waits for ever');
      this.now = next.until;
      next.goOn();
    }
  }
}

const never = (): Promise<never> => new Promise(() => {});

describe('the gate answers in time', () => {
  /** What a hanging part is put in place of, of a gate that would let the deletion pass. */
  const hanging: readonly (readonly [string, (deps: GateDeps) => Partial<GateDeps>, typeof DELETE])[] = [
    ['what counts now is not told', () => ({ governance: never }), DELETE],
    ['the ledger does not answer', ({ ledger }) => ({ ledger: { ...ledgerOf(ledger), about: never } }), DELETE],
    ['the ledger does not take', ({ ledger }) => ({ ledger: { ...ledgerOf(ledger), append: never } }), DELETE],
    [
      'the ledger neither answers nor takes',
      ({ ledger }) => ({ ledger: { ...ledgerOf(ledger), about: never, append: never } }),
      DELETE,
    ],
    ['CloudFormation does not give the template', ({ templates }) => hang(templates, 'templateOf'), DELETE],
    ['CloudFormation does not list resources', ({ templates }) => hang(templates, 'resourcesOf'), DELETE],
    ['CloudFormation does not describe the stack', ({ templates }) => hang(templates, 'stackOf'), DELETE],
    [
      'S3 does not give the payload',
      ({ templates }) => hang(templates, 'payloadAt'),
      stackEvent('update', 'cost-prod'),
    ],
    ['the account cannot be read', ({ accounts }) => ({ accounts: { ...accounts, around: never } }), ROLE],
  ];

  function hang(templates: GateDeps['templates'], part: keyof GateDeps['templates']): Partial<GateDeps> {
    const parts = {
      payloadAt: (url: string) => templates.payloadAt(url),
      templateOf: (stack: string) => templates.templateOf(stack),
      stackOf: (stack: string) => templates.stackOf(stack),
      resourcesOf: (stack: string) => templates.resourcesOf(stack),
    };
    return { templates: { ...parts, [part]: never } };
  }

  test.each(hanging)('with a refusal where %s', async (_, partsOf, event) => {
    const time = new WaitedTime();
    const gate = await deleting({ clock: { now: () => time.now }, pause: time.pause });
    await permit(DELETION, gate);
    const answer = await time.until(answerGate(event, { ...gate.deps, ...partsOf(gate.deps) }));
    expect(answer).toMatchObject({ verdict: 'refuse' });
    expect(answer.message).toContain('could not be judged within 15 seconds');
    expect(time.now - NOW).toBeLessThanOrEqual(GATE_TIMES.judging + GATE_TIMES.lastWords);
    expect(gate.faults).toHaveLength(1);
  });

  test('the refusal is in the ledger where only CloudFormation hangs', async () => {
    const time = new WaitedTime();
    const gate = await deleting({ clock: { now: () => time.now }, pause: time.pause });
    await time.until(answerGate(DELETE, { ...gate.deps, ...hang(gate.templates, 'templateOf') }));
    expect(await factKinds(gate)).toEqual(['gate-refused']);
    expect(time.now - NOW).toBe(GATE_TIMES.judging);
  });

  test('the function ends before CloudFormation gives up, though it started cold', () => {
    const { hook, start, function: whole, judging, lastWords } = GATE_TIMES;
    expect(FUNCTIONS.gate.timeoutSeconds * 1000).toBe(whole);
    expect(start + whole).toBeLessThanOrEqual(hook);
    expect(judging + lastWords).toBeLessThan(whole);
  });

  test.each([
    ['a whole function', GATE_TIMES.function, GATE_TIMES.judging],
    ['a function that began late', GATE_TIMES.function - 4000, GATE_TIMES.judging - 4000],
    ['a function that is nearly over', 1000, 0],
    ['a function with a longer limit', 60_000, GATE_TIMES.judging],
  ])('%s leaves room for the last words', (_, left, judging) => {
    expect(judgingTime(left)).toBe(judging);
  });
});
