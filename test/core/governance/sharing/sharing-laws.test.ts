import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decide } from '../../../../lib/core/access/decide.ts';
import type { AccessRequest } from '../../../../lib/core/access/policy-set.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../../lib/core/json.ts';
import { findingsOf } from './findings-of.ts';
import { ORGANIZATION, OWN, policy, readPolicy, STRANGER, TRUSTED } from './shared-resources.ts';

const OTHER_ORGANIZATION = 'o-somebodyelse';
const OBJECT = 'arn:aws:s3:::logs/key';

const arnIn = (account: string) => `arn:aws:iam::${account}:role/app`;
const PRINCIPALS: readonly JsonValue[] = [
  '*',
  { AWS: '*' },
  ...[OWN, TRUSTED, STRANGER].flatMap((account) => [{ AWS: account }, { AWS: arnIn(account) }]),
  { Service: 'sns.amazonaws.com' },
  { AWS: [arnIn(OWN), arnIn(STRANGER)] },
];
const CONDITIONS: readonly JsonObject[] = [
  {},
  { StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION } },
  { StringNotEquals: { 'aws:PrincipalOrgID': OTHER_ORGANIZATION } },
  { StringEquals: { 'aws:PrincipalOrgID': [ORGANIZATION, OTHER_ORGANIZATION] } },
  ...[OWN, TRUSTED, STRANGER].flatMap((account) => [
    { StringEquals: { 'aws:PrincipalAccount': account } },
    { StringEquals: { 'aws:SourceAccount': account } },
    { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${account}:role/*` } },
    { ArnLike: { 'aws:SourceArn': `arn:aws:sns:us-east-1:${account}:*` } },
  ]),
];

/** A caller as AWS describes it, and whether resources of the account may be shared with it. */
interface Caller {
  readonly principal: string;
  readonly context: AccessRequest['context'];
  readonly mayShare: boolean;
}

const roles = [OWN, TRUSTED, STRANGER].flatMap((account) =>
  [ORGANIZATION, OTHER_ORGANIZATION].map((organization): Caller => {
    const known = {
      'aws:PrincipalOrgID': organization,
      'aws:PrincipalAccount': account,
      'aws:PrincipalArn': arnIn(account),
    };
    const mayShare = account !== STRANGER || organization === ORGANIZATION;
    return { principal: arnIn(account), context: known, mayShare };
  }),
);
const services = [OWN, TRUSTED, STRANGER].map((account): Caller => {
  const context = { 'aws:SourceAccount': account, 'aws:SourceArn': `arn:aws:sns:us-east-1:${account}:topic` };
  return { principal: 'sns.amazonaws.com', context, mayShare: account !== STRANGER };
});
const CALLERS = [...roles, ...services];

const statement = fc.record({
  Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
  Principal: fc.constantFrom(...PRINCIPALS),
  Action: fc.constantFrom('s3:GetObject', 's3:PutObject', 's3:*'),
  Resource: fc.constantFrom('arn:aws:s3:::logs/*', OBJECT),
  Condition: fc.constantFrom(...CONDITIONS),
});
const document = fc
  .array(statement, { minLength: 1, maxLength: 4 })
  .map((statements): JsonObject => ({ Version: '2012-10-17', Statement: statements }));

const found = (bucketPolicy: JsonObject, before?: JsonValue) =>
  findingsOf(
    { service: 's3', name: 'PutBucketPolicy', asked: { bucketName: 'logs', bucketPolicy } },
    before === undefined ? {} : { before },
  ).filter(({ kind }) => kind === 'excess-sharing');

function allows(bucketPolicy: JsonObject, { principal, context }: Pick<AccessRequest, 'principal' | 'context'>) {
  const resource = { policy: readPolicy('bucket', bucketPolicy), arn: 'arn:aws:s3:::logs', account: OWN };
  const request = {
    action: 's3:GetObject',
    resource: OBJECT,
    context,
    ...(principal === undefined ? {} : { principal }),
  };
  return decide({ principal: {}, identity: [], resource }, request).decision === 'allow';
}

describe('whatever a bucket policy says', () => {
  test('one that lets in a caller with whom nothing is to be shared is a finding', () => {
    fc.assert(
      fc.property(document, (bucketPolicy) => {
        const isOpen = CALLERS.some((caller) => !caller.mayShare && allows(bucketPolicy, caller));
        expect(isOpen && found(bucketPolicy).length === 0).toBe(false);
      }),
      { numRuns: 150 },
    );
  });

  test('a finding is shown by somebody whom it lets in, and with whom nothing is to be shared', () => {
    fc.assert(
      fc.property(document, (bucketPolicy) => {
        // an undetermined one shows nobody
        for (const { principal = '', context } of found(bucketPolicy).flatMap(({ witness }) => witness ?? [])) {
          const known = Object.fromEntries(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
          expect([OWN, TRUSTED].some((account) => principal.includes(account))).toBe(false);
          expect(known['aws:principalorgid']).not.toBe(ORGANIZATION);
          expect([OWN, TRUSTED]).not.toContain(known['aws:sourceaccount']);
        }
      }),
      { numRuns: 80 },
    );
  });

  test('the same policy again is none, and neither is one with a statement less that allows', () => {
    fc.assert(
      fc.property(document, (bucketPolicy) => {
        const statements = [bucketPolicy['Statement'] ?? []].flat();
        const fewer = statements.filter(
          (each, index) => index > 0 || (isJsonObject(each) && each['Effect'] === 'Deny'),
        );
        expect(found(bucketPolicy, bucketPolicy)).toEqual([]);
        expect(found({ ...bucketPolicy, Statement: fewer }, bucketPolicy)).toEqual([]);
      }),
      { numRuns: 80 },
    );
  });
});

const SAMPLES = resolve(import.meta.dirname, '../../../../../shared/corpora/access-analyzer-samples.json');
const hasSamples = existsSync(SAMPLES);
const describeSamples = hasSamples ? describe : describe.skip;

interface Sample {
  readonly title: string;
  readonly expected: string;
  readonly reference: JsonObject;
  readonly candidate: JsonObject;
}

/** What AWS's own check says of the policies of resources; trust policies are measured elsewhere. */
function samples(): readonly Sample[] {
  const parse: (text: string) => JsonValue = JSON.parse;
  const read = hasSamples ? parse(readFileSync(SAMPLES, 'utf8')) : [];
  return [read].flat().flatMap((each) => {
    if (!isJsonObject(each) || each['policyType'] !== 'RESOURCE_POLICY') return [];
    const { file, title, expected, reference, candidate } = each;
    if (typeof file !== 'string' || file.includes('role-trust') || typeof title !== 'string') return [];
    if (typeof expected !== 'string' || !isJsonObject(reference) || !isJsonObject(candidate)) return [];
    return [{ title: `${file}: ${title}`, expected, reference, candidate }];
  });
}

describeSamples(`AWS's samples of resource policies (${hasSamples ? 'corpora' : 'skipped: they are not here'})`, () => {
  test.each(samples().map((sample) => [sample.title, sample] as const))(
    '%s',
    (_, { expected, reference, candidate }) => {
      expect(found(candidate, reference).length > 0 ? 'FAIL' : 'PASS').toBe(expected);
    },
  );
});

test('a policy is measured as a whole: what one statement denies another does not let in', () => {
  const open = policy({ principal: '*', action: 's3:GetObject', resource: 'arn:aws:s3:::logs/*' });
  const [allowing] = [open['Statement'] ?? []].flat();
  const deny = {
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: 'arn:aws:s3:::logs/*',
    Condition: { StringNotEquals: { 'aws:PrincipalOrgID': ORGANIZATION } },
  };
  expect(found({ Version: '2012-10-17', Statement: [allowing ?? {}, deny] })).toEqual([]);
});
