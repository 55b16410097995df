import { afterEach, describe, expect, test } from '@jest/globals';
import { awsManagedPolicy } from '../../../../lib/adapters/local/aws-managed-policies.ts';
import { applyIdentityCenterCall } from '../../../../lib/core/account/identity-center/apply-identity-center-call.ts';
import { UNKNOWN_IDENTITY_CENTER } from '../../../../lib/core/account/identity-center/identity-center-state.ts';
import type { Call } from '../../../../lib/core/activity/call.ts';
import { identityCenterCallOf } from '../../../../lib/core/activity/identity-center-call-of.ts';
import { foldCase } from '../../../../lib/core/governance/cases/case.ts';
import type { Finding } from '../../../../lib/core/governance/finding.ts';
import { parseGovernance } from '../../../../lib/core/governance/standards/parse-governance.ts';
import type { Governance } from '../../../../lib/core/governance/standards/standards.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../../lib/core/json.ts';
import { handleCall } from '../../../../lib/usecases/calls/handle-call.ts';
import { replayRecords } from '../../../../lib/usecases/replay/replay-records.ts';
import { ACCOUNT, ADMIN, callOf, NOW, record, STANDARDS } from '../../company.ts';
import { MemoryIdentityCenter } from '../../memory-identity-center.ts';
import { openWorld, type World } from '../../world.ts';
import {
  assign,
  attach,
  CASES,
  create,
  join,
  ofSet,
  put,
  recordsOf,
  SET,
  userArn,
  WITHIN,
} from './identity-center-changes.ts';
/** Users and a group by id and name; who calls is Rita. */
const NAMES = new Map([
  ['u-rita', 'rita'],
  ['u-sam', 'sam'],
  ['u-bot', 'agent-bot'],
  ['g-ops', 'ops'],
]);

