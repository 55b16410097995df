import { describe, expect, test } from '@jest/globals';
import type { AccountState } from '../../../../lib/core/account/state.ts';
import { changesOf } from '../../../../lib/core/activity/call.ts';
import { readCall } from '../../../../lib/core/activity/read-call.ts';
import { assessCredential } from '../../../../lib/core/governance/credentials/assess-credential.ts';
import type { Finding } from '../../../../lib/core/governance/finding.ts';
import type { JsonObject, JsonValue } from '../../../../lib/core/json.ts';
import { recordOf } from '../../activity/records.ts';
import { account, ADMIN, allow, role, user, userArn } from '../accounts.ts';
import { ACCOUNT, governance, principalClass } from '../cases.ts';
import { readPolicy } from '../sharing/shared-resources.ts';

const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const ROOT_IDENTITY = { type: 'Root', principalId: ACCOUNT, arn: ROOT, accountId: ACCOUNT };
/** `ada`, who is below a path, acts in all records that say nobody else. */
const ADA = `arn:aws:iam::${ACCOUNT}:user/ops/ada`;

const reading = { name: 'readers', policies: [readPolicy('readers', allow('s3:GetObject'))] };
const unclassified = principalClass({
  name: 'unclassified',
  kind: 'unclassified',
  match: { names: [], paths: [], tags: [], trust: [], permissionSets: [] },
  standard: reading,
});

interface Made {
  readonly service?: string;
  readonly name: string;
  readonly asked?: JsonValue;
  readonly by?: JsonObject;
}

function found({ service = 'iam', name, asked = {}, by }: Made, state?: AccountState): readonly Finding[] {
  const identity = by === undefined ? {} : { userIdentity: by };
  const members = { eventSource: `${service}.amazonaws.com`, eventName: name, requestParameters: asked, ...identity };
  const reading = readCall(recordOf(members));
  if (reading.kind !== 'call') throw new Error(`${name} was read as ${reading.kind}`);
  const { call } = reading;
  return changesOf(call).flatMap((change) => {
    if (change.kind !== 'credential') return [];
    const standards = governance({ classes: [], unclassified });
    return assessCredential({ call, change, governance: standards, state, subject: state, now: call.time });
  });
}

const BOB = userArn('bob');
const people = account(
  user('bob'),
  user('ada', { arn: ADA, path: '/ops/' }),
  user('cy', { arn: `arn:aws:iam::${ACCOUNT}:user/ops/cy`, path: '/ops/' }),
);

describe('what users do with their own', () => {
  test.each([
    ['a password', { name: 'ChangePassword', asked: null }],
    ['a second factor', { name: 'EnableMFADevice', asked: { userName: 'ada', serialNumber: 'x' } }],
    [
      'a second factor that is not anybody’s yet',
      { name: 'CreateVirtualMFADevice', asked: { virtualMFADeviceName: 'ada' } },
    ],
    ['a key that goes', { name: 'DeleteSSHPublicKey', asked: { userName: 'bob', sSHPublicKeyId: 'APKA' } }],
    [
      'a key of the root user that goes',
      { name: 'DeleteAccessKey', asked: { accessKeyId: 'AKIA' }, by: ROOT_IDENTITY },
    ],
    [
      'a key of the root user that is made inactive',
      { name: 'UpdateAccessKey', asked: { accessKeyId: 'AKIA', status: 'Inactive' }, by: ROOT_IDENTITY },
    ],
  ])('%s: nothing is said', (_, made: Made) => {
    expect(found(made, people)).toEqual([]);
  });

  test('a second factor that they give up is told of, and not assessed', () => {
    expect(found({ name: 'DeactivateMFADevice', asked: { userName: 'ada', serialNumber: 'x' } }, people)).toMatchObject(
      [{ kind: 'unassessed-change' }],
    );
  });

  test('a second factor that their policies ask for is a guard that is gone', () => {
    const document: JsonObject = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 's3:GetObject',
          Resource: '*',
          Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
        },
      ],
    };
    const asks = user('ada', { arn: ADA, path: '/ops/', inline: new Map([['with-mfa', document]]) });
    const [finding] = found(
      { name: 'DeactivateMFADevice', asked: { userName: 'ada', serialNumber: 'x' } },
      account(asks),
    );
    expect(finding).toMatchObject({ kind: 'guardrail-removed', severity: 'high', principal: ADA });
    expect(finding?.reasons).toContainEqual({
      rule: 'second-factor-asked-for',
      detail: 'inline:with-mfa asks for it',
    });
  });

  test('a second factor that a role asks for which lets them in is one, too', () => {
    const trust: JsonObject = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: ROOT },
          Action: 'sts:AssumeRole',
          Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
        },
      ],
    };
    const state = account(user('ada', { arn: ADA, path: '/ops/' }), role('admin', { trust }));
    expect(found({ name: 'DeactivateMFADevice', asked: { userName: 'ada', serialNumber: 'x' } }, state)).toMatchObject([
      { kind: 'guardrail-removed', principal: ADA },
    ]);
  });
});

