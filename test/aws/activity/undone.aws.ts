import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Call, changesOf } from '../../../lib/core/activity/call.ts';
import type { CallRow, WayBack } from '../../../lib/core/activity/calls/row.ts';
import { CALLS } from '../../../lib/core/activity/calls/table.ts';
import { readCall } from '../../../lib/core/activity/read-call.ts';
import type { JsonObject } from '../../../lib/core/json.ts';
import { commandOfFinding } from '../command-of-finding.ts';
import { recordOfCommand } from './command-record.ts';
import { type Modelled, modelsOf } from './models.ts';
import { earlier, emptied, recordsOf, takingBack, withoutEarlier } from './undoing.ts';
import { BESIDES } from './worlds/kept-world.ts';
import { IDENTITY_CENTER } from './worlds/identity-center-world.ts';
import { ORGANIZATION } from './worlds/organization-world.ts';
import { POLICIES } from './worlds/policies-world.ts';
import type { World } from './worlds/world.ts';

type Claiming = CallRow & { readonly undo: WayBack };

const CLAIMING = CALLS.filter((row): row is Claiming => row.undo !== undefined);
const titleOf = ({ source, name, kind }: CallRow) => `${source}:${name} ${kind}`;

let models: ReadonlyMap<string, Modelled>;

beforeAll(async () => {
  const making = [
    { source: 'sso', name: 'CreatePermissionSet' },
    { source: 'organizations', name: 'CreatePolicy' },
  ];
  const claimed = CLAIMING.flatMap(({ source, name, undo: { by, followedBy } }) =>
    [name, ...by, ...(followedBy === undefined ? [] : [followedBy])].map((each) => ({ source, name: each })),
  );
  const operations = [...making, ...claimed];
  models = await modelsOf([...new Map(operations.map((each) => [`${each.source}:${each.name}`, each])).values()]);
}, 120_000);

describe('every row that claims to be undone', () => {
  test('is undone: the call and its undoing give what was there before', () => {
    const outcomes = CLAIMING.map((row) => [titleOf(row), outcomeOf(row)] as const);
    const unproved = outcomes.flatMap(([title, { proved, wrong }]) =>
      proved === 0 || wrong.length > 0 ? [`${title}: ${wrong[0] ?? 'not proved'}`] : [],
    );
    const advised = CALLS.filter(({ undo, advice }) => undo === undefined && advice !== undefined).length;
    console.info(`${outcomes.length} rows claim an inverse, ${unproved.length} of them unproved; ${advised} advise`);
    expect(unproved).toEqual([]);
  });

  test('is undone by the command that a finding has for it, where it has one', () => {
    const outcomes = CLAIMING.flatMap((row) => {
      const [record] = recordsOf(row, models);
      const command = record === undefined ? undefined : commandOfFinding(record);
      if (record === undefined || command === undefined) return [];
      return [{ title: titleOf(row), isUndone: isUndoneBy(record, recordOfCommand(command, models)) }];
    });
    const wrong = outcomes.filter(({ isUndone }) => !isUndone).map(({ title }) => title);
    console.info(`${outcomes.length} of them have a command; ${wrong.length} of these are not proved by it`);
    expect(wrong.toSorted()).toEqual(CLOSED.toSorted());
  });
});

const CLOSED: readonly string[] = [
  // rules may have descriptions, which need not be named: moto shows that they are taken away (openings.ts)
  'ec2:AuthorizeSecurityGroupIngress resource-policy',
  // the address stays, for those whom IAM lets in
  'lambda:CreateFunctionUrlConfig resource-policy',
];

function isUndoneBy(record: JsonObject, back: JsonObject | undefined): boolean {
  if (back === undefined) return false;
  return isGone(record, back, BESIDES) || isGone(record, back, POLICIES);
}

function isGone<State>(record: JsonObject, back: JsonObject, world: World<State>): boolean {
  if (!isKnown(record, world)) return false;
  const after = made(world.start, record, world);
  const left = after === undefined ? undefined : made(after, back, world);
  return left !== undefined && world.text(left) === world.text(world.start);
}

interface Outcome {
  /** In so many states. */
  readonly proved: number;
  readonly wrong: readonly string[];
}

function outcomeOf(row: Claiming): Outcome {
  const besides = tried(row, BESIDES);
  // what is put beside a policy is no part of it
  if (besides.proved > 0 || besides.wrong.length > 0) return besides;
  const worlds = [tried(row, IDENTITY_CENTER), tried(row, ORGANIZATION), tried(row, POLICIES)];
  return { proved: worlds.reduce((sum, { proved }) => sum + proved, 0), wrong: worlds.flatMap(({ wrong }) => wrong) };
}

