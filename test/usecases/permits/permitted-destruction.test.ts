import { describe, expect, test } from '@jest/globals';
import { digestOf } from '../../../lib/core/digest.ts';
import { foldPermits } from '../../../lib/core/governance/permits/fold-permit.ts';
import { changeOfCall, type PermitSubject } from '../../../lib/core/governance/permits/permit.ts';
import type { JsonObject } from '../../../lib/core/json.ts';
import { answerGate } from '../../../lib/usecases/permits/answer-gate.ts';
import { handleCall } from '../../../lib/usecases/calls/handle-call.ts';
import {
  ACCOUNT,
  callOf,
  CLOUDFORMATION,
  ENGINEER,
  governance,
  invokedBy,
  MINUTE,
  NOW,
  record,
  type RecordOptions,
} from '../company.ts';
import { type GateWorld, HOUR, openGate, permit, resourceEvent, stackArn, stackEvent } from '../gate-world.ts';

/** The company guards its stacks and what is named cost-db. */
const GOVERNANCE = {
  ...governance(),
  environments: [{ name: 'cost', accounts: [], resources: ['arn:aws:cloudformation:*:*:stack/cost-*', 'cost-db'] }],
};
const DATABASE = `arn:aws:rds:us-east-1:${ACCOUNT}:db:cost-db`;
const OPERATION = { kind: 'destroying-call', source: 'rds.amazonaws.com', name: 'DeleteDBInstance' } as const;
const CALL = { account: ACCOUNT, operation: OPERATION, target: DATABASE };
const DELETION: PermitSubject = { ...CALL, change: changeOfCall(CALL) };

const deleteDatabase = (options: RecordOptions = {}) =>
  callOf(record('DeleteDBInstance', { dBInstanceIdentifier: 'cost-db' }, { source: 'rds.amazonaws.com', ...options }));

/** The same by CloudFormation, for who called it. */
const viaCloudFormation = (told: JsonObject): JsonObject => invokedBy(CLOUDFORMATION, told);

/** The kinds of the findings that a call leads to. */
async function kindsOf(call: ReturnType<typeof callOf>, { world }: GateWorld): Promise<readonly string[]> {
  const handled = await handleCall(call, world.deps);
  if (handled.kind === 'denied') return ['denied'];
  const cases = await world.deps.cases.cases();
  return handled.findings.map((id) => cases.find(({ finding }) => finding.id === id)?.finding.kind ?? 'none');
}

async function lastPermit(id: string, { world }: GateWorld) {
  return foldPermits(await world.deps.ledger.about(id)).at(-1);
}

