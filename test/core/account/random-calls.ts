import fc from 'fast-check';
import { applyCall } from '../../../lib/core/account/apply.ts';
import type { IamCall } from '../../../lib/core/account/call.ts';
import { emptyAccount } from '../../../lib/core/account/empty-account.ts';
import { withStub } from '../../../lib/core/account/missing.ts';
import type { AccountState } from '../../../lib/core/account/state.ts';
import {
  ACCOUNT,
  allow,
  AWS_ADMIN,
  EXAMPLE_CALLS,
  LOCAL_LIMIT,
  LOCAL_READ,
  LOCAL_SPARE,
  SAMPLE,
  trust,
} from './sample-account.ts';

const ABSENT = `arn:aws:iam::${ACCOUNT}:policy/Absent`;
const path = fc.constantFrom('/', '/team/', '/aws-service-role/x/');
const userName = fc.constantFrom('ada', 'Bob', 'bob', 'eve', '__proto__');
const groupName = fc.constantFrom('staff', 'empty', 'STAFF', 'ops');
const arn = fc.constantFrom(LOCAL_READ, LOCAL_LIMIT, LOCAL_SPARE, AWS_ADMIN, ABSENT);
const key = fc.constantFrom('Team', 'team', 'owner', '__proto__');
const document = fc.oneof(
  fc.constantFrom('', 'no json', encodeURIComponent(JSON.stringify(allow('iam:*'))), null, 7, []),
  fc.constantFrom('s3:*', '*', 'ec2:Run*').map(allow),
);
const trustDocument = fc.oneof(
  document,
  fc.constantFrom('ec2.amazonaws.com', 'lambda.amazonaws.com').map(trust),
  fc.constant({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: ['AIDAGONEGONEGONE'] }, Action: 'sts:AssumeRole' }],
  }),
);

const members = fc.record({
  roleName: fc.constantFrom('Deploy', 'Idle', 'deploy', 'New', 'AWSServiceRoleForOps'),
  userName,
  newUserName: userName,
  groupName,
  newGroupName: groupName,
  path,
  newPath: path,
  policyArn: arn,
  permissionsBoundary: arn,
  policyName: fc.constantFrom('logs', 'own', 'base', 'LocalSpare', 'Fresh', '__proto__'),
  policyDocument: document,
  assumeRolePolicyDocument: trustDocument,
  versionId: fc.constantFrom('v1', 'v2', 'v3', 'v7', 'odd'),
  setAsDefault: fc.boolean(),
  tags: fc.array(fc.record({ key, value: fc.constantFrom('red', 'blue') }), { maxLength: 3 }),
  tagKeys: fc.array(key, { maxLength: 3 }),
  instanceProfileName: fc.constantFrom('web', 'bare', 'batch'),
  accessKeyId: fc.constantFrom('AKIAOLD', 'AKIANEW'),
  status: fc.constantFrom('Active', 'Inactive'),
  description: fc.constantFrom('', 'ships'),
  maxSessionDuration: fc.constantFrom(3600, 43_200),
});

/** Any IAM call about a few names, documents and ids, most of which the sample account has. */
export const randomCall: fc.Arbitrary<IamCall> = fc
  .tuple(fc.constantFrom(...EXAMPLE_CALLS), members, fc.integer({ min: 0, max: 3 }))
  .map(([call, values, change]) =>
    change === 0 ? call : { ...call, ...Object.fromEntries(Object.entries(values).filter(([name]) => name in call)) },
  );

/** An account that some random calls made of the sample, or of nothing; calls that AWS would refuse are left out. */
export const randomAccount: fc.Arbitrary<AccountState> = fc
  .tuple(fc.constantFrom(SAMPLE, emptyAccount(ACCOUNT, 'aws')), fc.array(randomCall, { maxLength: 25 }), fc.boolean())
  .map(([start, calls, stubs]) =>
    calls.reduce((state, call) => {
      const result = applyCall(stubs ? withStub(state, call) : state, call);
      return result.ok ? result.value : state;
    }, start),
  );
