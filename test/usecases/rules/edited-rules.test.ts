import { describe, expect, test } from '@jest/globals';
import { foldRules, type Rules } from '../../../lib/core/governance/rules/fold-rules.ts';
import { RULES } from '../../../lib/core/governance/rules/rules-fact.ts';
import type { JsonObject, JsonValue } from '../../../lib/core/json.ts';
import { considerRules, type FoundRules } from '../../../lib/usecases/rules/consider-rules.ts';
import { adoptSigned, decideRules } from '../../../lib/usecases/rules/decide-rules.ts';
import { proposeRules } from '../../../lib/usecases/rules/propose-rules.ts';
import { rulesInForce } from '../../../lib/usecases/rules/rules-in-force.ts';
import { ACCOUNT, allow, STANDARDS } from '../company.ts';
import { open } from '../opened.ts';
import type { World } from '../world.ts';
import { AGENT, ATTEMPTS, classesOf, ENGINEER, file, PAT, RITA, SAM } from './edited-files.ts';

const FIRST = 'first';

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
  const world = await open();
  await start(file(), world);
  return world;
}

describe('nobody gets past Ambit by editing ambit.yaml', () => {
  test.each(ATTEMPTS)('with %s: the last rules stay in force, and people are told once', async (_, found) => {
    const world = await opened();
    expect(await start(found, world)).toBe('refused');
    expect(await start(found, world)).toBe('refused');
    expect(await counting(found, world)).toEqual(STANDARDS);
    expect((await rulesOf(world)).history).toHaveLength(1);
    expect(world.announced).toEqual([expect.stringMatching(/^watch-tampered: /)]);
  });

  test('with one of the rules that were in force before and were weaker', async () => {
    const world = await opened();
    const strict = file({ waiver: { defaultDays: 1, maxDays: 2 } });
    expect(await start(strict, world)).toBe('adopted');
    expect(await start(file(), world)).toBe('refused');
    expect(await counting(file(), world)).toMatchObject({ waiver: { maxDays: 2 } });
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
  });

  test('the first ones are trusted, and say so', async () => {
    const world = await open();
    expect(await start(file(), world)).toBe(FIRST);
    expect(await start(file(), world)).toBe('in-force');
    expect((await rulesOf(world)).history).toEqual([expect.objectContaining({ version: 1, by: 'first-use' })]);
  });

  test('two starts at once put one version in force', async () => {
    const world = await open();
    await Promise.all([start(file(), world), start(file(), world)]);
    const strict = file({ waiver: { defaultDays: 1, maxDays: 2 } });
    await Promise.all([start(strict, world), start(strict, world)]);
    expect((await rulesOf(world)).history.map(({ version }) => version)).toEqual([1, 2]);
    expect((await rulesOf(world)).irregularities).toEqual([]);
  });
});

const LONGER = file({ waiver: { defaultDays: 7, maxDays: 60 } });
const PEOPLE = [RITA ?? {}, SAM ?? {}, PAT ?? {}, { id: 'olga', name: 'Olga', groups: ['owners'], actsAs: [] }];

async function proposed(found: FoundRules, personId = 'rita', first = file({ people: PEOPLE })): Promise<World> {
  const world = await open();
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
  });

  test.each([
    ['who asked for them', 'rita', 'SIGNED_OWN_REQUEST'],
    ['a stranger', 'nobody', 'UNKNOWN_PERSON'],
  ])('%s does not sign', async (_, personId, code) => {
    const world = await proposed(longer);
    expect(await signed(personId, world)).toBe(code);
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
  });

  test('whom they let sign does not count, by the rules in force or by the new ones', async () => {
    const promoted = withPeople({
      people: [RITA ?? {}, { ...SAM, groups: ['security', 'owners'] }, PAT ?? {}, PEOPLE[3] ?? {}],
    });
    const world = await proposed(promoted, 'olga');
    expect(await signed('sam', world)).toBe('GAINS_BY_IT');
    expect(await signed('rita', world)).toBe('signed');
    expect(await signed('pat', world)).toBe('in force');
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
  });

  test('who acts as what would be protected does not count', async () => {
    const people = [{ ...RITA, actsAs: [`arn:aws:sts::${ACCOUNT}:assumed-role/secret/rita`] }, ...PEOPLE.slice(1)];
    const shielded = file({ people, protectedPrincipals: ['arn:aws:iam::*:role/hidden/secret'] });
    const world = await proposed(shielded, 'olga', file({ people }));
    expect(await signed('rita', world)).toBe('GAINS_BY_IT');
  });

  test('a signature is for these rules in the place of those: others that came meanwhile take it away', async () => {
    const world = await proposed(longer);
    expect(await signed('sam', world)).toBe('signed');
    const strict = withPeople({ waiver: { defaultDays: 1, maxDays: 2 } });
    expect(await start(strict, world)).toBe('adopted');
    expect(await signed('pat', world)).toBe('NOTHING_PROPOSED');
    expect(await counting(longer, world)).toMatchObject({ waiver: { maxDays: 2 } });
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
  });

  test('what was signed in part and has lapsed gives way, and is signed anew', async () => {
    const world = await proposed(longer);
    await signed('sam', world);
    world.at(world.deps.clock.now() + 73 * 3_600_000);
    expect(await proposeRules(longer, { personId: 'olga', reason: 'x' }, world.deps)).toMatchObject({
      ok: true,
      value: { proposal: { personId: 'olga', signatures: [] } },
    });
  });

  test('what needs no signature, or cannot be read, is not proposed', async () => {
    const world = await opened();
    const ask = (found: FoundRules, personId = 'rita') => proposeRules(found, { personId, reason: 'x' }, world.deps);
    expect(await ask(file())).toMatchObject({ error: { code: 'IN_FORCE_ALREADY' } });
    expect(await ask(file({ approval: {} }))).toMatchObject({ error: { code: 'UNREADABLE_RULES' } });
    expect(await ask(LONGER, 'eve')).toMatchObject({ error: { code: 'UNKNOWN_PERSON' } });
  });
});