/** A state before the call, and the records that led to it. */
interface Before<State> {
  readonly state: State;
  readonly history: readonly JsonObject[];
}

/** The row's call, and its undoing, in every state that one call of the operations concerned makes. */
function tried<State>(row: Claiming, world: World<State>): Outcome {
  const known = recordsOf(row, models).filter((record) => isKnown(record, world));
  const before = known.length === 0 ? [] : statesBefore(row, world);
  const checks = known.flatMap((record) => before.flatMap((each) => checked(row, record, { before: each, world })));
  return {
    proved: checks.filter((each) => each === 'same').length,
    wrong: [...new Set(checks.filter((each) => each !== 'same'))],
  };
}

function statesBefore<State>({ source, name, undo }: Claiming, world: World<State>): readonly Before<State>[] {
  const makers = [...new Set([name, ...undo.by, ...(undo.followedBy === undefined ? [] : [undo.followedBy])])];
  const records = makers.flatMap((each) => earlier({ source, name: each }, models));
  const nothing = { state: world.start, history: [] };
  const [making] = world.making === undefined ? [] : earlier({ source, name: world.making }, models);
  const bases = [nothing, ...(making === undefined ? [] : next(nothing, making, world))];
  return bases.flatMap((base) => [base, ...records.flatMap((record) => next(base, record, world))]);
}

function next<State>(
  { state, history }: Before<State>,
  record: JsonObject,
  world: World<State>,
): readonly Before<State>[] {
  const after = made(state, record, world);
  return after === undefined ? [] : [{ state: world.settled?.(after) ?? after, history: [...history, record] }];
}

function isKnown<State>(record: JsonObject, world: World<State>): boolean {
  return world.after(world.start, { record, call: callOf(record) }) !== undefined;
}

/** The state after a recorded call; undefined: the model does not have it, or AWS refuses it. */
function made<State>(state: State, record: JsonObject, world: World<State>): State | undefined {
  const recorded = { record, call: callOf(record) };
  return world.refusal(state, recorded) === undefined ? world.after(state, recorded) : undefined;
}

/** Calls by their records, each of which is read once. */
const read = new WeakMap<JsonObject, ReturnType<typeof readCall>>();

function callOf(record: JsonObject): Call | undefined {
  const reading = read.get(record) ?? readCall(record);
  read.set(record, reading);
  return reading.kind === 'call' ? reading.call : undefined;
}

interface Trial<State> {
  readonly before: Before<State>;
  readonly world: World<State>;
}

function checked<State>(row: Claiming, record: JsonObject, { before, world }: Trial<State>): readonly string[] {
  const call = callOf(record);
  if (call === undefined || !changesOf(call).some(({ kind }) => kind === row.kind)) return [];
  const after = made(before.state, record, world);
  if (after === undefined) return [];
  if (world.isImpossible?.(before.state, { record, call }) === true) return [];
  const wanted = world.text(before.state);
  if (world.text(after) === wanted) {
    return row.undo.needs === 'record' ? [`it is taken where it changes nothing: ${wanted}`] : [];
  }
  const results = waysOf(row, record, before.history).map((way) => leftBy(after, way, world));
  if (results.includes(wanted)) return ['same'];
  return [`${wanted} became ${results.map(String).join(' or ') || 'not undone'} after ${world.text(after)}`];
}

function leftBy<State>(after: State, way: readonly JsonObject[], world: World<State>): string | undefined {
  let state: State | undefined = after;
  for (const record of way) state = state === undefined ? undefined : made(state, record, world);
  return state === undefined ? undefined : world.text(state);
}

/** The records of the calls that undo one, in the ways that the row leaves open. */
function waysOf(
  { undo }: Claiming,
  record: JsonObject,
  history: readonly JsonObject[],
): readonly (readonly JsonObject[])[] {
  const { by, needs, followedBy } = undo;
  const told = needs === 'state-before' ? [record, ...history.toReversed()] : [record];
  const news = needs === 'record-unless-before' ? [withoutEarlier(record, history)] : [];
  const built = [...told, ...news].flatMap((each) => recordsBy(by, each));
  if (followedBy === undefined) return [...built, ...emptied(by, record)].map((each) => [each]);
  // what has to follow: by the record, or for each that was there before
  const earlierOnes = history.filter(({ eventName }) => eventName === followedBy);
  return built.flatMap((each) => [
    [each, ...recordsBy([followedBy], record)],
    [each, ...earlierOnes.flatMap((one) => recordsBy([followedBy], one))],
  ]);
}

/** The records of these operations, with what one record has. */
function recordsBy(names: readonly string[], record: JsonObject): readonly JsonObject[] {
  return names.map((name) => takingBack(name, record, models)).filter((each) => each !== undefined);
}
