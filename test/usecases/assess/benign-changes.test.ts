import { afterEach, describe, expect, test } from '@jest/globals';
import { readStandardsFile } from '../../../lib/adapters/local/standards-file.ts';
import type { JsonObject, JsonValue } from '../../../lib/core/json.ts';
import { handleCall } from '../../../lib/usecases/calls/handle-call.ts';
import { replayRecords } from '../../../lib/usecases/replay/replay-records.ts';
import { agentsAccount } from '../agents-account.ts';
import { ACCOUNT, callOf, record } from '../company.ts';
import { openWorld, type World } from '../world.ts';

let world: World | undefined;

afterEach(() => world?.close());

const ARTEFACTS = 'arn:aws:s3:::acme-build-artefacts/web/*';
const LOGS = `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/aws/lambda/kiro-deploy:*`;
const NOTES = `arn:aws:iam::${ACCOUNT}:policy/agents/notes`;

function policy(...Statement: readonly JsonObject[]): JsonObject {
  return { Version: '2012-10-17', Statement };
}

const read = { Sid: 'Read', Effect: 'Allow', Action: ['s3:GetObject', 's3:GetObjectVersion'], Resource: ARTEFACTS };
const write = { Sid: 'Log', Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: LOGS };
const WORK = policy(read, write);
/** What was given before Ambit came: it is more than the standard, and stays what it is. */
const INHERITED = policy({ Effect: 'Allow', Action: ['ec2:RunInstances', 'iam:PassRole'], Resource: '*' });

const put = (document: JsonObject, policyName = 'work') =>
  record('PutRolePolicy', { roleName: 'kiro-deploy', policyName, policyDocument: JSON.stringify(document) });

/** Changes of what is within the standard. */
const WITHIN: Readonly<Record<string, JsonValue>> = {
  'the same policy, put again': put(WORK),
  'fewer actions': put(policy({ ...read, Action: 's3:GetObject' }, write)),
  'fewer resources': put(policy({ ...read, Resource: ARTEFACTS.replace('*', 'release/*') }, write)),
  'one condition more': put(policy({ ...read, Condition: { Bool: { 'aws:SecureTransport': 'true' } } }, write)),
  'one deny more': put(
    policy(read, write, { Effect: 'Deny', Action: 's3:*', Resource: ARTEFACTS.replace('web', 'hr') }),
  ),
  'an equal policy: other order, other case, text for lists, split statements': put(
    policy(
      { Effect: 'Allow', Action: 'logs:PutLogEvents', Resource: [LOGS] },
      { Effect: 'Allow', Action: 'Logs:createLogStream', Resource: LOGS },
      { Effect: 'Allow', Action: ['s3:getobjectversion', 'S3:GetObject'], Resource: [ARTEFACTS, ARTEFACTS] },
    ),
  ),
  'an equal policy: a wider pattern that means the same': put(
    policy({ ...read, Resource: [ARTEFACTS, ARTEFACTS.replace('*', 'release/*')] }, write),
  ),
  'a boundary more': record('PutRolePermissionsBoundary', { roleName: 'kiro-deploy', permissionsBoundary: NOTES }),
  'a description': record('UpdateRoleDescription', { roleName: 'kiro-deploy', description: 'deploys the web' }),
  'a longer session': record('UpdateRole', { roleName: 'kiro-deploy', maxSessionDuration: 7200 }),
  'a tag that no condition reads': record('TagRole', {
    roleName: 'kiro-deploy',
    tags: [{ key: 'cost-center', value: '7' }],
  }),
  'a version of a policy that does not decide': record(
    'CreatePolicyVersion',
    {
      policyArn: NOTES,
      policyDocument: JSON.stringify(policy({ Effect: 'Allow', Action: '*', Resource: '*' })),
      setAsDefault: false,
    },
    { response: { policyVersion: { versionId: 'v2', isDefaultVersion: false } } },
  ),
};

/** Changes of the excess that was there before. */
const OF_EXCESS: Readonly<Record<string, JsonValue>> = {
  'the same excess, put again': put(INHERITED, 'inherited'),
  'an equal excess, written as a pattern': put(
    policy({ Effect: 'Allow', Action: ['iam:PassRol?', 'ec2:RunInstance*'], Resource: '*' }),
    'inherited',
  ),
  'a policy less': record('DeleteRolePolicy', { roleName: 'kiro-deploy', policyName: 'inherited' }),
};

const POLICIES: JsonObject = {
  Policies: [
    {
      PolicyName: 'notes',
      PolicyId: 'ANPANOTES',
      Arn: NOTES,
      Path: '/agents/',
      DefaultVersionId: 'v1',
      PolicyVersionList: [{ VersionId: 'v1', IsDefaultVersion: true, Document: WORK }],
    },
  ],
};

async function defaultGovernance() {
  const standards = await readStandardsFile(undefined);
  if (!standards.ok) throw new Error('the default is out of form');
  return standards.value.governance;
}

describe('a change that gives nothing is no finding', () => {
  test.each(Object.entries({ ...WITHIN, ...OF_EXCESS }))('%s, as it happens', async (_, json) => {
    const state = agentsAccount({ work: WORK, inherited: INHERITED }, POLICIES);
    world = await openWorld({ state, governance: await defaultGovernance() });
    const call = callOf(json);
    world.account.play(call);
    expect(await handleCall(call, world.deps)).toEqual({ kind: 'handled', findings: [] });
  });

  // of an excess in a snapshot a replay cannot know whether the call gave it: it would be a finding
  test.each(Object.entries(WITHIN))('%s, replayed', async (_, json) => {
    async function* records() {
      yield json;
    }
    const accounts = [agentsAccount({ work: WORK }, POLICIES)];
    const steps = [];
    const input = { accounts, records: records(), governance: await defaultGovernance() };
    for await (const step of replayRecords(input)) steps.push(step);
    expect(steps).toMatchObject([{ kind: 'counts', counts: { read: 1, understood: 1 } }]);
  });
});
