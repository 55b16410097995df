import { expect, test } from '@jest/globals';
import type { JsonObject, JsonValue } from '../../../lib/core/json.ts';
import { answerGate } from '../../../lib/usecases/permits/answer-gate.ts';
import { governance } from '../company.ts';
import { openGate, stackArn, stackEvent } from '../gate-world.ts';

const GOVERNANCE = {
  ...governance(),
  environments: [{ name: 'cost', accounts: [], resources: [], tags: [new Map([['environment', 'prod*']])] }],
};
const RESOURCES = [{ logicalId: 'Data', physicalId: 'web-data', type: 'AWS::S3::Bucket' }];

const template = (tags?: JsonValue): JsonObject => ({
  Resources: { Data: { Type: 'AWS::S3::Bucket', Properties: tags === undefined ? {} : { Tags: tags } } },
});

interface Case {
  readonly tags?: JsonValue;
  readonly ofStack?: Readonly<Record<string, string>>;
}

const tag = (value: JsonValue): JsonValue => [{ Key: 'environment', Value: value }];

async function verdictOf({ tags, ofStack }: Case, action: 'delete' | 'update'): Promise<string> {
  const gate = await openGate({ governance: GOVERNANCE });
  const before = template(tags);
  gate.templates.template = before;
  gate.templates.resources = RESOURCES;
  gate.templates.payload = {
    template: action === 'delete' ? undefined : { Resources: { Other: { Type: 'AWS::SQS::Queue' } } },
    previousTemplate: action === 'delete' ? undefined : before,
    changedResources: undefined,
  };
  const described = { role: undefined, root: undefined, ...(ofStack === undefined ? {} : { tags: ofStack }) };
  gate.templates.stacks.set(stackArn('web'), described);
  const answer = await answerGate(stackEvent(action, 'web'), gate.deps);
  expect(gate.faults).toEqual([]);
  return answer.verdict;
}

test.each<[string, 'allow' | 'refuse', Case]>([
  ['with the tags of an environment', 'refuse', { tags: tag('prod-eu') }],
  ['whose tag hangs on a parameter', 'refuse', { tags: tag({ Ref: 'Environment' }) }],
  ['of a stack with the tags of an environment', 'refuse', { ofStack: { environment: 'prod' } }],
  ['with other tags', 'allow', { tags: tag('test'), ofStack: { environment: 'test' } }],
  ['without tags', 'allow', {}],
])('to delete or remove a resource %s: %s', async (_, verdict, one) => {
  expect(await verdictOf(one, 'delete')).toBe(verdict);
  expect(await verdictOf(one, 'update')).toBe(verdict);
});