describe('a call that destroys a part of an environment', () => {
  test('is no finding where a permit covers exactly it, and the ledger has its use before', async () => {
    const gate = await openGate({ governance: GOVERNANCE });
    const id = await permit(DELETION, gate, { actor: ENGINEER });
    expect(await kindsOf(deleteDatabase(), gate)).toEqual([]);
    expect(await lastPermit(id, gate)).toMatchObject({ use: { by: 'call', key: 'id-DeleteDBInstance' } });
    const [assessed] = await gate.world.deps.ledger.about('id-DeleteDBInstance');
    expect(assessed?.fact).toMatchObject({ kind: 'call-assessed', findings: [], permits: [id] });
  });

  test('delivered again it is still no finding; a second one is', async () => {
    const gate = await openGate({ governance: GOVERNANCE });
    await permit(DELETION, gate, { actor: ENGINEER });
    await kindsOf(deleteDatabase(), gate);
    expect(await kindsOf(deleteDatabase(), gate)).toEqual([]);
    expect(await kindsOf(deleteDatabase({ id: 'second' }), gate)).toEqual(['unpermitted-destruction']);
  });

  test('of two at once one is expected', async () => {
    const gate = await openGate({ governance: GOVERNANCE });
    await permit(DELETION, gate, { actor: ENGINEER });
    const kinds = await Promise.all(['one', 'two', 'three'].map((id) => kindsOf(deleteDatabase({ id }), gate)));
    expect(kinds.flat()).toEqual(['unpermitted-destruction', 'unpermitted-destruction']);
  });

  test('that came to be known twice, once claimed and not assessed, is expected when it comes again', async () => {
    const gate = await openGate({ governance: GOVERNANCE });
    const id = await permit(DELETION, gate, { actor: ENGINEER });
    const permitted = await lastPermit(id, gate);
    if (permitted === undefined) throw new Error('the permit is there');
    const use = { by: 'call', key: 'id-DeleteDBInstance', destroys: [], at: NOW - MINUTE } as const;
    await gate.world.deps.ledger.append([
      { kind: 'permit-used', permitId: id, digest: permitted.digest, use, at: NOW },
    ]);
    expect(await kindsOf(deleteDatabase(), gate)).toEqual([]);
  });

  test.each<readonly [string, Parameters<typeof permit>[2], RecordOptions, string]>([
    ['for another actor', {}, {}, `its permit is for arn:aws:iam::${ACCOUNT}:role/pipeline`],
    ['that begins after it', { actor: ENGINEER, from: NOW }, {}, 'its permit begins at'],
    ['that ended before it', { actor: ENGINEER, until: NOW - 5 * MINUTE }, {}, 'its permit ended at'],
    [
      'that was signed after it',
      { actor: ENGINEER, from: NOW - 2 * HOUR },
      { time: NOW - HOUR - 1 },
      'lacks signatures',
    ],
    ['that its own approver asked for', { actor: ENGINEER, requestedBy: 'pat' }, {}, '1 of owners'],
  ])('is a finding with a permit %s, which says so', async (_, parts, options, why) => {
    const gate = await openGate({ governance: GOVERNANCE });
    const id = await permit(DELETION, gate, parts);
    expect(await kindsOf(deleteDatabase(options), gate)).toEqual(['unpermitted-destruction']);
    const [found] = await gate.world.deps.cases.cases();
    expect(found?.finding.reasons[0]?.detail).toContain(why);
    expect(await lastPermit(id, gate)).toMatchObject({ use: undefined });
  });

  test('of another resource is a finding', async () => {
    const gate = await openGate({ governance: GOVERNANCE });
    const other = { ...CALL, target: `${DATABASE}-2` };
    await permit({ ...other, change: changeOfCall(other) }, gate, { actor: ENGINEER });
    expect(await kindsOf(deleteDatabase(), gate)).toEqual(['unpermitted-destruction']);
  });

  test('outside every environment spends no permit', async () => {
    const gate = await openGate({ governance: governance() });
    const id = await permit(DELETION, gate, { actor: ENGINEER });
    expect(await kindsOf(deleteDatabase(), gate)).toEqual([]);
    expect(await lastPermit(id, gate)).toMatchObject({ use: undefined });
  });

  test('does not make the loss of a guard expected', async () => {
    const gate = await openGate({ governance: GOVERNANCE });
    const operation = { ...OPERATION, name: 'ModifyDBInstance' };
    const subject = { ...CALL, operation };
    await permit({ ...subject, change: changeOfCall(subject) }, gate, { actor: ENGINEER });
    const parameters = { dBInstanceIdentifier: 'cost-db', deletionProtection: false };
    const call = callOf(record('ModifyDBInstance', parameters, { source: 'rds.amazonaws.com' }));
    expect(await kindsOf(call, gate)).toEqual(['guardrail-removed']);
  });

  test('after it with a permit, building anew is only noted', async () => {
    const gate = await openGate({ governance: GOVERNANCE });
    await permit(DELETION, gate, { actor: ENGINEER });
    await kindsOf(deleteDatabase({ time: NOW - 2 * MINUTE }), gate);
    const created = callOf(
      record('CreateDBInstance', { dBInstanceIdentifier: 'cost-db' }, { source: 'rds.amazonaws.com' }),
    );
    expect(await kindsOf(created, gate)).toEqual(['environment-recreated']);
    const [found] = await gate.world.deps.cases.cases();
    expect(found?.finding).toMatchObject({ severity: 'low', response: { kind: 'observe' } });
  });
});

