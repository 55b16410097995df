import { beforeAll, describe, expect, test } from '@jest/globals';
import { readStandardsFile } from '../../../lib/adapters/local/standards-file.ts';
import { compare } from '../../../lib/core/access/compare.ts';
import { parsePolicySet } from '../../../lib/core/access/parse-policy-set.ts';
import type { PolicySet } from '../../../lib/core/access/policy-set.ts';
import { ceilingSet as ceilingOf } from '../../../lib/core/governance/standards/access-limits.ts';
import { classOf } from '../../../lib/core/governance/standards/classify.ts';
import { denyBeyond } from '../../../lib/core/governance/holds/denies/deny-beyond.ts';
import { isProtected } from '../../../lib/core/governance/holds/protected.ts';
import type { Governance, Standard } from '../../../lib/core/governance/standards/standards.ts';
import { role } from '../../core/governance/accounts.ts';
import type { JsonObject, JsonValue } from '../../../lib/core/json.ts';
import {
  hasPublishedPaths,
  pathfindingPaths,
  vulnerablePaths,
} from '../../core/governance/escalation/published-paths.ts';
import { EXCESSIVE_AGENT_POLICIES, ORDINARY_AGENT_POLICIES } from './default-standards-cases.ts';

const withPaths = hasPublishedPaths ? describe : describe.skip;

const standards = new Map<string, PolicySet>();
const ceilings = new Map<string, Standard>();

function ceilingSet(className: string, of: PolicySet): PolicySet {
  const standard = ceilings.get(className);
  const set = standard === undefined ? undefined : ceilingOf({ standard, trustedTokens: [] }, of);
  if (set === undefined) throw new Error('the class has no ceiling');
  return set;
}

let governance: Governance | undefined;

function defaults(): Governance {
  if (governance === undefined) throw new Error('the default was not read');
  return governance;
}

beforeAll(async () => {
  const read = await readStandardsFile(undefined);
  if (!read.ok) throw new Error('the default is out of form');
  governance = read.value.governance;
  for (const { name, standard } of governance.classes) {
    ceilings.set(name, standard);
    standards.set(name, { principal: {}, identity: standard.policies });
  }
});

function verdictOf(granted: JsonValue, className: string): string {
  const access = parsePolicySet(granted);
  const standard = standards.get(className);
  if (!access.ok || standard === undefined) throw new Error('the case is out of form');
  const answer = compare(access.value, [standard]);
  return answer.verdict === 'undetermined'
    ? `undetermined: ${answer.reasons.map((each) => each.rule).join()}`
    : answer.verdict;
}

describe("the agents' standard", () => {
  test.each(Object.entries(ORDINARY_AGENT_POLICIES))('has room to %s', (_, policy) => {
    expect(verdictOf(policy, 'agent')).toBe('within');
  });

  test.each(Object.entries(EXCESSIVE_AGENT_POLICIES))('has no room for %s', (_, policy) => {
    expect(verdictOf(policy, 'agent')).toBe('exceeds');
  });
});

const ROLE = 'arn:aws:iam::111122223333:role/kiro-deploy';

/** A trust policy for one principal, as what may be assumed of a role in account 111122223333. */
function trustOf(principal: JsonValue, condition?: JsonObject): PolicySet {
  const document: JsonObject = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: principal, ...(condition && { Condition: condition }) },
    ],
  };
  const read = parsePolicySet({ resource: { document, arn: ROLE, account: '111122223333' } });
  if (!read.ok) throw new Error('the case is out of form');
  return read.value;
}

