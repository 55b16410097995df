import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { parseLimits, parsePolicySet } from '../../../lib/core/access/parse-policy-set.ts';
import { parseRequest } from '../../../lib/core/access/parse-request.ts';
import type { JsonValue } from '../../../lib/core/json.ts';
import { describeProblem } from '../../../lib/core/policy/problem.ts';

const READ = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' } };
const DENY = { Version: '2012-10-17', Statement: { Effect: 'Deny', Action: 's3:*', Resource: '*' } };
const TRUST = {
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
};

/** The names of the policies of each part, which is what differs between the forms of a policy set. */
function shapeOf(source: JsonValue): unknown {
  const parsed = parsePolicySet(source);
  if (!parsed.ok) return parsed.error.map(describeProblem);
  const { identity, boundary, session, scps, rcps, resource } = parsed.value;
  const names = (policies: readonly { readonly name: string }[] | undefined): readonly string[] | undefined =>
    policies?.map((policy) => policy.name);
  return {
    identity: names(identity),
    boundary: names(boundary),
    session: names(session),
    scps: scps?.map(names),
    rcps: rcps?.map(names),
    resource: resource?.policy.name,
  };
}

describe('a policy set may be written as', () => {
  test.each<[string, JsonValue, object]>([
    ['a document', READ, { identity: ['identity[0]'] }],
    ['the text of a document', JSON.stringify(READ), { identity: ['identity[0]'] }],
    ['the percent-encoded text of a document', encodeURIComponent(JSON.stringify(READ)), { identity: ['identity[0]'] }],
    ['a list of documents', [READ, JSON.stringify(DENY)], { identity: ['identity[0]', 'identity[1]'] }],
    ['a named document', { name: 'reader', document: READ }, { identity: ['reader'] }],
    ['a document with principals', TRUST, { identity: [], resource: 'resource' }],
    [
      'a list with one of them',
      [READ, { name: 'trust', document: TRUST }],
      { identity: ['identity[0]'], resource: 'trust' },
    ],
    ['an empty list', [], { identity: [] }],
    [
      'parts',
      {
        principal: { arn: 'arn:aws:iam::111122223333:role/agent', tags: { team: 'a' }, organizationId: 'o-1' },
        identity: [{ name: 'inline:a', document: READ }, READ],
        boundary: [READ],
        session: [],
        scps: [[READ, DENY], [READ]],
        rcps: [[{ Statement: { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' } }]],
        resource: { document: TRUST, arn: 'arn:aws:iam::111122223333:role/agent', account: '111122223333' },
      },
      {
        identity: ['inline:a', 'identity[1]'],
        boundary: ['boundary[0]'],
        session: [],
        scps: [['scps[0][0]', 'scps[0][1]'], ['scps[1][0]']],
        rcps: [['rcps[0][0]']],
        resource: 'resource',
      },
    ],
  ])('%s', (_name, source, shape) => {
    expect(shapeOf(source)).toEqual(shape);
  });

  test('parts, with what is known about the principal', () => {
    const parsed = parsePolicySet({ principal: { userName: 'ada', tags: { team: 'a' } } });
    expect(parsed.ok && parsed.value.principal).toEqual({ userName: 'ada', tags: new Map([['team', 'a']]) });
  });
});

describe('a policy set that is refused names the place', () => {
  test.each<[string, JsonValue, readonly string[]]>([
    [
      'of an element in a part',
      { identity: [READ, { Statement: { Efect: 'Allow', Effect: 'Allow', Action: 'a:b', Resource: '*' } }] },
      [
        'identity[1].Statement.Efect: unknown element "Efect", expected one of Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition; did you mean "Effect"?',
      ],
    ],
    [
      'of an unknown part',
      { identity: [], bondary: [] },
      [
        'bondary: unknown element "bondary", expected one of principal, identity, boundary, session, scps, rcps, resource; did you mean "boundary"?',
      ],
    ],
    ['of levels that are no lists', { scps: [READ] }, ['scps[0]: an object, expected a list']],
    [
      'of a document with principals among identity policies',
      { identity: [TRUST] },
      ['identity[0]: a document with a Principal element, expected one without, or the part "resource" for it'],
    ],
    [
      'of two resource policies',
      [TRUST, TRUST],
      ['document: 2 documents with Principal elements, expected at most one resource policy'],
    ],
    [
      'of a resource policy that does not say for whom',
      { resource: { document: READ } },
      [
        'resource.document.Statement[0]: neither Principal nor NotPrincipal, expected one of them, as in all statements of a resource policy',
      ],
    ],
    [
      'of a session in place of its role',
      { principal: { arn: 'arn:aws:sts::111122223333:assumed-role/agent/s' } },
      [
        'principal.arn: "arn:aws:sts::111122223333:assumed-role/agent/s", expected the ARN of an IAM user or role (for a session the ARN of its role)',
      ],
    ],
    [
      'of a root user, who needs no policies',
      { principal: { arn: 'arn:aws:iam::111122223333:root' } },
      [
        'principal.arn: "arn:aws:iam::111122223333:root", expected the ARN of an IAM user or role (for a session the ARN of its role)',
      ],
    ],
    ['of an absent boundary written as null', { boundary: null }, ['boundary: null, expected a list']],
    [
      'of an object that is neither a document nor has a part',
      {},
      ['document: no Statement, expected a statement or a list of them'],
    ],
    ['of a number', 7, ['document: number 7, expected a policy document, a list of them, or a policy set']],
  ])('%s', (_name, source, problems) => {
    expect(shapeOf(source)).toEqual(problems);
  });
});

test('a text that is no JSON is refused where it stands in a list', () => {
  expect(shapeOf([READ, '{'])).toEqual([expect.stringMatching(/^\[1\]: a text that is no JSON/)]);
});

describe('limits', () => {
  test('are one policy set, or any of several', () => {
    const one = parseLimits(READ);
    const several = parseLimits({ anyOf: [READ, [READ, DENY], { identity: [DENY] }] });
    expect(one.ok && one.value.map((set) => set.identity.length)).toEqual([1]);
    expect(several.ok && several.value.map((set) => set.identity.length)).toEqual([1, 2, 1]);
  });
  test('name the place of a problem in one of several', () => {
    const parsed = parseLimits({ anyOf: [READ, { Statement: 7 }] });
    expect(parsed.ok ? [] : parsed.error.map(describeProblem)).toEqual([
      'anyOf[1].Statement: number 7, expected an object with Effect, Action and Resource',
    ]);
  });
});

describe('a request', () => {
  test('keeps its values: one, or several in a list', () => {
    const request = {
      principal: 'arn:aws:sts::111122223333:assumed-role/agent/s',
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::b/k',
      resourceAccount: '111122223333',
      context: { 'aws:username': 'a', 'aws:TagKeys': ['x'], 'aws:MultiFactorAuthAge': 7 },
    };
    expect(parseRequest(request)).toEqual({
      ok: true,
      value: { ...request, context: { 'aws:username': 'a', 'aws:TagKeys': ['x'], 'aws:MultiFactorAuthAge': '7' } },
    });
  });
  test.each<[JsonValue, readonly string[]]>([
    [{}, ['action: no action, expected a string', 'resource: no resource, expected a string']],
    [
      { action: 's3:*', resource: 'bucket' },
      [
        'action: "s3:*", expected one action, like "s3:GetObject"',
        'resource: "bucket", expected an ARN, or "*" for an action without resources',
      ],
    ],
    [
      { action: 's3:a', resource: '*', principal: 'ada', context: { a: 'x', A: 'y', b: null } },
      [
        'principal: "ada", expected an ARN, or a service like "lambda.amazonaws.com"',
        'context.A: a second "A" that differs in case only, expected each key once',
        'context.b: null, expected a string, a number or true or false',
      ],
    ],
  ])('is refused: %j', (source, problems) => {
    const parsed = parseRequest(source);
    expect(parsed.ok ? [] : parsed.error.map(describeProblem)).toEqual(problems);
  });
});

const readJson: (text: string) => JsonValue = JSON.parse;

test('reading policy sets, limits and requests never throws, whatever the JSON', () => {
  const nearlySet = fc.dictionary(
    fc.constantFrom('identity', 'boundary', 'scps', 'resource', 'principal', 'document', 'anyOf', 'action', 'context'),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), nearlySet), (value) => {
      const source = readJson(JSON.stringify(value));
      return [parsePolicySet(source), parseLimits(source), parseRequest(source)].every(
        (parsed) => parsed.ok || parsed.error.length > 0,
      );
    }),
  );
});