describe('what is done to others', () => {
  test.each<readonly [string, Made, Partial<Finding>]>([
    [
      'a second factor for another user',
      { name: 'EnableMFADevice', asked: { userName: 'bob', serialNumber: 'x' } },
      { kind: 'credential-created', severity: 'medium', principal: BOB, verdict: 'undetermined' },
    ],
    [
      'a second factor for another user, whose name is in another case',
      { name: 'EnableMFADevice', asked: { userName: 'CY', serialNumber: 'x' } },
      { kind: 'credential-created', principal: `arn:aws:iam::${ACCOUNT}:user/ops/cy` },
    ],
    [
      'the second factor of another user, taken away',
      { name: 'DeactivateMFADevice', asked: { userName: 'bob', serialNumber: 'x' } },
      { kind: 'guardrail-removed', severity: 'high', principal: BOB },
    ],
    [
      'the device of another user, deleted',
      { name: 'DeleteVirtualMFADevice', asked: { serialNumber: `arn:aws:iam::${ACCOUNT}:mfa/bob` } },
      { kind: 'guardrail-removed', severity: 'high', principal: BOB },
    ],
    [
      'the second factor of the root user',
      {
        name: 'DeactivateMFADevice',
        asked: { serialNumber: `arn:aws:iam::${ACCOUNT}:mfa/root-account-mfa-device` },
        by: ROOT_IDENTITY,
      },
      { kind: 'guardrail-removed', severity: 'critical', principal: ROOT },
    ],
    [
      'a key of the root user',
      { name: 'CreateAccessKey', asked: null, by: ROOT_IDENTITY },
      { kind: 'credential-created', severity: 'critical', principal: ROOT },
    ],
    [
      'another address of the root user',
      { service: 'account', name: 'StartPrimaryEmailUpdate', asked: { accountId: ACCOUNT, primaryEmail: 'x' } },
      { kind: 'credential-created', severity: 'critical', principal: ROOT },
    ],
    [
      'a session of the root user of a member account',
      { service: 'sts', name: 'AssumeRoot', asked: { targetPrincipal: '999988887777' } },
      { kind: 'credential-created', severity: 'high', principal: ADA, resources: ['arn:aws:iam::999988887777:root'] },
    ],
    [
      'the password of a user of Identity Center',
      { service: 'sso-directory', name: 'UpdatePassword', asked: { userId: '906717e2-1' } },
      { kind: 'credential-created', severity: 'high', resources: ['906717e2-1'] },
    ],
    [
      'the second factor of a user of Identity Center',
      { service: 'sso-directory', name: 'DeleteMfaDeviceForUser', asked: { userId: '906717e2-1' } },
      { kind: 'guardrail-removed', severity: 'high' },
    ],
    [
      'the administrator password of an instance',
      { service: 'ec2', name: 'GetPasswordData', asked: { instanceId: 'i-1' } },
      { kind: 'credential-created', severity: 'medium', principal: ADA },
    ],
    [
      'the rules of passwords, dropped',
      { name: 'DeleteAccountPasswordPolicy' },
      { kind: 'guardrail-removed', severity: 'medium' },
    ],
    [
      'the rules of passwords, loosened',
      { name: 'UpdateAccountPasswordPolicy', asked: { minimumPasswordLength: 6, requireSymbols: false } },
      { kind: 'guardrail-removed', severity: 'medium' },
    ],
  ])('%s: a finding', (_, made, wanted) => {
    expect(found(made, people)).toMatchObject([{ ...wanted, response: { kind: 'alert' } }]);
  });

  test('a second factor for a user who holds too much opens all that the user holds', () => {
    const powerful = account(user('bob', { attached: [ADMIN] }));
    const [finding] = found({ name: 'EnableMFADevice', asked: { userName: 'bob', serialNumber: 'x' } }, powerful);
    expect(finding).toMatchObject({ kind: 'credential-created', severity: 'critical', verdict: 'exceeds' });
    expect(finding?.excess.map(({ policy }) => policy)).toEqual([ADMIN]);
    expect(finding?.witness).toMatchObject({ principal: BOB });
  });

  test('strong rules of passwords: nothing is said', () => {
    const asked = {
      minimumPasswordLength: 14,
      requireSymbols: true,
      requireNumbers: true,
      requireUppercaseCharacters: true,
      requireLowercaseCharacters: true,
    };
    expect(found({ name: 'UpdateAccountPasswordPolicy', asked })).toEqual([]);
  });

  test('a call that no rule is about is told of, and not assessed', () => {
    expect(found({ service: 'ec2', name: 'CreateKeyPair', asked: { keyName: 'k' } })).toMatchObject([
      { kind: 'unassessed-change' },
    ]);
  });
});
