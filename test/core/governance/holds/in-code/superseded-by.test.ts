import { describe, expect, test } from '@jest/globals';
import type { ServiceCall } from '../../../../../lib/core/account/plan-call.ts';
import { isSupersededBy } from '../../../../../lib/core/governance/holds/in-code/superseded-by.ts';
import { INSTANCE, policyOf, SET } from './stack-calls.ts';

describe('a hold of what was granted twice', () => {
  const set = { service: 'sso', instanceArn: INSTANCE, permissionSetArn: SET } as const;
  const inline = (document: string | null, expects: string | null): ServiceCall =>
    document === null
      ? { ...set, name: 'DeleteInlinePolicyFromPermissionSet', expects }
      : { ...set, name: 'PutInlinePolicyToPermissionSet', document, expects };
  const provision: ServiceCall = { ...set, name: 'ProvisionPermissionSet' };
  const bucket = (document: string | null, expects: string | null, resource = 'arn:aws:s3:::logs'): ServiceCall => ({
    ...policyOf('s3', resource),
    document,
    expects,
  });
  const attach: ServiceCall = { ...set, name: 'AttachManagedPolicyToPermissionSet', policyArn: 'arn:p' };
  const [limit, fence] = [{ managed: 'arn:limit' }, { managed: 'arn:fence' }];
  const bounded = (boundary: typeof limit, expects: typeof limit | null): ServiceCall => ({
    ...set,
    name: 'PutPermissionsBoundaryToPermissionSet',
    boundary,
    expects,
  });
  const attaching = (expects: string): ServiceCall => ({
    service: 'organizations',
    name: 'AttachPolicy',
    policyId: 'p-1',
    targetId: 'ou-1',
    expects,
  });
  const assigning: ServiceCall = {
    service: 'sso',
    instanceArn: INSTANCE,
    name: 'DeleteAccountAssignment',
    assignment: { permissionSetArn: SET, account: '111122223333', assignee: { kind: 'user', id: 'u-1' } },
  };
  const permitting: ServiceCall = {
    service: 'lambda',
    name: 'RemovePermission',
    region: 'eu-central-1',
    resource: 'arn:aws:lambda:x:1:function:cost',
    statementId: 's',
    asked: {},
    statement: 'A',
  };
  const joining: ServiceCall = {
    service: 'identitystore',
    name: 'DeleteGroupMembership',
    identityStoreId: 'd-1',
    groupId: 'g-1',
    userId: 'u-1',
  };
  const unbounded: ServiceCall = { ...set, name: 'DeletePermissionsBoundaryFromPermissionSet', expects: fence };
  const scp = (document: string, expects: string): ServiceCall => ({
    service: 'organizations',
    name: 'UpdatePolicy',
    policyId: 'p-1',
    document,
    expects,
  });

  test.each<[string, readonly ServiceCall[], readonly ServiceCall[], boolean]>([
    ['an inline policy', [inline('A', 'B'), provision], [inline('0', 'A'), provision], true],
    ['an inline policy that goes', [inline('A', 'B')], [inline(null, 'A')], true],
    ['a bucket', [bucket('A', 'B')], [bucket(null, 'A')], true],
    ['a bucket that had no policy in between', [bucket(null, 'B')], [bucket('0', null)], true],
    ['a boundary', [bounded(limit, fence)], [bounded(fence, limit)], true],
    ['a boundary that goes', [bounded(fence, limit)], [unbounded], true],
    ['a boundary that went', [unbounded], [bounded(limit, null)], true],
    ['not a boundary by an inline policy', [unbounded], [inline('A', null)], false],
    ['not of what is attached', [attaching('A')], [attaching('A')], false],
    ['not of an assignment', [assigning], [assigning], false],
    ['not of a statement', [permitting], [permitting], false],
    ['not of a membership', [joining], [joining], false],
    ['a policy of the organization', [scp('A', 'B')], [scp('0', 'A')], true],
    ['not where the other expected something else', [bucket('A', 'B')], [bucket('0', 'C')], false],
    ['not of another bucket', [bucket('A', 'B')], [bucket('0', 'A', 'arn:aws:s3:::others')], false],
    ['not of another part', [unbounded], [inline('0', 'A')], false],
    ['not where something else was held besides', [inline('A', 'B'), attach], [inline('0', 'A')], false],
    ['not where nothing was written', [provision], [inline('0', 'A')], false],
    ['not by one that writes nothing', [inline('A', 'B')], [attach, provision], false],
  ])('is taken further by the hold of the first grant: %s', (_, calls, further, isFurther) => {
    expect(isSupersededBy(calls, further)).toBe(isFurther);
  });

  test.each(['kms', 'sns', 'sqs', 'dynamodb', 'secretsmanager', 'ecr'] as const)('also a resource of %s', (service) => {
    const written = (document: string, expects: string) => ({ ...policyOf(service, 'arn:r'), document, expects });
    expect(isSupersededBy([written('A', 'B')], [written('0', 'A')])).toBe(true);
  });
});
