import { beforeAll, describe, expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import * as z from 'zod';
import { OrganizationHubStack } from '../../infra/organization/hub-stack.ts';
import { LARGEST_BODY, stackBody, stackSetProps } from '../../infra/organization/stack-body.ts';
import { type Settings } from '../../infra/settings.ts';
import { HUB, IN_HUB, IN_MEMBER, ORGANIZATION } from './places.ts';
import { type Place, type Resource, resourcesOf } from './resolved-template.ts';
import { settingsLines } from './settings-lines.ts';
import { deploymentWith, synthesized, templateOf } from './synthesized.ts';
import { withoutValidation } from './without-validation.ts';

withoutValidation();

const MANAGEMENT = '777788889999';
const SETTINGS = {
  'ambit:layout': 'organization',
  'ambit:organization': ORGANIZATION,
  'ambit:hubAccount': HUB,
  'ambit:managementAccount': MANAGEMENT,
  'ambit:units': 'r-abcd',
  'ambit:regions': 'eu-west-1',
  'ambit:guardrailTargets': 'r-abcd',
} as const;

const bodyShape = z.looseObject({
  Conditions: z.record(z.string(), z.json()),
  Resources: z.record(z.string(), z.looseObject({ Type: z.string(), Condition: z.string().optional() })),
});

/** What the stack set of an app puts into accounts: as text, and read. */
function memberBody(stacks: ReadonlyMap<string, Stack>): {
  readonly text: string;
  readonly body: z.infer<typeof bodyShape>;
} {
  const [set] = resourcesIn(stacks, 'Ambit', IN_HUB).filter(({ type }) => type === 'AWS::CloudFormation::StackSet');
  const text = z.string().parse(set?.properties['TemplateBody']);
  return { text, body: bodyShape.parse(JSON.parse(text)) };
}

function resourcesIn(stacks: ReadonlyMap<string, Stack>, name: string, place: Place): readonly Resource[] {
  return resourcesOf(templateOf(stacks, name).toJSON(), place);
}

const ofType = (resources: readonly Resource[], type: string): readonly Resource['properties'][] =>
  resources.filter((each) => each.type === type).map(({ properties }) => properties);

const roleNames = (resources: readonly Resource[]): readonly string[] =>
  ofType(resources, 'AWS::IAM::Role').map(({ RoleName }) => z.string().parse(RoleName));

function expectResource(made: ReadonlyMap<string, Stack>, name: string, type: string, properties: object): void {
  templateOf(made, name).hasResourceProperties(type, properties);
}

function organizationOf({ organization }: Settings) {
  if (organization === undefined) throw new Error('the settings are those of an organization');
  return organization;
}

let stacks: ReadonlyMap<string, Stack>;

beforeAll(async () => {
  ({ stacks } = await synthesized(SETTINGS));
});

describe('the stacks of an organization', () => {
  test('are one in the hub account, and one for each watched Region in the management account', () => {
    expect([...stacks.values()].map(({ stackName, account, region }) => [stackName, account, region])).toEqual([
      ['Ambit', HUB, 'us-east-1'],
      ['Ambit-management', MANAGEMENT, 'us-east-1'],
      ['Ambit-management-eu-west-1', MANAGEMENT, 'eu-west-1'],
    ]);
  });

  test('let events of the whole organization in at the hub, and nobody else', () => {
    expectResource(stacks, 'Ambit', 'AWS::Events::EventBusPolicy', {
      Statement: Match.objectLike({
        Action: 'events:PutEvents',
        Condition: { StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION } },
      }),
    });
  });

  test('let hooks of the organization ask the gate, where an environment may be anywhere in it', () => {
    expectResource(stacks, 'Ambit', 'AWS::Lambda::Permission', {
      Action: 'lambda:InvokeFunction',
      Principal: '*',
      PrincipalOrgID: ORGANIZATION,
    });
  });

  describe('where environments name their accounts,', () => {
    const accountsOf = (count: number): readonly string[] =>
      Array.from({ length: count }, (_, index) => String(200_000_000_000 + index));

    /** Who may ask the gate, with these accounts in two environments. */
    async function askers(accounts: readonly string[]) {
      const deployment = await deploymentWith(SETTINGS);
      const environments = [accounts, accounts.slice(0, 1)].map((each, index) => ({
        name: `e${index}`,
        accounts: each,
        resources: ['*'],
      }));
      const hub = new OrganizationHubStack(new App({ treeMetadata: false }), 'Ambit', {
        deployment: { ...deployment, governance: { ...deployment.governance, environments } },
        organization: organizationOf(deployment.settings),
        env: { account: HUB, region: 'us-east-1' },
      });
      const permissions = Template.fromStack(hub).findResources('AWS::Lambda::Permission');
      return Object.values(permissions)
        .map(({ Properties }) => z.looseObject({ PrincipalOrgID: z.string().optional() }).parse(Properties))
        .filter(({ PrincipalOrgID }) => PrincipalOrgID !== undefined)
        .map(({ Action, Principal, PrincipalOrgID }) => [Action, Principal, PrincipalOrgID]);
    }

    test('let in these alone, while they are in the organization', async () => {
      const accounts = accountsOf(3);
      expect(await askers(accounts)).toEqual(
        accounts.map((account) => ['lambda:InvokeFunction', account, ORGANIZATION]),
      );
    });

    test("let in the organization where they are more than a function's policy takes", async () => {
      expect(await askers(accountsOf(40))).toHaveLength(40);
      expect(await askers(accountsOf(41))).toEqual([['lambda:InvokeFunction', '*', ORGANIZATION]]);
    });
  });
});

