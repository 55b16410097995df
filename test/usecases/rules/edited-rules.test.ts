import { describe, expect, test } from '@jest/globals';
import { foldRules, type Rules } from '../../../lib/core/governance/rules/fold-rules.ts';
import { RULES } from '../../../lib/core/governance/rules/rules-fact.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../lib/core/json.ts';
import { err, ok } from '../../../lib/core/result.ts';
import { considerRules, type FoundRules } from '../../../lib/usecases/rules/consider-rules.ts';
import { adoptSigned, decideRules } from '../../../lib/usecases/rules/decide-rules.ts';
import { proposeRules } from '../../../lib/usecases/rules/propose-rules.ts';
import { rulesInForce } from '../../../lib/usecases/rules/rules-in-force.ts';
import { ACCOUNT, allow, STANDARDS } from '../company.ts';
import { openWorld, type World } from '../world.ts';

const FIRST = 'first';

function file(change: JsonObject = {}): FoundRules {
  return ok({ json: { ...STANDARDS, ...change }, files: new Map() });
}

/** A file is found as it is at a start: first it is asked what is in force, then the file is looked at. */
async function start(found: FoundRules, { deps }: World): Promise<string> {
  const inForce = await rulesInForce(found.ok ? found.value : undefined, deps);
  if (inForce === undefined) throw new Error('there are no rules');
  return inForce.isFirstUse ? FIRST : (await considerRules(found, inForce, deps)).kind;
}

/** What counts while this file is there. */
async function counting(found: FoundRules, { deps }: World): Promise<JsonValue | undefined> {
  return (await rulesInForce(found.ok ? found.value : undefined, deps))?.standards.json;
}

async function rulesOf({ deps }: World): Promise<Rules> {
  return foldRules(await deps.ledger.about(RULES));
}

async function opened(): Promise<World> {
  const world = await openWorld();
  await start(file(), world);
  return world;
}

const [AGENT, ENGINEER] = classesOf(STANDARDS['classes']);

function classesOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

const [RITA, SAM, PAT] = classesOf(STANDARDS['people']);
const wide = (statement: JsonObject): JsonObject => ({
  policies: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Resource: '*', ...statement }] }],
});
const EVE = { id: 'eve', name: 'Eve', groups: ['owners'], actsAs: [] };

const ATTEMPTS: readonly [string, FoundRules][] = [
  ['a standard with a star', file({ classes: [{ ...AGENT, standard: { policies: [allow('*')] } }, ENGINEER ?? {}] })],
  ['NotAction', file({ classes: [{ ...AGENT, standard: wide({ NotAction: 'sts:*' }) }, ENGINEER ?? {}] })],
  [
    'NotResource',
    file({
      classes: [{ ...AGENT, standard: wide({ Action: 's3:*', NotResource: 'arn:aws:s3:::x' }) }, ENGINEER ?? {}],
    }),
  ],
  [
    'a class under another name',
    file({ classes: [{ ...AGENT, name: 'bot', standard: { policies: [allow('iam:*')] } }, ENGINEER ?? {}] }),
  ],
  ['a class in front of another', file({ classes: [{ ...ENGINEER, match: { names: ['*'] } }, AGENT ?? {}] })],
  ['a class that takes fewer', file({ classes: [{ ...AGENT, match: { paths: ['/agents/x/*'] } }, ENGINEER ?? {}] })],
  ['a class that is no agent', file({ classes: [{ ...AGENT, kind: 'workload' }, ENGINEER ?? {}] })],
  ['a role that is protected', file({ protectedPrincipals: [`arn:aws:iam::${ACCOUNT}:role/agents/deployer`] })],
  ['mode observe', file({ classes: [{ ...AGENT, mode: 'observe' }, ENGINEER ?? {}] })],
  ['response alert', file({ classes: [{ ...AGENT, response: { kind: 'alert' } }, ENGINEER ?? {}] })],
  ['an approver more', file({ people: [RITA ?? {}, SAM ?? {}, PAT ?? {}, EVE] })],
  ['an approver under the id of another', file({ people: [RITA ?? {}, SAM ?? {}, { ...PAT, id: 'eve' }] })],
  ['a rule that one group meets', file({ approval: { allOf: [{ group: 'security', count: 2 }] } })],
  ['nobody in a group', file({ people: [] })],
  ['no environments', file({ environments: [] })],
  [
    'an operation that does not destroy',
    file({ environments: [{ ...classesOf(STANDARDS['environments'])[0], destruction: { except: ['rds:*'] } }] }),
  ],
  ['an account that may be let in', file({ sharing: { accounts: ['444455556666'] } })],
  ['waivers of a year', file({ waiver: { defaultDays: 7, maxDays: 365 } })],
  ['a breaker that opens at once', file({ breaker: { holds: 1, withinMinutes: 1440 } })],
  ['calls that are old at once', file({ staleAfterMinutes: 1 })],
  ['a rule that one person meets', file({ approval: { allOf: [{ group: 'security', count: 1 }] } })],
  ['an empty object', ok({ json: {}, files: new Map() })],
  ['broken YAML', err([{ place: 'document', got: 'a tab', expected: 'one well-formed YAML document' }])],
  ['no file at all', err([{ place: 'document', got: 'no such file', expected: 'a file' }])],
];

