import { describe, expect, test } from '@jest/globals';
import type { PlanCall } from '../../../../../lib/core/account/plan-call.ts';
import { namesInStack } from '../../../../../lib/core/governance/holds/in-code/stack-part.ts';
import { INSTANCE, policyOf, SET } from './stack-calls.ts';

describe('what a hold overwrites is asked for by the name', () => {
  const about = { region: 'eu-central-1', asked: {}, statement: null };
  const set = { service: 'sso', instanceArn: INSTANCE, permissionSetArn: SET } as const;
  const assignment = { permissionSetArn: SET, account: '111122223333', assignee: { kind: 'user', id: 'u-1' } } as const;
  test.each<[string, readonly PlanCall[], readonly string[]]>([
    ['of a bucket', [policyOf('s3', 'arn:aws:s3:::logs')], ['logs']],
    ['of a key', [policyOf('kms', 'arn:aws:kms:eu-central-1:111122223333:key/k-1')], ['k-1']],
    ['of a table', [policyOf('dynamodb', 'arn:aws:dynamodb:eu-central-1:111122223333:table/costs')], ['costs']],
    ['of a repository', [policyOf('ecr', 'arn:aws:ecr:eu-central-1:111122223333:repository/team/cost')], ['team/cost']],
    ['of a topic', [policyOf('sns', 'arn:aws:sns:eu-central-1:1:news')], ['arn:aws:sns:eu-central-1:1:news']],
    [
      'of a secret',
      [policyOf('secretsmanager', 'arn:aws:secretsmanager:x:1:secret:s-1')],
      ['arn:aws:secretsmanager:x:1:secret:s-1'],
    ],
    [
      'of a queue',
      [policyOf('sqs', 'arn:aws:sqs:eu-central-1:1:jobs')],
      ['https://sqs.eu-central-1.amazonaws.com/1/jobs'],
    ],
    [
      'of a queue in China',
      [policyOf('sqs', 'arn:aws-cn:sqs:cn-north-1:1:jobs')],
      ['https://sqs.cn-north-1.amazonaws.com.cn/1/jobs'],
    ],
    ['of a queue without an ARN', [policyOf('sqs', 'jobs')], []],
    [
      'of a statement, or its function',
      [
        {
          service: 'lambda',
          name: 'RemovePermission',
          resource: 'arn:aws:lambda:x:1:function:cost',
          statementId: 's',
          ...about,
        },
      ],
      ['s', 'cost'],
    ],
    [
      'of a permission set, once',
      [
        { ...set, name: 'DeleteInlinePolicyFromPermissionSet', expects: null },
        { ...set, name: 'ProvisionPermissionSet' },
      ],
      [`${INSTANCE}|${SET}`],
    ],
    [
      'of an assignment',
      [{ service: 'sso', instanceArn: INSTANCE, name: 'DeleteAccountAssignment', assignment }],
      [`${INSTANCE}|111122223333|AWS_ACCOUNT|${SET}|USER|u-1`],
    ],
    [
      'of a policy of the organization',
      [{ service: 'organizations', name: 'AttachPolicy', policyId: 'p-1', targetId: 'ou-1' }],
      ['p-1'],
    ],
    [
      'of an account',
      [{ service: 'organizations', name: 'MoveAccount', account: '1', from: 'ou-1', to: 'ou-2' }],
      ['1'],
    ],
    [
      'of no membership',
      [{ service: 'identitystore', name: 'DeleteGroupMembership', identityStoreId: 'd-1', groupId: 'g', userId: 'u' }],
      [],
    ],
    ['of nothing in IAM', [{ name: 'DetachRolePolicy', roleName: 'cost', policyArn: 'arn:p' }], []],
  ])('%s', (_, calls, names) => {
    expect(namesInStack(calls)).toEqual(names);
  });
});
