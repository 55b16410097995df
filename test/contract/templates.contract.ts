import { describe, expect, test } from '@jest/globals';
import type { JsonValue } from '../../lib/core/json.ts';
import type { HookPayload, Templates } from '../../lib/ports/templates.ts';

/** The template of the one stack, as its author wrote it. */
export const YAML = `
Resources:
  Data:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: !Sub '\${AWS::StackName}-data'
  Jobs:
    Type: AWS::SQS::Queue
`;

/** The same as a gate judges it. */
export const TEMPLATE: JsonValue = {
  Resources: {
    Data: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { 'Fn::Sub': '${AWS::StackName}-data' } } },
    Jobs: { Type: 'AWS::SQS::Queue' },
  },
};

/** What CloudFormation puts where a hook's request points to, and what is to be read there. */
export const PAYLOAD_TEXT = JSON.stringify({ template: YAML, previousTemplate: null, changedResources: [{ a: 1 }] });
/** What CloudFormation puts where a hook can fetch it. */
export const PAYLOAD: HookPayload = {
  template: TEMPLATE,
  previousTemplate: undefined,
  changedResources: [{ a: 1 }],
};

/** A CloudFormation with one stack, named `cost`, that was made from `YAML`. */
export interface WithOneStack {
  readonly templates: Templates;
  /** Its ARN. */
  readonly stack: string;
  /** The ARN of one that was never there. */
  readonly absent: string;
  /** A place that has `PAYLOAD_TEXT`. */
  readonly url: string;
}

/** Gives templates and one stack to a test. */
export type WithTemplates = (work: (parts: WithOneStack) => Promise<void>) => Promise<void>;

/** What every reader of stacks does. */
export function templatesContract(name: string, withTemplates: WithTemplates): void {
  describe(`${name}, as a reader of stacks`, () => {
    test('tells the template of a stack with the long forms of all functions', () =>
      withTemplates(async ({ templates, stack }) => {
        expect(await templates.templateOf(stack)).toEqual(TEMPLATE);
      }));

    test('tells what a stack is, and what it has', () =>
      withTemplates(async ({ templates, stack }) => {
        expect(await templates.stackOf(stack)).toEqual({ role: undefined, root: undefined });
        const resources = await templates.resourcesOf(stack);
        expect(resources).toContainEqual({ logicalId: 'Data', physicalId: 'cost-data', type: 'AWS::S3::Bucket' });
        expect(resources.map(({ logicalId }) => logicalId).toSorted()).toEqual(['Data', 'Jobs']);
      }));

    test('says that a stack was never there, and calls it a fault to be asked what it has', () =>
      withTemplates(async ({ templates, absent }) => {
        expect([await templates.templateOf(absent), await templates.stackOf(absent)]).toEqual([undefined, undefined]);
        await expect(templates.resourcesOf(absent)).rejects.toThrow('does not exist');
      }));

    test("reads what a hook's request points to, and nothing that is elsewhere", () =>
      withTemplates(async ({ templates, url }) => {
        expect(await templates.payloadAt(url)).toEqual(PAYLOAD);
        await expect(templates.payloadAt('https://elsewhere.example/payload')).rejects.toThrow(
          /there is nothing at this address|which is not S3/,
        );
      }));
  });
}
