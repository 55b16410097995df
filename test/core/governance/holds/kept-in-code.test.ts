import { describe, expect, test } from '@jest/globals';
import { actorOf } from '../../../../lib/core/activity/read-actor.ts';
import { fixInCode, keeperOf } from '../../../../lib/core/governance/holds/kept-in-code.ts';
import type { JsonObject } from '../../../../lib/core/json.ts';
import { ACCOUNT, box } from '../cases.ts';

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
    ['the CDK, by the role of its stacks', { userIdentity: sessionOf(EXEC_ROLE, BY_CLOUDFORMATION) }, 'the CDK'],
    ['Terraform, by what it says', { userIdentity: sessionOf('ci'), userAgent: TERRAFORM }, 'Terraform'],
    [
      'Terraform in a pipeline',
      { userIdentity: sessionOf('ci'), userAgent: `${TERRAFORM} exec-env/GitHubActions` },
      'Terraform',
    ],
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
    expect(reason?.detail).toContain('and 388 more');
  });
});
