import type { AccessRequest } from '../../../lib/core/access/policy-set.ts';

/** Actions with resources that they take in fact. */
const PLACES: readonly (readonly [readonly string[], readonly string[]])[] = [
  [
    ['s3:GetObject', 's3:PutObject'],
    [
      'arn:aws:s3:::a/b',
      'arn:aws:s3:::a/bb',
      'arn:aws:s3:::a/ab',
      'arn:aws:s3:::a/x',
      'arn:aws:s3:::a/alice',
      'arn:aws:s3:::a/alice/k',
      'arn:aws:s3:::a/ba',
      'arn:aws:s3:::a/a:b',
      'arn:aws:s3:::c/b',
      'arn:aws:s3:::cc/b',
      'arn:aws:s3:us-east-1:111122223333:accesspoint/a/object/b',
    ],
  ],
  [['s3:ListBucket'], ['arn:aws:s3:::a', 'arn:aws:s3:::b', 'arn:aws:s3:::ab']],
  [['s3:GetBucketAcl'], ['arn:aws:s3:::a', 'arn:aws:s3:::b']],
  [['sts:GetCallerIdentity'], ['*']],
  [
    ['iam:GetUser', 'iam:CreateUser'],
    ['arn:aws:iam::1:user/x', 'arn:aws:iam::12:user/y', 'arn:aws:iam::1:user/x:y', 'arn:aws:iam::2:user/x'],
  ],
  [['ec2:RunInstances'], ['arn:aws:ec2:us-east-1:111122223333:instance/i-1']],
];

/** Values that a request can carry, by key. Only aws:TagKeys holds several. */
const CONTEXT: readonly (readonly [string, readonly (string | readonly string[])[]])[] = [
  ['aws:UserAgent', ['a', 'b', 'ab', 'A', 'aB', 'a*', 'c', '', 'k', 'K', 'alice', 'ALICE']],
  ['example:Blob', ['YQ==', 'Yg==', 'Yw==']],
  ['aws:PrincipalTag/t', ['a', 'b', 'alice', 'zz', '']],
  ['aws:username', ['alice', 'b', 'a', 'ALICE', 'a:b']],
  ['s3:max-keys', ['4', '5', '5.5', '7', '10', '11', '5.00']],
  ['aws:SecureTransport', ['true', 'false']],
  ['aws:TagKeys', [['a'], ['b'], ['a', 'b'], ['c'], ['a', 'c'], ['bb', 'ab'], 'a']],
  ['aws:SourceIp', ['10.1.1.1', '10.200.0.1', '1.2.3.4', '9.9.9.9', '::1', '2001:db8::1']],
  [
    'aws:SourceArn',
    ['arn:aws:s3:::ab', 'arn:aws:sns:r:1:t', 'arn:aws:sns:r:1:u', 'arn:aws:sns:q:r:1:t', 'arn:aws:s3:::a:t'],
  ],
  ['example:Text', ['arn:aws:s3:::ab', 'arn:aws:sns:r:1:t', 'no ARN', '']],
  ['aws:PrincipalArn', ['arn:aws:iam::111122223333:role/r', 'arn:aws:iam::444455556666:user/b']],
  ['aws:PrincipalOrgID', ['o-1', 'o-2', 'o-3']],
  ['aws:PrincipalIsAWSService', ['true', 'false']],
  [
    'aws:CurrentTime',
    ['2019-01-01T00:00:00Z', '2020-01-01T00:00:00Z', '2020-03-01T00:00:00Z', '2020-05-31T22:00:00Z', '2022-01-01'],
  ],
];

const OF_THE_PRINCIPAL = new Set([
  'aws:PrincipalTag/t',
  'aws:username',
  'aws:PrincipalArn',
  'aws:PrincipalOrgID',
  'aws:PrincipalIsAWSService',
]);

/** Numbers from 0 to 1, the same for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

/** A request as someone could make it; with a known principal, without the keys that follow from who it is. */
export function randomRequest(random: () => number, who: 'known' | 'anyone'): AccessRequest {
  const [actions, resources] = pick(random, PLACES);
  return { action: pick(random, actions), resource: pick(random, resources), context: randomContext(random, who) };
}

/** A request by a principal with an ARN, on a resource that has a policy, or on something near it. */
export function randomCall(
  random: () => number,
  principal: string,
  { arn, account }: { readonly arn: string; readonly account?: string },
): AccessRequest {
  const [actions, below] = pick(random, CALLS_ON[arn.split(':')[2] ?? ''] ?? []);
  const owners = account === undefined ? ['111122223333', '444455556666'] : [account];
  return {
    principal: callerOf(random, principal),
    action: pick(random, actions),
    resource: arn + pick(random, below),
    ...(random() < 0.7 ? { resourceAccount: pick(random, owners) } : {}),
    context: randomContext(random, 'known'),
  };
}

/** By service, actions and what follows the ARN of the resource where it is theirs. */
const CALLS_ON: Readonly<Record<string, readonly (readonly [readonly string[], readonly string[]])[]>> = {
  s3: [
    [
      ['s3:GetObject', 's3:PutObject'],
      ['/b', '/bb', '/a', '/x/y'],
    ],
    [['s3:ListBucket', 's3:GetBucketAcl'], ['']],
  ],
  iam: [[['sts:AssumeRole', 'sts:TagSession', 'iam:GetRole'], ['']]],
  kms: [[['kms:Decrypt', 'kms:DescribeKey'], ['']]],
};

/** A user calls itself, a role through a session: one that policies name, or another. */
function callerOf(random: () => number, principal: string): string {
  const [, account = '', name = ''] = /^arn:aws:iam::(\d+):role\/(?:.*\/)?([^/]+)$/.exec(principal) ?? [];
  return name === '' ? principal : `arn:aws:sts::${account}:assumed-role/${name}/${pick(random, ['s', 'x'])}`;
}

function randomContext(random: () => number, who: 'known' | 'anyone'): AccessRequest['context'] {
  const context: Record<string, string | readonly string[]> = {};
  for (const [key, values] of CONTEXT) {
    if (who === 'known' && OF_THE_PRINCIPAL.has(key)) continue;
    if (random() < 0.5) context[key] = pick(random, values);
  }
  return context;
}

function pick<T>(random: () => number, list: readonly T[]): T {
  const item = list[Math.floor(random() * list.length)];
  if (item === undefined) throw new Error('an empty list has nothing to pick');
  return item;
}
