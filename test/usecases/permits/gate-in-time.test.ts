import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { FUNCTIONS } from '../../../infra/functions.ts';
import { digestOf } from '../../../lib/core/digest.ts';
import { GATE_TIMES, judgingTime } from '../../../lib/core/gate-times.ts';
import { answerGate, type GateDeps } from '../../../lib/usecases/permits/answer-gate.ts';
import { ACCOUNT, NOW } from '../company.ts';
import { factKinds, openGate, permit, resourceEvent, stackArn, stackEvent } from '../gate-world.ts';

const TEMPLATE = { Resources: { Data: { Type: 'AWS::S3::Bucket' } } };
const DELETE = stackEvent('delete', 'cost-prod', { requestData: { targetName: 'STACK' } });
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
      const isOver = await Promise.race([over, setTimeout(100, false)]);
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
    ['the ledger does not answer', ({ ledger }) => ({ ledger: withParts(ledger, { about: never }) }), DELETE],
    ['the ledger does not take', ({ ledger }) => ({ ledger: withParts(ledger, { append: never }) }), DELETE],
    [
      'the ledger neither answers nor takes',
      ({ ledger }) => ({ ledger: withParts(ledger, { about: never, append: never }) }),
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

  function withParts(ledger: GateDeps['ledger'], parts: Partial<GateDeps['ledger']>): GateDeps['ledger'] {
    return {
      append: (facts, ...expected) => ledger.append(facts, ...expected),
      about: (subject) => ledger.about(subject),
      findings: () => ledger.findings(),
      head: () => ledger.head(),
      entries: () => ledger.entries(),
      ...parts,
    };
  }

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
    const gate = await openGate({ clock: { now: () => time.now }, pause: time.pause });
    gate.templates.template = TEMPLATE;
    const subject = { account: ACCOUNT, operation: { kind: 'stack-delete' }, target: stackArn('cost-prod') } as const;
    await permit({ ...subject, change: digestOf(TEMPLATE) }, gate);
    const answer = await time.until(answerGate(event, { ...gate.deps, ...partsOf(gate.deps) }));
    expect(answer).toMatchObject({ verdict: 'refuse' });
    expect(answer.message).toContain('could not be judged within 15 seconds');
    expect(time.now - NOW).toBeLessThanOrEqual(GATE_TIMES.judging + GATE_TIMES.lastWords);
    expect(gate.faults).toHaveLength(1);
  });

  test('the refusal is in the ledger where only CloudFormation hangs', async () => {
    const time = new WaitedTime();
    const gate = await openGate({ clock: { now: () => time.now }, pause: time.pause });
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