describe('the members of an organization', () => {
  test('come by one stack set with permissions managed by the service, new accounts by themselves', () => {
    expectResource(stacks, 'Ambit', 'AWS::CloudFormation::StackSet', {
      PermissionModel: 'SERVICE_MANAGED',
      CallAs: 'DELEGATED_ADMIN',
      AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      OperationPreferences: Match.objectLike({
        FailureTolerancePercentage: 100,
        RegionOrder: ['us-east-1', 'eu-west-1'],
      }),
      StackInstancesGroup: [
        { Regions: ['us-east-1', 'eu-west-1'], DeploymentTargets: { OrganizationalUnitIds: ['r-abcd'] } },
      ],
    });
  });

  test('are not let in before the hub is there: EventBridge asks its bus when a rule is made', () => {
    const [[, set] = []] = Object.entries(templateOf(stacks, 'Ambit').findResources('AWS::CloudFormation::StackSet'));
    expect(set).toMatchObject({ DependsOn: expect.arrayContaining([expect.stringMatching(/^HubBus/)]) });
  });

  test('get a template that fits, needs no bucket of theirs and asks for nothing', () => {
    const { text, body } = memberBody(stacks);
    expect(text.length).toBeLessThan(LARGEST_BODY);
    expect(Object.keys(body).sort()).toEqual(['Conditions', 'Description', 'Resources']);
  });

  test('get roles once, in the Region of the hub, and rules with a role of their own in each', () => {
    const { body } = memberBody(stacks);
    expect(body.Conditions['InHubRegion']).toEqual({ 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] });
    const conditional = Object.values(body.Resources).filter(({ Condition }) => Condition !== undefined);
    const place = { ...IN_MEMBER, region: 'eu-west-1' };
    expect(roleNames(resourcesOf({ Resources: Object.fromEntries(conditional.entries()) }, place))).toEqual([
      'AmbitObserver',
      'AmbitHolder',
      'AmbitRestorer',
      'AmbitAuditor',
      'AmbitHook',
    ]);
    const everywhere = Object.entries(body.Resources).filter(([, { Condition }]) => Condition === undefined);
    const resources = resourcesOf({ Resources: Object.fromEntries(everywhere) }, place);
    expect(roleNames(resources)).toEqual(['AmbitForwarder-eu-west-1']);
    const targets = ofType(resources, 'AWS::Events::Rule').map(({ Targets }) => Targets);
    expect(targets.length).toBeGreaterThan(8);
    for (const target of targets) {
      expect(target).toMatchObject([
        {
          Arn: `arn:aws:events:us-east-1:${HUB}:event-bus/Ambit`,
          RoleArn: `arn:aws:iam::${IN_MEMBER.account}:role/AmbitForwarder-eu-west-1`,
        },
      ]);
    }
  });

  test('ask the gate of the hub where an environment is guarded', () => {
    const { body } = memberBody(stacks);
    const [hook] = ofType(resourcesOf(body, IN_MEMBER), 'AWS::CloudFormation::LambdaHook');
    expect(hook).toMatchObject({
      LambdaFunction: `arn:aws:lambda:us-east-1:${HUB}:function:Ambit-gate`,
      ExecutionRole: `arn:aws:iam::${IN_MEMBER.account}:role/AmbitHook`,
      FailureMode: 'WARN',
      StackFilters: { StackNames: { Exclude: ['Ambit', 'StackSet-AmbitMembers-*'] } },
    });
  });
});