describe('a stack that passed the gate', () => {
  const TEMPLATE = { Resources: { Data: { Type: 'AWS::RDS::DBInstance' } } };
  const SUBJECT: PermitSubject = {
    account: ACCOUNT,
    operation: { kind: 'stack-delete' },
    target: stackArn('cost-prod'),
    change: digestOf(TEMPLATE),
  };
  const deleteStack = (options: RecordOptions = {}) =>
    callOf(
      record(
        'DeleteStack',
        { stackName: 'cost-prod' },
        { source: 'cloudformation.amazonaws.com', time: NOW, ...options },
      ),
    );

  async function passed(parts: Parameters<typeof permit>[2] = { actor: ENGINEER }) {
    const gate = await openGate({ governance: GOVERNANCE });
    gate.templates.template = TEMPLATE;
    gate.templates.resources = [{ logicalId: 'Data', physicalId: 'cost-db', type: 'AWS::RDS::DBInstance' }];
    const id = await permit(SUBJECT, gate, parts);
    const answer = await answerGate(
      stackEvent('delete', 'cost-prod', { requestData: { targetName: 'STACK' } }),
      gate.deps,
    );
    expect(answer).toMatchObject({ verdict: 'allow' });
    return { gate, id };
  }

  test('may be deleted, once, with what it holds, by whom the permit names', async () => {
    const { gate, id } = await passed();
    expect(await kindsOf(deleteStack(), gate)).toEqual([]);
    const inside = callOf(
      viaCloudFormation(
        record('DeleteDBInstance', { dBInstanceIdentifier: 'cost-db' }, { source: 'rds.amazonaws.com', time: NOW }),
      ),
    );
    expect(await kindsOf(inside, gate)).toEqual([]);
    expect(await lastPermit(id, gate)).toMatchObject({
      begun: ['id-DeleteStack'],
      calls: ['id-DeleteStack', 'id-DeleteDBInstance'],
    });
    expect(await kindsOf(deleteStack({ id: 'second' }), gate)).toEqual(['unpermitted-destruction']);
  });

  test('asked for twice, since the first answer was lost, is expected twice; then what it led to ends that', async () => {
    const { gate, id } = await passed();
    const again = (clientRequestToken: string) =>
      answerGate(
        stackEvent('delete', 'cost-prod', { requestData: { targetName: 'STACK' }, clientRequestToken }),
        gate.deps,
      );
    expect(await kindsOf(deleteStack(), gate)).toEqual([]);
    expect(await again('token-2')).toMatchObject({ verdict: 'allow', permitId: id });
    expect(await kindsOf(deleteStack({ id: 'second' }), gate)).toEqual([]);
    const inside = record(
      'DeleteDBInstance',
      { dBInstanceIdentifier: 'cost-db' },
      { source: 'rds.amazonaws.com', time: NOW },
    );
    expect(await kindsOf(callOf(viaCloudFormation(inside)), gate)).toEqual([]);
    expect(await again('token-3')).toMatchObject({ verdict: 'refuse' });
    expect(await kindsOf(deleteStack({ id: 'third' }), gate)).toEqual(['unpermitted-destruction']);
  });

  test('by another actor it is a finding: the gate could not tell, the record does', async () => {
    const { gate } = await passed({});
    expect(await kindsOf(deleteStack(), gate)).toEqual(['unpermitted-destruction']);
  });

  test('does not let anybody delete what it holds by hand', async () => {
    const { gate } = await passed();
    expect(await kindsOf(deleteDatabase({ time: NOW }), gate)).toEqual(['unpermitted-destruction']);
  });

  test('does not let CloudFormation delete what it does not hold', async () => {
    const { gate } = await passed();
    const json = record('DeleteTable', { tableName: 'cost-db' }, { source: 'dynamodb.amazonaws.com', time: NOW });
    expect(await kindsOf(callOf(viaCloudFormation(json)), gate)).toEqual(['unpermitted-destruction']);
  });

  test('of Cloud Control: the record of what passed is expected, once', async () => {
    const gate = await openGate({ governance: GOVERNANCE });
    const operation = { ...OPERATION, source: 'cloudformation.amazonaws.com', name: 'DeleteResource' };
    const subject = { account: ACCOUNT, operation, target: 'cost-db' };
    await permit({ ...subject, change: changeOfCall(subject) }, gate, { actor: ENGINEER });
    const model = { resourceProperties: { DBInstanceIdentifier: 'cost-db' } };
    const asked = resourceEvent('delete', 'AWS::RDS::DBInstance', model, { stackId: null });
    expect(await answerGate(asked, gate.deps)).toMatchObject({ verdict: 'allow' });
    const deleted = (id: string) =>
      callOf(
        record('DeleteResource', { identifier: 'cost-db' }, { source: 'cloudformation.amazonaws.com', time: NOW, id }),
      );
    expect(await kindsOf(deleted('first'), gate)).toEqual([]);
    expect(await kindsOf(deleted('second'), gate)).toEqual(['unpermitted-destruction']);
  });

  test('that the gate never saw has no permit: nobody looked whether it was the template that people signed', async () => {
    const gate = await openGate({ governance: GOVERNANCE });
    await permit(SUBJECT, gate, { actor: ENGINEER });
    expect(await kindsOf(deleteStack(), gate)).toEqual(['unpermitted-destruction']);
  });
});