describe.each(['aws', 'aws-cn', 'aws-us-gov'])("the agents' standard in the partition %s", (partition) => {
  const read = (bucket: string) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:${partition}:s3:::${bucket}` }],
  });

  test.each(['reports/*', 'agent-output/*'])('has room to read %s', (bucket) => {
    expect(verdictOf(read(bucket), 'agent')).toBe('within');
  });

  test.each(['*', 'audit-2026/*', 'terraform-state/*', 'aws-cloudtrail-logs-1/*'])('keeps %s from them', (bucket) => {
    expect(verdictOf(read(bucket), 'agent')).toBe('exceeds');
  });
});

describe('a class that a name, a tag or a trust policy leads to', () => {
  test('may hold no more than a principal of no class, unless it is for agents', () => {
    const free = defaults().classes.filter(
      ({ kind, match: { names, tags, trust } }) =>
        kind !== 'agent' && [names, tags, trust].some((each) => each.length > 0),
    );
    expect(free.map(({ name }) => name)).toEqual(['workload']);
    const most = { principal: {}, identity: defaults().unclassified.standard.policies };
    const verdicts = free.map(
      ({ standard }) => compare({ principal: {}, identity: standard.policies }, [most]).verdict,
    );
    expect(verdicts).toEqual(['within']);
  });

  test.each(['x-break-glass', 'emergency-access', 'my-pipeline', 'github-deploy', 'ambit-evil', 'engineer'])(
    'is not one for a role that is called %s',
    (name) => {
      const tags = new Map([['ambit:class', 'break-glass']]);
      expect(classOf(role(name, { tags, trust: {} }), defaults()).name).toBe('unclassified');
      expect(isProtected(role(name).arn, defaults())).toBe(false);
    },
  );

  test.each(['/AWS-Service-Role/x/', '/Aws-Service-Role/'])(
    'is not one for the path %s, which only looks like one of AWS',
    (path) => {
      expect(classOf(role('x', { path, trust: {} }), defaults()).name).toBe('unclassified');
    },
  );
});

describe('the ceiling of trust', () => {
  test.each<[string, string, JsonValue, string]>([
    ['agent', 'the account of the role', { AWS: 'arn:aws:iam::111122223333:root' }, 'within'],
    ['agent', 'a role of the same account', { AWS: 'arn:aws:iam::111122223333:role/ci' }, 'within'],
    ['agent', 'a service that runs agents', { Service: 'lambda.amazonaws.com' }, 'within'],
    ['agent', 'a service that does not', { Service: 'glue.amazonaws.com' }, 'exceeds'],
    ['agent', 'a role of another account', { AWS: 'arn:aws:iam::999988887777:role/ci' }, 'exceeds'],
    ['agent', 'everybody', '*', 'exceeds'],
    ['workload', 'any service', { Service: 'glue.amazonaws.com' }, 'within'],
    ['workload', 'another account', { AWS: '999988887777' }, 'exceeds'],
    [
      'engineer',
      'a provider',
      { Federated: 'arn:aws:iam::111122223333:saml-provider/AWSSSO_x_DO_NOT_DELETE' },
      'within',
    ],
    ['engineer', 'a user of the same account', { AWS: 'arn:aws:iam::111122223333:user/ada' }, 'within'],
    ['engineer', 'a user of another account', { AWS: 'arn:aws:iam::999988887777:user/ada' }, 'exceeds'],
  ])('of class %s, for %s: %s is %s', (className, _, principal, verdict) => {
    const granted = trustOf(principal);
    const ceiling = ceilingSet(className, granted);
    const answer = compare(granted, [ceiling]);
    expect({ verdict: answer.verdict, reasons: answer.verdict === 'undetermined' ? answer.reasons : [] }).toEqual({
      verdict,
      reasons: [],
    });
  });
});

withPaths('every published way to escalate', () => {
  const paths = hasPublishedPaths
    ? [...pathfindingPaths(), ...vulnerablePaths(), ['sre.tf', ['iam:*', 'ec2:*', 's3:*']] as const]
    : [['', []] as const];

  test('is among the cases', () => {
    expect(paths.length).toBeGreaterThanOrEqual(95);
    expect(paths.filter(([, actions]) => actions.length === 0)).toEqual([]);
  });

  test.each(paths)('%s exceeds what agents and engineers may hold', (_, actions) => {
    const granted: JsonObject = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
    };
    expect(verdictOf(granted, 'agent')).toBe('exceeds');
    expect(verdictOf(granted, 'engineer')).toBe('exceeds');
  });
});

test('what agents may not do fits into one policy of a role, so that an agent on the role of somebody else is denied just that', () => {
  const agents = defaults().classes.find(({ kind }) => kind === 'agent');
  const condition = { StringEquals: { 'aws:userid': 'AROAEXAMPLEEXAMPLEID1:ada.lovelace@example.com' } };
  const denied = agents === undefined ? undefined : denyBeyond(agents.standard, condition, 9216);
  expect(denied).toMatchObject({ Statement: expect.arrayContaining([expect.objectContaining({ Effect: 'Deny' })]) });
});