describe('the management account, which stack sets skip,', () => {
  test('has roles and rules of its own, which send to the hub in one hop', () => {
    const place = { ...IN_HUB, account: MANAGEMENT };
    const home = resourcesIn(stacks, 'Ambit-management', place);
    expect(roleNames(home)).toEqual(
      expect.arrayContaining([
        'AmbitObserver',
        'AmbitHolder',
        'AmbitRestorer',
        'AmbitAuditor',
        'AmbitForwarder-us-east-1',
      ]),
    );
    const away = resourcesIn(stacks, 'Ambit-management-eu-west-1', { ...place, region: 'eu-west-1' });
    expect(roleNames(away)).toEqual(['AmbitForwarder-eu-west-1']);
    const targets = [...ofType(home, 'AWS::Events::Rule'), ...ofType(away, 'AWS::Events::Rule')].map(
      ({ Targets }) => Targets,
    );
    for (const target of targets)
      expect(target).toMatchObject([{ Arn: `arn:aws:events:us-east-1:${HUB}:event-bus/Ambit` }]);
  });

  test('has the guardrail, where it was told what to attach it to', async () => {
    expectResource(stacks, 'Ambit-management', 'AWS::Organizations::Policy', {
      TargetIds: ['r-abcd'],
    });
    const without = await synthesized({ ...SETTINGS, 'ambit:guardrailTargets': '' });
    expect(templateOf(without.stacks, 'Ambit-management').findResources('AWS::Organizations::Policy')).toEqual({});
    // anybody in the organization could then ask the gate with a change set of their own making
    expect(memberBody(without.stacks).text).not.toContain('LambdaHook');
    expect(JSON.stringify(templateOf(without.stacks, 'Ambit').findResources('AWS::Lambda::Permission'))).not.toContain(
      ORGANIZATION,
    );
  });
});

describe('in China, where the service manages no permissions of stack sets,', () => {
  const china = { ...SETTINGS, 'ambit:hubRegion': 'cn-north-1', 'ambit:regions': '' };

  test('the members are listed, both Regions are watched, and nothing asks the gate, for there are no hooks', async () => {
    const made = await synthesized({ ...china, 'ambit:accounts': IN_MEMBER.account });
    expectResource(made.stacks, 'Ambit', 'AWS::CloudFormation::StackSet', {
      PermissionModel: 'SELF_MANAGED',
      CallAs: Match.absent(),
      AutoDeployment: Match.absent(),
      StackInstancesGroup: [
        { Regions: ['cn-north-1', 'cn-northwest-1'], DeploymentTargets: { Accounts: [IN_MEMBER.account] } },
      ],
    });
    expect(memberBody(made.stacks).text).not.toContain('arn:aws:');
    expect(memberBody(made.stacks).text).not.toContain('LambdaHook');
  });

  test('a list must be there', () => {
    expect(settingsLines(china)).toEqual([
      expect.stringContaining('ambit:accounts: got nothing, expected the ids of the members'),
    ]);
  });
});

describe('the settings of an organization', () => {
  test('are refused with a line for each that is missing', () => {
    expect(settingsLines({ 'ambit:layout': 'organization', 'ambit:hubAccount': HUB })).toEqual([
      expect.stringContaining('ambit:organization: got nothing'),
      expect.stringContaining('ambit:managementAccount: got nothing'),
      expect.stringContaining('ambit:units: got nothing'),
    ]);
  });

  test('do not put the hub where no guardrail binds', () => {
    expect(settingsLines({ ...SETTINGS, 'ambit:managementAccount': HUB })).toEqual([
      expect.stringContaining('so not the management account'),
    ]);
  });
});

test('a stack set is refused a template that is too long, or that brings files along', () => {
  const made = (fill: (stack: Stack) => void) => () =>
    stackBody((app) => {
      const stack = new Stack(app, 'Probe', stackSetProps('A stack'));
      expect(new Bucket(stack, 'Bucket').node.id).toBe('Bucket');
      fill(stack);
      return stack;
    }, {});
  expect(made(() => undefined)()).toContain('AWS::S3::Bucket');
  expect(made((stack) => stack.addMetadata('long', 'x'.repeat(LARGEST_BODY)))).toThrow('at most 51200 can be sent');
  expect(made((stack) => void new Asset(stack, 'File', { path: import.meta.filename }).assetHash)).toThrow('asset');
});
