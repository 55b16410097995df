import { describe, expect, test } from '@jest/globals';
import type { IamCall } from '../../../lib/core/account/call.ts';
import { guardOf } from '../../../lib/core/account/guard.ts';
import { AWS_ADMIN, EXAMPLES, SAMPLE } from './sample-account.ts';

const SSO = 'AWSReservedSSO_Admin_0123456789abcdef';

const CASES: readonly (readonly [string, IamCall, 'guarded' | 'free'])[] = [
  ['a policy of a service-linked role', { ...EXAMPLES.AttachRolePolicy, roleName: 'AWSServiceRoleForOps' }, 'guarded'],
  [
    'a role of Identity Center that the state does not list',
    { ...EXAMPLES.AttachRolePolicy, roleName: SSO },
    'guarded',
  ],
  ['a new service-linked role', EXAMPLES.CreateServiceLinkedRole, 'guarded'],
  ['a version of one of AWS’s policies', { ...EXAMPLES.CreatePolicyVersion, policyArn: AWS_ADMIN }, 'guarded'],
  ['an ordinary role that gets one of AWS’s policies', EXAMPLES.AttachRolePolicy, 'free'],
  ['a new role under one of AWS’s policies', { ...EXAMPLES.CreateRole, permissionsBoundary: AWS_ADMIN }, 'free'],
  [
    'a new role that only calls itself service-linked',
    { ...EXAMPLES.CreateRole, roleName: 'AWSServiceRoleForMe' },
    'free',
  ],
];

describe('guardOf', () => {
  test.each(CASES)('%s', (_what, call, answer) => {
    expect(guardOf(call, SAMPLE)?.code).toBe(answer === 'guarded' ? 'UnmodifiableEntity' : undefined);
  });
});
