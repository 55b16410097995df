import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { answerGate } from '../../../lib/usecases/permits/answer-gate.ts';
import type { JsonObject } from '../../../lib/core/json.ts';
import { governance } from '../company.ts';
import { factKinds, openGate, PAYLOAD, resourceEvent, stackArn, stackEvent } from '../gate-world.ts';

const json = z.json();
const object = z.record(z.string(), json);

const STACKS = z.strictObject({
  about: z.string(),
  source: z.string(),
  cases: z.array(
    z.strictObject({
      name: z.string(),
      operation: z.strictObject({
        action: z.string(),
        stack: z.string(),
        /** The outermost stack that it is nested in. */
        root: z.string().optional(),
        changeSet: z.literal(true).optional(),
      }),
      before: json.optional(),
      after: json.optional(),
      changes: json.optional(),
      resources: z.array(z.object({ logicalId: z.string(), physicalId: z.string(), type: z.string() })).optional(),
      /** Words of the refusal; without them the operation passes. */
      refused: z.string().optional(),
      /** What is left to do; without it, to ask for a permit. */
      next: z.literal('change-set').optional(),
    }),
  ),
});

const RESOURCES = z.strictObject({
  about: z.string(),
  source: z.string(),
  cases: z.array(
    z.strictObject({
      name: z.string(),
      action: z.string(),
      type: z.string(),
      properties: object,
      previous: object.optional(),
      stack: z.string().nullable().optional(),
      resources: z.array(z.object({ logicalId: z.string(), physicalId: z.string(), type: z.string() })).optional(),
      refused: z.string().optional(),
    }),
  ),
});

function casesIn<T>(file: string, shape: z.ZodType<T>): T {
  return shape.parse(JSON.parse(readFileSync(join(import.meta.dirname, '../../cases/gate', file), 'utf8')));
}

/** The company guards what is named cost-db as well. */
const GOVERNANCE = {
  ...governance(),
  environments: [{ name: 'cost', accounts: [], resources: ['arn:aws:cloudformation:*:*:stack/cost-*', 'cost-db'] }],
};

function changeSetEvent(stack: string): JsonObject {
  const changeSetId = stackArn(stack).replace(':stack/', ':changeSet/');
  const requestData = { targetName: 'CHANGE_SET', targetType: 'CHANGE_SET', targetLogicalId: 'x', payload: PAYLOAD };
  return { ...stackEvent('create', stack), changeSetId, requestData };
}

describe('without a permit, of stacks', () => {
  test.each(casesIn('stacks.json', STACKS).cases.map((each) => [each.name, each] as const))('%s', async (_, each) => {
    const gate = await openGate({ governance: GOVERNANCE });
    const { before, after, changes, resources = [], operation, refused } = each;
    const isDelete = operation.action === 'delete';
    gate.templates.payload = {
      template: isDelete ? undefined : after,
      previousTemplate: isDelete ? undefined : before,
      changedResources: changes,
    };
    gate.templates.template = before;
    gate.templates.resources = resources;
    const { changeSet, action, stack, root } = operation;
    if (root !== undefined) gate.templates.stacks.set(stackArn(stack), { role: undefined, root: stackArn(root) });
    const event = changeSet === undefined ? stackEvent(action, stack) : changeSetEvent(stack);
    const answer = await answerGate(event, gate.deps);
    expect(gate.faults).toEqual([]);
    expect(answer.verdict).toBe(refused === undefined ? 'allow' : 'refuse');
    if (refused === undefined) return;
    expect(answer.message).toContain(refused);
    expect(answer.message).toContain(
      each.next === 'change-set'
        ? 'Make a change set instead'
        : 'ambit permit request --environment cost --account 111122223333 --operation stack-',
    );
    expect(await factKinds(gate)).toEqual(['gate-refused']);
  });
});

describe('without a permit, of resources', () => {
  test.each(casesIn('resources.json', RESOURCES).cases.map((each) => [each.name, each] as const))(
    '%s',
    async (_, each) => {
      const gate = await openGate({ governance: GOVERNANCE });
      gate.templates.resources = each.resources ?? [];
      const { action, type, properties, previous, stack, refused } = each;
      const model = {
        resourceProperties: properties,
        ...(previous === undefined ? {} : { previousResourceProperties: previous }),
      };
      const stackId = stack === null ? null : stackArn(stack ?? 'cost-prod');
      const answer = await answerGate(resourceEvent(action, type, model, { stackId }), gate.deps);
      expect(gate.faults).toEqual([]);
      expect(answer.message).toContain(refused ?? 'nothing that is guarded');
      expect(answer.verdict).toBe(refused === undefined ? 'allow' : 'refuse');
    },
  );
});