/** The company's standards, with permission sets of engineers and agents that are named like agents. */
function governance(): Governance {
  const classes = Array.isArray(STANDARDS['classes']) ? STANDARDS['classes'] : [];
  const match = [
    { paths: ['/agents/*'], names: ['agent-*'] },
    { names: ['engineer'], permissionSets: ['Engineer*'] },
  ];
  const named = classes.map((each: JsonValue, index) =>
    isJsonObject(each) ? { ...each, match: match[index] ?? {} } : each,
  );
  const parsed = parseGovernance({ ...STANDARDS, classes: named }, new Map());
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

type Played = readonly Finding[];

async function replayed(records: readonly JsonObject[]): Promise<Played> {
  async function* stream(): AsyncIterable<JsonValue> {
    yield* records;
  }
  const findings: Finding[] = [];
  const input = { accounts: [], records: stream(), governance: governance(), managedPolicy: awsManagedPolicy };
  for await (const step of replayRecords(input)) if (step.kind === 'finding') findings.push(step.finding);
  return findings;
}

let world: World | undefined;
afterEach(() => {
  world?.close();
  world = undefined;
});

/** Each call happens in an Identity Center in memory, which is then read. */
async function live(
  records: readonly JsonObject[],
  center = new MemoryIdentityCenter(UNKNOWN_IDENTITY_CENTER, NAMES),
): Promise<Played> {
  world?.close();
  world = await openWorld({ governance: governance() });
  const managedPolicy = async (arn: string) => awsManagedPolicy(arn);
  const deps = { ...world.deps, identityCenter: { center, managedPolicy } };
  const findings: Finding[] = [];
  for (const written of records) {
    const call = callOf(written);
    center.state = happened(call, center);
    if (call.change.kind === 'access' && call.change.iam !== undefined) world.account.change(call.change.iam);
    const outcome = await handleCall(call, deps);
    const ids = outcome.kind === 'denied' ? [] : outcome.findings;
    for (const id of ids) findings.push(await findingOf(deps, id));
  }
  return findings;
}

async function findingOf({ ledger }: World['deps'], id: string): Promise<Finding> {
  const known = foldCase(await ledger.about(id));
  if (known === undefined) throw new Error(`the ledger has no finding ${id}`);
  return known.finding;
}

function happened(call: Call, { state }: MemoryIdentityCenter) {
  const made = call.change.kind === 'identity-center' ? identityCenterCallOf(call, call.change) : undefined;
  return made === undefined ? state : applyIdentityCenterCall(state, made);
}

/** One whose permission sets are in so many accounts. */
class WideIdentityCenter extends MemoryIdentityCenter {
  readonly accounts: number;

  constructor(accounts: number) {
    super(UNKNOWN_IDENTITY_CENTER, NAMES);
    this.accounts = accounts;
  }

  override async accountsOf(): Promise<readonly string[]> {
    return Array.from({ length: this.accounts }, (_, index) => String(index).padStart(12, '0'));
  }
}

const WORLDS: readonly (readonly [string, (records: readonly JsonObject[]) => Promise<Played>])[] = [
  ['replayed', replayed],
  ['live', (records) => live(records)],
];

/** By class. */
const RESPONSES: Readonly<Record<string, string>> = { engineer: 'hold-unless-approved', unclassified: 'alert' };

const ids = (findings: Played) => [...new Set(told(findings).map(({ id }) => id))].sort();
const told = (findings: Played) => findings.filter(({ kind }) => kind !== 'unassessed-change');

test.each([
  [200, { listed: true, told: undefined }],
  [
    201,
    {
      listed: false,
      told: expect.stringMatching(
        /^who has it is not listed: it is in 201 accounts, and no more than 200 are asked; .*\(ambit\.yaml; .*: aws sso-admin attach-managed-policy-to-permission-set .*&& aws sso-admin provision-permission-set /,
      ),
    },
  ],
])(
  'of a permission set in %i accounts it is told who has it, or what people can do instead',
  async (accounts, wanted) => {
    const found = told(await live(recordsOf([...WITHIN, attach('Engineer')]), new WideIdentityCenter(accounts)));
    const detailOf = ({ reasons }: Finding) => reasons.find(({ rule }) => rule === 'holders-not-listed')?.detail;
    expect(found.map((each) => ({ listed: each.heldBy !== undefined, told: detailOf(each) }))).toEqual([wanted]);
  },
);

describe.each(WORLDS)('%s', (_, play) => {
  test.each(CASES)('%s', async (__, made, wanted) => {
    const found = told(await play(recordsOf(made)));
    expect(found.map(({ principal }) => principal)).toEqual(wanted.map(({ principal }) => principal));
    expect(found.map(({ kind, response }) => `${kind} ${response.kind}`)).toEqual(
      found.map((finding) => `excess-access ${RESPONSES[finding.class]}`),
    );
    const rules = found.map(({ reasons }) => reasons.map(({ rule }) => rule));
    expect(wanted.filter(({ rule }, index) => rule !== undefined && rules[index]?.includes(rule) !== true)).toEqual([]);
  });

  test('to provision a permission set gives nothing that it did not have', async () => {
    const provision = ofSet('ProvisionPermissionSet', 'Engineer', { targetType: 'ALL_PROVISIONED_ACCOUNTS' });
    const found = await play(recordsOf([...WITHIN, attach('Engineer'), provision]));
    expect(found.map(({ kind, principal }) => `${kind} ${principal}`)).toEqual([`excess-access ${SET}`]);
  });

  test('the excess is exact, and a request shows it', async () => {
    const found = told(await play(recordsOf([...WITHIN, assign('Engineer', 'u-rita')])));
    expect(found).toMatchObject([
      {
        verdict: 'exceeds',
        excess: [{ actions: ['ec2:RunInstances'] }],
        witness: { action: 'ec2:RunInstances' },
        resources: [SET, 'Engineer', ACCOUNT],
      },
    ]);
  });

  test('five times, the findings are the same', async () => {
    const records = recordsOf([...WITHIN, attach('Engineer'), assign('Engineer', 'u-sam')]);
    const once = ids(await play(records));
    expect(ids(await play([...records, ...records, ...records, ...records, ...records]))).toEqual(once);
  });
});

const ROLE = 'AWSReservedSSO_Engineer_0123456789abcdef';
const ROLE_PATH = '/aws-reserved/sso.amazonaws.com/';
const ENGINEER_ROLE = `arn:aws:iam::${ACCOUNT}:role${ROLE_PATH}${ROLE}`;
const SERVICE_ROLE = `arn:aws:iam::${ACCOUNT}:role/aws-service-role/sso.amazonaws.com/AWSServiceRoleForSSO`;

/** What Identity Center does in an account to provision the permission set, or somebody else as if it were. */
function provisioned(by = SERVICE_ROLE): readonly JsonObject[] {
  const trust = { Version: '2012-10-17', Statement: [] };
  const made = [
    record(
      'CreateRole',
      { roleName: ROLE, path: ROLE_PATH, assumeRolePolicyDocument: JSON.stringify(trust) },
      {
        id: 'create-role',
        time: NOW,
        response: { role: { roleName: ROLE, path: ROLE_PATH, arn: ENGINEER_ROLE, roleId: 'AROASSO' } },
      },
    ),
    record('AttachRolePolicy', { roleName: ROLE, policyArn: ADMIN }, { id: 'attach-role', time: NOW + 1000 }),
  ];
  return made.map((written) => ({
    ...written,
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROASSOSERVICE:AWS-SSO',
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/AWSServiceRoleForSSO/AWS-SSO`,
      accountId: ACCOUNT,
      sessionContext: { sessionIssuer: { type: 'Role', arn: by, accountId: ACCOUNT, principalId: 'AROASSOSERVICE' } },
      invokedBy: 'sso.amazonaws.com',
    },
  }));
}

describe.each(WORLDS)('%s, what Identity Center provisions to an account', (_, play) => {
  const onRole = (findings: Played) => findings.filter(({ principal }) => principal === ENGINEER_ROLE);
  const widened = recordsOf([create('Engineer'), attach('Engineer')]);

  test.each<readonly [string, readonly JsonObject[], string]>([
    ['of which people were told at the permission set is only written down', [...widened, ...provisioned()], 'observe'],
    ['of which nobody was told is told of', provisioned(), 'alert'],
    ['is told of where somebody else does it', [...widened, ...provisioned(`arn:aws:iam::${ACCOUNT}:role/x`)], 'alert'],
  ])('%s', async (__, records, response) => {
    expect(onRole(await play(records)).map((finding) => finding.response.kind)).toEqual([response]);
  });
});

describe('live', () => {
  test('who is named like an agent gets no more than agents may', async () => {
    const found = told(await live(recordsOf([...WITHIN, assign('Engineer', 'u-bot')])));
    expect(found).toMatchObject([{ principal: userArn('u-bot'), class: 'agent', verdict: 'exceeds' }]);
    expect(found[0]?.reasons.map(({ rule }) => rule)).toContain('agent-assigned');
  });

  test('an inline policy that takes the place of a wider one is none, and of a narrower one exact', async () => {
    const made = [
      create('Engineer'),
      put('Engineer', 'iam:*'),
      put('Engineer', 'iam:PassRole'),
      put('Engineer', ['iam:PassRole', 'kms:*']),
    ];
    const found = told(await live(recordsOf(made)));
    expect(found.map(({ verdict }) => verdict)).toEqual(['undetermined', 'exceeds']);
    expect(found[1]?.excess.map(({ actions }) => actions)).toEqual([['kms:*']]);
  });

  test('without a way to read Identity Center all is undetermined, and nothing is silent', async () => {
    world = await openWorld({ governance: governance() });
    const { deps } = world;
    const made = [attach('Engineer'), put('Engineer', 's3:*'), assign('Engineer', 'u-sam'), join('g-ops', 'u-sam')];
    const verdicts: string[] = [];
    for (const written of recordsOf(made)) {
      const outcome = await handleCall(callOf(written), deps);
      for (const id of outcome.kind === 'denied' ? [] : outcome.findings) {
        verdicts.push((await findingOf(deps, id)).verdict);
      }
    }
    expect(verdicts).toEqual(['undetermined', 'undetermined', 'undetermined', 'undetermined']);
  });
});

describe('replayed', () => {
  test('the last call first, the findings are the same', async () => {
    const records = recordsOf([...WITHIN, attach('Engineer'), assign('Engineer', 'u-sam')]);
    expect(ids(await replayed(records.toReversed()))).toEqual(ids(await replayed(records)));
  });

  test('an assignment that is made again gives nothing new', async () => {
    const found = told(
      await replayed(recordsOf([...WITHIN, assign('Engineer', 'u-rita'), assign('Engineer', 'u-rita')])),
    );
    expect(found).toHaveLength(1);
  });

  test('a permission set that is provisioned and not known is told of', async () => {
    const found = await replayed(recordsOf([ofSet('ProvisionPermissionSet', 'Engineer')]));
    expect(found.map(({ kind }) => kind)).toEqual(['unassessed-change']);
  });

  test('what is known only from one call is undetermined', async () => {
    const found = told(await replayed(recordsOf([attach('Engineer'), assign('Other', 'u-sam')])));
    expect(found).toMatchObject([
      { principal: SET, verdict: 'undetermined' },
      { principal: userArn('u-sam'), verdict: 'undetermined' },
    ]);
  });
});
