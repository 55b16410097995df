import { describe, expect, test } from '@jest/globals';
import { actorOf } from '../../../../../lib/core/activity/read-actor.ts';
import type { Finding, HoldPlan } from '../../../../../lib/core/governance/finding.ts';
import {
  fixInCode,
  keeperOf,
  type Overwriting,
  withOverwritten,
} from '../../../../../lib/core/governance/holds/in-code/kept-in-code.ts';
import { stackPartOf } from '../../../../../lib/core/governance/holds/in-code/stack-part.ts';
import type { JsonObject } from '../../../../../lib/core/json.ts';
import { findingWith } from '../../approval-fixtures.ts';
import { ACCOUNT, box, call } from '../../cases.ts';

const TERRAFORM =
  'APN/1.0 HashiCorp/1.0 Terraform/1.9.5 (+https://www.terraform.io) terraform-provider-aws/5.70.0 (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.31.0 os/linux lang/go#1.23.1';

function sessionOf(role: string, more: JsonObject = {}): JsonObject {
  return {
    type: 'AssumedRole',
    principalId: 'AROAEXAMPLE:session',
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/session`,
    accountId: ACCOUNT,
    sessionContext: {
      sessionIssuer: { type: 'Role', arn: `arn:aws:iam::${ACCOUNT}:role/${role}`, accountId: ACCOUNT },
    },
    ...more,
  };
}

const BY_CLOUDFORMATION = { invokedBy: 'cloudformation.amazonaws.com' };
const EXEC_ROLE = `cdk-hnb659fds-cfn-exec-role-${ACCOUNT}-eu-west-1`;

describe('who keeps a grant in a state of their own', () => {
  test.each<[string, JsonObject, string | undefined]>([
    [
      'CloudFormation, by whom AWS names as the caller',
      { userIdentity: sessionOf('deployer', BY_CLOUDFORMATION), userAgent: 'cloudformation.amazonaws.com' },
      'CloudFormation',
    ],
    [
      'CloudFormation, by where the call came from',
      { userIdentity: sessionOf('deployer'), sourceIPAddress: 'cloudformation.amazonaws.com', userAgent: 'x' },
      'CloudFormation',
    ],
    [
      'CloudFormation in China',
      { userIdentity: sessionOf('deployer', { invokedBy: 'cloudformation.amazonaws.com.cn' }) },
      'CloudFormation',
    ],
    [
      'the CDK, by the role of its stacks in a path',
      { userIdentity: sessionOf(`stacks/${EXEC_ROLE}`, BY_CLOUDFORMATION) },
      'the CDK',
    ],
    ['the CDK, by the role of its stacks', { userIdentity: sessionOf(EXEC_ROLE, BY_CLOUDFORMATION) }, 'the CDK'],
    ['Terraform, by what it says', { userIdentity: sessionOf('ci'), userAgent: TERRAFORM }, 'Terraform'],
    [
      'Terraform in a pipeline',
      { userIdentity: sessionOf('ci'), userAgent: `${TERRAFORM} exec-env/GitHubActions` },
      'Terraform',
    ],
    ['the CDK, by what it says', { userIdentity: sessionOf('ci'), userAgent: 'aws-cdk/2.170.0 x' }, 'the CDK'],
    ['OpenTofu', { userIdentity: sessionOf('ci'), userAgent: 'APN/1.0 HashiCorp/1.0 OpenTofu/1.8.2 (x)' }, 'OpenTofu'],
    ['nobody: the CLI', { userIdentity: sessionOf('ci'), userAgent: 'aws-cli/2.17.0 md/x' }, undefined],
    [
      'nobody: the console',
      { userIdentity: sessionOf('engineer'), sessionCredentialFromConsole: 'true', userAgent: TERRAFORM },
      undefined,
    ],
    [
      'nobody: a client that calls itself CloudFormation',
      { userIdentity: sessionOf('deployer'), userAgent: 'cloudformation.amazonaws.com' },
      undefined,
    ],
    [
      'nobody: another service',
      { userIdentity: sessionOf('deployer', { invokedBy: 'cloudformation.amazonaws.com.example.com' }) },
      undefined,
    ],
  ])('%s', (_, record, keeper) => {
    expect(keeperOf({ actor: actorOf(record) })).toBe(keeper);
  });
});

describe('what people change in their code', () => {
  test('is said statement by statement', () => {
    const more = { ...box(['iam:*', 's3:Put*'], 'Write'), policy: 'inline:deploy', statement: 'Admin' };
    expect(fixInCode('Terraform', 'PutRolePolicy', [more])).toEqual([
      {
        rule: 'fix-in-code',
        detail: 'in the code for Terraform: take iam:*, s3:Put* on * out of inline:deploy, Admin',
      },
    ]);
  });

  test('is what was taken away, where the call took away what limited', () => {
    expect(fixInCode('CloudFormation', 'DeleteRolePermissionsBoundary', [box(['iam:*'])])).toEqual([
      {
        rule: 'fix-in-code',
        detail: expect.stringContaining('put back in its code what DeleteRolePermissionsBoundary'),
      },
    ]);
  });

  test('names some of many actions and counts the rest', () => {
    const actions = [...Array(400).keys()].map((index) => `svc${index}:*`);
    const [reason] = fixInCode('Terraform', 'AttachRolePolicy', [box(actions)]);
    expect(reason?.detail).toContain('svc11:* and 388 more');
    const [all] = fixInCode('Terraform', 'AttachRolePolicy', [box(actions.slice(0, 12))]);
    expect(all?.detail).not.toContain('more');
  });
});

describe('a finding whose hold overwrites what a tool keeps', () => {
  const by = (told: JsonObject) => call({ name: 'PutBucketPolicy', actor: actorOf(told) });
  const stack = by({ userIdentity: sessionOf('deployer', BY_CLOUDFORMATION) });
  const terraform = by({ userIdentity: sessionOf('ci'), userAgent: TERRAFORM });
  const keptIn = { region: 'eu-central-1', names: ['logs'] };
  const draft = findingWith({ severity: 'high', kind: 'excess-sharing', excess: [box(['s3:*'])] });
  const told = (of: Finding, overwriting: Partial<Overwriting> = {}) =>
    withOverwritten(of, { call: stack, governance: { waitForStackMinutes: 15 }, keptIn, ...overwriting });

  test('says for how long it waits at the most, for what, and what to change in the code', () => {
    const raised = told(draft);
    const { reasons } = raised;
    expect(raised).toEqual({ ...draft, reasons, keptIn });
    expect(reasons.map(({ rule }) => rule)).toEqual(['kept-in-code', 'fix-in-code']);
    expect(reasons[0]?.detail).toContain('waits at the most 15 minutes for its stack');
    expect(reasons[1]?.detail).toContain('in the code for CloudFormation: take s3:*');
  });

  test.each<[string, Finding, Partial<Overwriting>]>([
    ['is critical', { ...draft, severity: 'critical' }, {}],
    ['is of no stack that is known', draft, { keptIn: undefined }],
    ['may not wait by the rules', draft, { governance: { waitForStackMinutes: 0 } }],
    ['is of Terraform', draft, { call: terraform, keptIn: undefined }],
  ])('waits for none, and says so, where it %s', (_, of, overwriting) => {
    const { keptIn: waitsFor, reasons } = told(of, overwriting);
    expect(waitsFor).toBeUndefined();
    expect(reasons[0]).toEqual({ rule: 'kept-in-code', detail: expect.stringContaining('waits for no stack') });
  });

  test.each(['guardrail-removed', 'watch-tampered'] as const)('of a %s says what to put back', (kind) => {
    const [, fix, ...others] = told({ ...draft, kind }).reasons;
    expect(fix?.detail).toBe(
      'CloudFormation took away what limited it: put back in its code what PutBucketPolicy took',
    );
    expect(others).toEqual([]);
  });

  test('is as it was where no tool made the call', () => {
    expect(told(draft, { call: by({ userIdentity: sessionOf('ci') }) })).toBe(draft);
  });

  test('is of a stack only where CloudFormation called, and a plan writes over something with a name', () => {
    const put = { service: 's3', name: 'PutBucketPolicy', region: 'x', resource: 'arn:aws:s3:::logs' } as const;
    const calls = [{ ...put, document: null, expects: null }];
    const plan: HoldPlan = { kind: 'exact-inverse', account: ACCOUNT, calls, restore: [], summary: 'puts it back' };
    expect(stackPartOf(stack, plan)).toEqual({ region: stack.region, names: ['logs'] });
    expect(stackPartOf(stack, { ...plan, calls: [] })).toBeUndefined();
    expect(stackPartOf(stack, { none: 'nothing is known' })).toBeUndefined();
    expect(stackPartOf(terraform, plan)).toBeUndefined();
    const fromThere = by({ userIdentity: sessionOf('ci'), sourceIPAddress: 'cloudformation.amazonaws.com' });
    expect(stackPartOf(fromThere, plan)).toBeDefined();
  });
});