describe('nobody gets past Ambit by editing ambit.yaml', () => {
  test.each(ATTEMPTS)('with %s: the last rules stay in force, and people are told once', async (_, found) => {
    const world = await opened();
    expect(await start(found, world)).toBe('refused');
    expect(await start(found, world)).toBe('refused');
    expect(await counting(found, world)).toEqual(STANDARDS);
    expect((await rulesOf(world)).history).toHaveLength(1);
    expect(world.announced).toEqual([expect.stringMatching(/^watch-tampered: /)]);
    world.close();
  });

  test('with one of the rules that were in force before and were weaker', async () => {
    const world = await opened();
    const strict = file({ waiver: { defaultDays: 1, maxDays: 2 } });
    expect(await start(strict, world)).toBe('adopted');
    expect(await start(file(), world)).toBe('refused');
    expect(await counting(file(), world)).toMatchObject({ waiver: { maxDays: 2 } });
    world.close();
  });

  test('with a bundle that was changed where it is kept', async () => {
    const world = await opened();
    const { digest, standards } = (await rulesOf(world)).inForce ?? {};
    if (digest === undefined || standards === undefined) throw new Error('nothing is in force');
    const at = world.deps.clock.now();
    const bundle = { version: 2, previous: digest, source: { ...STANDARDS, people: [] }, files: {} };
    const forged = `sha256:${'a'.repeat(64)}` as const;
    await world.deps.ledger.append([
      { kind: 'rules-kept', digest: forged, bundle, at },
      {
        kind: 'rules-adopted',
        digest: forged,
        standards: forged,
        version: 2,
        previous: digest,
        by: 'no-weakening',
        at,
      },
    ]);
    await expect(counting(file(), world)).rejects.toThrow('not in the ledger as they were signed');
    world.close();
  });

  test('with rules that say they were signed, and were not', async () => {
    const world = await opened();
    const digest = (await rulesOf(world)).inForce?.digest ?? `sha256:${'0'.repeat(64)}`;
    const at = world.deps.clock.now();
    const forged = `sha256:${'b'.repeat(64)}` as const;
    const fact = {
      kind: 'rules-adopted',
      digest: forged,
      standards: forged,
      version: 2,
      previous: digest,
      at,
    } as const;
    await world.deps.ledger.append([
      { ...fact, by: 'signatures' },
      { ...fact, by: 'first-use' },
      { ...fact, by: 'no-weakening', version: 3 },
    ]);
    const rules = await rulesOf(world);
    expect(rules.inForce?.digest).toBe(digest);
    expect(rules.irregularities).toHaveLength(3);
    world.close();
  });
});

describe('rules that ask for as much or more are in force at once, and that is written down', () => {
  test.each<[string, JsonObject]>([
    ['other names of people', { people: [{ ...RITA, name: 'Rita R.' }, SAM ?? {}, PAT ?? {}] }],
    ['a shorter waiver', { waiver: { defaultDays: 7, maxDays: 10 } }],
    [
      'one more environment',
      { environments: [...classesOf(STANDARDS['environments']), { name: 'mail', resources: ['mail-*'] }] },
    ],
  ])('%s', async (_, change) => {
    const world = await opened();
    expect(await start(file(change), world)).toBe('adopted');
    expect(await counting(file(change), world)).toEqual({ ...STANDARDS, ...change });
    expect((await rulesOf(world)).inForce).toMatchObject({ version: 2, by: 'no-weakening' });
    expect(world.announced).toEqual([]);
    world.close();
  });

  test('the first ones are trusted, and say so', async () => {
    const world = await openWorld();
    expect(await start(file(), world)).toBe(FIRST);
    expect(await start(file(), world)).toBe('in-force');
    expect((await rulesOf(world)).history).toEqual([expect.objectContaining({ version: 1, by: 'first-use' })]);
    world.close();
  });

  test('two starts at once put one version in force', async () => {
    const world = await openWorld();
    await Promise.all([start(file(), world), start(file(), world)]);
    const strict = file({ waiver: { defaultDays: 1, maxDays: 2 } });
    await Promise.all([start(strict, world), start(strict, world)]);
    expect((await rulesOf(world)).history.map(({ version }) => version)).toEqual([1, 2]);
    expect((await rulesOf(world)).irregularities).toEqual([]);
    world.close();
  });
});

