import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { type PlanCall, serviceCallsIn } from '../../../../lib/core/account/plan-call.ts';
import { cliOfCall } from '../../../../lib/core/governance/undo/cli-of-call.ts';
import { GIVEN } from '../holds/held-beyond-iam.ts';

const DOCUMENT = { Version: '2012-10-17', Statement: [] };
const JSON_TEXT = JSON.stringify(DOCUMENT);

const ON_SET = { service: 'sso', instanceArn: 'i', permissionSetArn: 's' } as const;

function wordsOfSet(...words: readonly string[]): readonly string[] {
  return ['sso-admin', ...words, '--instance-arn', 'i', '--permission-set-arn', 's'];
}

/** The words of a command, as a shell splits them; the commands inside it are not run. */
function wordsOf(command: string): readonly string[] {
  const printed = execFileSync('sh', ['-c', `aws() { printf '%s\\0' "$@"; }; ${command}`], { encoding: 'utf8' });
  return printed.split('\0').filter((word) => word !== '');
}

const CALLS: readonly (readonly [PlanCall, readonly string[]])[] = [
  [
    { name: 'PutRolePolicy', roleName: 'a b', policyName: 'p', policyDocument: DOCUMENT },
    ['iam', 'put-role-policy', '--role-name', 'a b', '--policy-name', 'p', '--policy-document', JSON_TEXT],
  ],
  [
    { name: 'TagRole', roleName: 'r', tags: [{ key: 'k', value: "it's" }] },
    ['iam', 'tag-role', '--role-name', 'r', '--tags', `[{"Key":"k","Value":"it's"}]`],
  ],
  [
    { name: 'DetachRolePolicy', roleName: '--debug', policyArn: 'arn:aws:iam::aws:policy/AWSDenyAll' },
    ['iam', 'detach-role-policy', '--role-name=--debug', '--policy-arn', 'arn:aws:iam::aws:policy/AWSDenyAll'],
  ],
  [
    {
      ...ON_SET,
      name: 'AttachCustomerManagedPolicyReferenceToPermissionSet',
      reference: { name: 'a,Path=/other/', path: '/' },
    },
    wordsOfSet(
      'attach-customer-managed-policy-reference-to-permission-set',
      '--customer-managed-policy-reference',
      '{"Name":"a,Path=/other/","Path":"/"}',
    ),
  ],
  [
    {
      ...ON_SET,
      name: 'PutPermissionsBoundaryToPermissionSet',
      boundary: { customerManaged: { name: 'a=b', path: '/' } },
      expects: null,
    },
    wordsOfSet(
      'put-permissions-boundary-to-permission-set',
      '--permissions-boundary',
      '{"CustomerManagedPolicyReference":{"Name":"a=b","Path":"/"}}',
    ),
  ],
  [
    { name: 'UntagUser', userName: 'u', tagKeys: ['a', 'b'] },
    ['iam', 'untag-user', '--user-name', 'u', '--tag-keys', 'a', 'b'],
  ],
  [
    { name: 'UntagUser', userName: 'u', tagKeys: ['file:///home/me/.aws/credentials'] },
    ['iam', 'untag-user', '--user-name', 'u', '--tag-keys', '["file:///home/me/.aws/credentials"]'],
  ],
  [
    { name: 'UntagRole', roleName: 'r', tagKeys: ['--debug', 'b'] },
    ['iam', 'untag-role', '--role-name', 'r', '--tag-keys', '["--debug","b"]'],
  ],
  [
    {
      name: 'CreatePolicyVersion',
      policyArn: 'arn:aws:iam::111122223333:policy/p',
      policyDocument: DOCUMENT,
      setAsDefault: true,
      versionId: 'v2',
    },
    [
      'iam',
      'create-policy-version',
      '--policy-arn',
      'arn:aws:iam::111122223333:policy/p',
      '--policy-document',
      JSON_TEXT,
      '--set-as-default',
    ],
  ],
  [
    { name: 'UpdateAccessKey', userName: 'u', accessKeyId: 'AKIA', status: 'Active' },
    ['iam', 'update-access-key', '--user-name', 'u', '--access-key-id', 'AKIA', '--status', 'Active'],
  ],
  [
    {
      service: 's3',
      name: 'DeleteBucketPolicy',
      region: 'eu-west-1',
      resource: 'arn:aws:s3:::logs',
      document: null,
      expects: DOCUMENT,
    },
    ['s3api', 'delete-bucket-policy', '--bucket', 'logs', '--region', 'eu-west-1'],
  ],
];

describe('the command of the AWS CLI', () => {
  test.each(CALLS.map(([call, words]) => [call.name, call, words] as const))('makes %s', (_, call, words) => {
    expect(wordsOf(cliOfCall(call))).toEqual(words);
  });

  const released = GIVEN.flatMap(({ findings }) =>
    findings.flatMap(({ response }) => ('plan' in response ? serviceCallsIn(response.plan.restore) : [])),
  );
  test.each(released.map((call) => [`${call.service}:${call.name}`, call] as const))(
    'that releases %s is one that a shell takes, of that operation',
    (_, call) => {
      const [service = '', operation = ''] = wordsOf(cliOfCall(call));
      const services: Readonly<Record<string, string>> = { sso: 'sso-admin', s3: 's3api' };
      expect(service).toBe(services[call.service] ?? call.service);
      expect(operation.replaceAll('-', '')).toBe(call.name.toLowerCase());
    },
  );
});
