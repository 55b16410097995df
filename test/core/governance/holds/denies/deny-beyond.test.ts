import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decide } from '../../../../../lib/core/access/decide.ts';
import type { AccessRequest, PolicySet } from '../../../../../lib/core/access/policy-set.ts';
import { denyBeyond } from '../../../../../lib/core/governance/holds/denies/deny-beyond.ts';
import type { Standard } from '../../../../../lib/core/governance/standards/standards.ts';
import type { JsonObject } from '../../../../../lib/core/json.ts';
import { alikeSources } from '../../../access/random-policies.ts';
import { randomFrom, randomRequest } from '../../../access/random-requests.ts';
import { runs, SEED, setOf } from '../../../access/reading-sets.ts';
import { allow, deny } from '../../accounts.ts';
import { standardOf } from '../../agents.ts';

const ROOM = 10_240;
const IN_SESSION = {
  StringEquals: { 'aws:userid': 'AROAENGINEER:rita' },
  Bool: { 'aws:ViaAWSMCPService': 'true' },
} as const;

/** What a request of the agent's session bears. */
const AGENT = { 'aws:userid': 'AROAENGINEER:rita', 'aws:ViaAWSMCPService': 'true' };

/** What Rita's own requests bear, and those of others through the same server. */
const OTHERS = [
  { 'aws:userid': 'AROAENGINEER:rita' },
  { 'aws:userid': 'AROAENGINEER:rita', 'aws:ViaAWSMCPService': 'false' },
  { 'aws:userid': 'AROAENGINEER:sam', 'aws:ViaAWSMCPService': 'true' },
];

/** The context keys that a session is told by are those above, whatever was drawn. */
function as(request: AccessRequest, own: Readonly<Record<string, string>>): AccessRequest {
  const drawn = Object.entries(request.context).filter(([key]) => !/^aws:(?:userid|viaawsmcpservice)$/i.test(key));
  return { ...request, context: { ...Object.fromEntries(drawn), ...own } };
}

function withDeny(held: PolicySet, document: JsonObject): PolicySet {
  return { ...held, identity: [...held.identity, ...setOf(document).identity] };
}

function answer(policies: PolicySet, request: AccessRequest): string {
  return decide(policies, request).decision.replace(/^.*-deny$/, 'deny');
}

describe(`what a standard does not allow, denied in one session (seed ${SEED})`, () => {
  test.each<[string, Standard, JsonObject, readonly string[]]>([
    [
      'an action that it does not name',
      standardOf(allow('s3:GetObject')),
      allow('*'),
      ['ec2:RunInstances', '*', 'deny'],
    ],
    ['what it allows', standardOf(allow('s3:GetObject')), allow('*'), ['s3:GetObject', 'arn:aws:s3:::a/b', 'allow']],
    [
      'an action of a service that is not made yet',
      standardOf(allow('s3:*')),
      allow('*'),
      ['brandnew:DoIt', '*', 'deny'],
    ],
    [
      'what it allows elsewhere',
      standardOf(allow('s3:GetObject', 'arn:aws:s3:::reports/*')),
      allow('*'),
      ['s3:GetObject', 'arn:aws:s3:::secret/x', 'deny'],
    ],
    [
      'what it denies',
      standardOf(allow('s3:*'), deny('s3:DeleteObject')),
      allow('*'),
      ['s3:DeleteObject', 'arn:aws:s3:::a/b', 'deny'],
    ],
    ['everything, where it allows nothing', standardOf(), allow('*'), ['s3:GetObject', 'arn:aws:s3:::a/b', 'deny']],
    [
      'what the role gets later',
      standardOf(allow('s3:GetObject')),
      allow(['s3:*', 'iam:*']),
      ['iam:CreateUser', '*', 'deny'],
    ],
  ])('%s', (_, standard, held, [action = '', resource = '', decision = '']) => {
    const document = denyBeyond(standard, IN_SESSION, ROOM);
    const after = withDeny(setOf(held), document ?? {});
    const request = { action, resource, context: {} };
    expect(answer(after, as(request, AGENT))).toBe(decision);
    for (const other of OTHERS) expect(answer(after, as(request, other))).toBe(answer(setOf(held), as(request, other)));
  });

  test.each<[string, Standard, number]>([
    [
      'that asks for the session itself',
      standardOf({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: 's3:GetObject',
            Resource: '*',
            Condition: { StringNotEquals: { 'aws:userid': 'x' } },
          },
        ],
      }),
      ROOM,
    ],
    [
      'that names what it leaves out',
      standardOf({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }] }),
      ROOM,
    ],
    ['that cannot be read', { name: 'agents', policies: [{ name: 'x', document: { unreadable: 'too large' } }] }, ROOM],
    ['for which there is no room', standardOf(allow('s3:GetObject', 'arn:aws:s3:::reports/*')), 100],
  ])('are not written for a standard %s', (_, standard, room) => {
    expect(denyBeyond(standard, IN_SESSION, room)).toBeUndefined();
  });

  test('leave the standard to the session, and everybody else as they were, request by request', () => {
    let written = 0;
    fc.assert(
      fc.property(alikeSources, fc.nat(), ([left, right], seed) => {
        const held = setOf(left);
        const { identity: policies } = setOf(right);
        const document = denyBeyond({ name: 'agents', policies }, IN_SESSION, ROOM);
        if (document === undefined) return;
        written += 1;
        const after = withDeny(held, document);
        const most = { ...held, identity: policies };
        const random = randomFrom(seed);
        for (let drawn = 0; drawn < 40; drawn += 1) {
          const request = randomRequest(random, held.principal.arn === undefined ? 'anyone' : 'known');
          const asAgent = as(request, AGENT);
          const right = both(held, most, asAgent).includes(answer(after, asAgent));
          expect(right ? 'right' : { asAgent, document }).toBe('right');
          for (const other of OTHERS) expect(answer(after, as(request, other))).toBe(answer(held, as(request, other)));
        }
      }),
      { numRuns: runs(60), seed: SEED },
    );
    expect(written).toBeGreaterThan(10);
  });
});

/** What may be answered where both sides must allow; what is open on a side that matters may be anything. */
function both(granted: PolicySet, limit: PolicySet, request: AccessRequest): readonly string[] {
  const [own, most] = [answer(granted, request), answer(limit, request)];
  if (own === 'undetermined' || (own === 'allow' && most === 'undetermined')) return ['allow', 'deny', 'undetermined'];
  return own === 'allow' && most === 'allow' ? ['allow'] : ['deny'];
}