const LONGER = file({ waiver: { defaultDays: 7, maxDays: 60 } });
const PEOPLE = [RITA ?? {}, SAM ?? {}, PAT ?? {}, { id: 'olga', name: 'Olga', groups: ['owners'], actsAs: [] }];

async function proposed(found: FoundRules, personId = 'rita', first = file({ people: PEOPLE })): Promise<World> {
  const world = await openWorld();
  await start(first, world);
  const asked = await proposeRules(found, { personId, reason: 'needed' }, world.deps);
  if (!asked.ok) throw new Error(asked.error.code);
  return world;
}

async function signed(personId: string, world: World): Promise<string> {
  const digest = (await rulesOf(world)).proposal?.digest ?? `sha256:${'0'.repeat(64)}`;
  const taken = await decideRules(
    { personId, digest, reason: 'agreed', signedInAt: world.deps.clock.now() },
    world.deps,
  );
  return taken.ok ? (taken.value.proposal === undefined ? 'in force' : 'signed') : taken.error.code;
}

const withPeople = (change: JsonObject): FoundRules => file({ people: PEOPLE, ...change });

describe('weaker rules take the signatures that the rules in force ask for', () => {
  const longer = withPeople({ waiver: { defaultDays: 7, maxDays: 60 } });

  test('two others sign, of the groups that must, and they are in force', async () => {
    const world = await proposed(longer);
    expect(await signed('sam', world)).toBe('signed');
    expect(await counting(longer, world)).toMatchObject({ waiver: { maxDays: 30 } });
    expect(await signed('pat', world)).toBe('in force');
    expect(await counting(file(), world)).toMatchObject({ waiver: { maxDays: 60 } });
    expect((await rulesOf(world)).inForce).toMatchObject({ version: 2, by: 'signatures' });
    world.close();
  });

  test.each([
    ['who asked for them', 'rita', 'SIGNED_OWN_REQUEST'],
    ['a stranger', 'nobody', 'UNKNOWN_PERSON'],
  ])('%s does not sign', async (_, personId, code) => {
    const world = await proposed(longer);
    expect(await signed(personId, world)).toBe(code);
    world.close();
  });

  test('nobody signs twice, nor another digest, nor too late', async () => {
    const world = await proposed(longer);
    expect(await signed('sam', world)).toBe('signed');
    expect(await signed('sam', world)).toBe('ALREADY_SIGNED');
    const signedInAt = world.deps.clock.now();
    const digest = `sha256:${'1'.repeat(64)}` as const;
    const other = await decideRules({ personId: 'pat', digest, reason: 'x', signedInAt }, world.deps);
    const long = await decideRules({ personId: 'pat', digest, reason: 'x', signedInAt: undefined }, world.deps);
    expect(long).toMatchObject({ ok: false, error: { code: 'SESSION_UNKNOWN' } });
    expect(other).toMatchObject({ ok: false, error: { code: 'DIGEST_CHANGED' } });
    world.at(world.deps.clock.now() + 73 * 3_600_000);
    expect(await signed('pat', world)).toBe('EXPIRED');
    const refusals = (await world.deps.ledger.about(RULES)).filter(
      ({ fact }) => fact.kind === 'rules-signature-refused',
    );
    expect(refusals).toHaveLength(4);
    world.close();
  });

  test('whom they let sign does not count, by the rules in force or by the new ones', async () => {
    const promoted = withPeople({
      people: [RITA ?? {}, { ...SAM, groups: ['security', 'owners'] }, PAT ?? {}, PEOPLE[3] ?? {}],
    });
    const world = await proposed(promoted, 'olga');
    expect(await signed('sam', world)).toBe('GAINS_BY_IT');
    expect(await signed('rita', world)).toBe('signed');
    expect(await signed('pat', world)).toBe('in force');
    world.close();
    const added = withPeople({ people: [...PEOPLE, { id: 'eve', name: 'Eve', groups: ['security'], actsAs: [] }] });
    const other = await proposed(added);
    expect(await signed('eve', other)).toBe('UNKNOWN_PERSON');
    other.close();
  });

  test('whose own class may hold more does not count, and is told by the account', async () => {
    const engineers = withPeople({ classes: [AGENT ?? {}, { ...ENGINEER, standard: { policies: [allow('*')] } }] });
    const world = await proposed(engineers, 'olga');
    expect(await signed('rita', world)).toBe('GAINS_BY_IT');
    expect(await signed('sam', world)).toBe('signed');
    expect(await signed('pat', world)).toBe('in force');
    world.close();
  });

  test('who acts as what would be protected does not count', async () => {
    const people = [{ ...RITA, actsAs: [`arn:aws:sts::${ACCOUNT}:assumed-role/secret/rita`] }, ...PEOPLE.slice(1)];
    const shielded = file({ people, protectedPrincipals: ['arn:aws:iam::*:role/hidden/secret'] });
    const world = await proposed(shielded, 'olga', file({ people }));
    expect(await signed('rita', world)).toBe('GAINS_BY_IT');
    world.close();
  });

  test('a signature is for these rules in the place of those: others that came meanwhile take it away', async () => {
    const world = await proposed(longer);
    expect(await signed('sam', world)).toBe('signed');
    const strict = withPeople({ waiver: { defaultDays: 1, maxDays: 2 } });
    expect(await start(strict, world)).toBe('adopted');
    expect(await signed('pat', world)).toBe('NOTHING_PROPOSED');
    expect(await counting(longer, world)).toMatchObject({ waiver: { maxDays: 2 } });
    world.close();
  });

  test('what was signed and not put in force, since the machine failed, is put in force by the next look', async () => {
    const world = await proposed(longer);
    const { proposal } = await rulesOf(world);
    if (proposal === undefined) throw new Error('nothing is proposed');
    const at = world.deps.clock.now();
    const fact = { kind: 'rules-signed', digest: proposal.digest, reason: 'agreed', at } as const;
    await world.deps.ledger.append([
      { ...fact, personId: 'sam', groups: ['security'] },
      { ...fact, personId: 'pat', groups: ['owners'] },
    ]);
    await adoptSigned(world.deps);
    expect((await rulesOf(world)).inForce?.version).toBe(2);
    world.close();
  });

  test.each<[string, JsonObject, string]>([
    ['take access alone', { breakGlass: { groups: ['on-call'], longestMinutes: 60 } }, 'GAINS_BY_IT'],
    ['sign as owners', { owners: [{ accounts: ['*'], group: 'on-call' }] }, 'GAINS_BY_IT'],
    ['sign as owners, and signs for everything already', { owners: [{ accounts: ['*'], group: 'owners' }] }, 'signed'],
  ])('who may %s by them does not count', async (_, change, outcome) => {
    const people = PEOPLE.map((each) => (each['id'] === 'olga' ? { ...each, groups: ['owners', 'on-call'] } : each));
    const allOf = [{ group: 'security' }, { group: 'owners' }];
    const world = await proposed(file({ people, approval: { allOf, ...change } }), 'rita', file({ people }));
    expect(await signed('olga', world)).toBe(outcome);
    expect(await signed('pat', world)).toBe('signed');
    world.close();
  });

  test('to ask for the same again takes no signature away, and nobody pushes aside what others have signed', async () => {
    const world = await proposed(longer);
    const ask = (found: FoundRules, personId: string) => proposeRules(found, { personId, reason: 'x' }, world.deps);
    const other = withPeople({ waiver: { defaultDays: 7, maxDays: 90 } });
    // what nobody signed yet gives way
    expect(await ask(other, 'olga')).toMatchObject({ ok: true });
    expect(await ask(longer, 'rita')).toMatchObject({ ok: true });
    expect(await signed('sam', world)).toBe('signed');
    expect(await ask(longer, 'olga')).toMatchObject({ ok: true, value: { proposal: { personId: 'rita' } } });
    expect(await ask(other, 'olga')).toMatchObject({ ok: false, error: { code: 'OTHERS_ARE_SIGNED', by: 'rita' } });
    expect(await signed('pat', world)).toBe('in force');
    world.close();
  });

  test('what was signed in part and has lapsed gives way, and is signed anew', async () => {
    const world = await proposed(longer);
    await signed('sam', world);
    world.at(world.deps.clock.now() + 73 * 3_600_000);
    expect(await proposeRules(longer, { personId: 'olga', reason: 'x' }, world.deps)).toMatchObject({
      ok: true,
      value: { proposal: { personId: 'olga', signatures: [] } },
    });
    world.close();
  });

  test('what needs no signature, or cannot be read, is not proposed', async () => {
    const world = await opened();
    const ask = (found: FoundRules, personId = 'rita') => proposeRules(found, { personId, reason: 'x' }, world.deps);
    expect(await ask(file())).toMatchObject({ error: { code: 'IN_FORCE_ALREADY' } });
    expect(await ask(file({ approval: {} }))).toMatchObject({ error: { code: 'UNREADABLE_RULES' } });
    expect(await ask(LONGER, 'eve')).toMatchObject({ error: { code: 'UNKNOWN_PERSON' } });
    world.close();
  });
});
