import { textsAt, valuesAt } from '../../../../lib/core/activity/calls/resource-rules.ts';
import { textAt } from '../../../../lib/core/activity/member.ts';
import { canonicalText } from '../../../../lib/core/digest.ts';
import { type JsonObject, jsonForm, type JsonValue } from '../../../../lib/core/json.ts';
import { KEPT, type Kept } from './kept.ts';
import type { World } from './world.ts';

/** Something that is kept: what says so, and the id that AWS gave it. */
interface Thing {
  readonly said: string;
  readonly id?: string;
}

/** Things by what names them. */
type Things = ReadonlyMap<string, Thing>;

/** What operations put beside policies, and take away again. */
export const BESIDES: World<Things> = {
  start: new Map(),
  after(state, { record }) {
    const moves = KEPT.flatMap((kept) => movesOf(kept, record));
    if (moves.length === 0) return undefined;
    return moves.reduce((things, move) => move.on(things), state);
  },
  refusal: (state, { record }) =>
    KEPT.flatMap((kept) => movesOf(kept, record)).flatMap((move) => move.refusedIn(state) ?? [])[0],
  text: (state) =>
    canonicalText(
      jsonForm([...state].map(([key, { said, id }]) => textOf([id === undefined ? key : '', said])).sort()),
    ),
};

/** What a call does to what is kept, and the error with which AWS refuses it. */
interface Move {
  readonly on: (things: Things) => Things;
  readonly refusedIn: (things: Things) => string | undefined;
}

function movesOf(kept: Kept, record: JsonObject): readonly Move[] {
  if (textAt(record, 'eventSource') !== `${kept.source}.amazonaws.com`) return [];
  const name = textAt(record, 'eventName');
  return [
    ...(kept.puts.name === name ? putting(kept, record) : []),
    ...(kept.takes.name === name ? taking(kept, record) : []),
  ];
}

function putting(kept: Kept, record: JsonObject): readonly Move[] {
  const { puts, says = [], again } = kept;
  const id = puts.id === undefined ? undefined : textsAt(record, `out.${puts.id}`)[0];
  if (puts.id !== undefined && id === undefined) return [];
  const said = textOf(says.map((place) => valuesAt(record, `in.${place}`)));
  const keys = id === undefined ? keysOf(kept, puts, record) : [keyOf(kept, [id])];
  if (keys.length === 0) return [];
  const thing = id === undefined ? { said } : { said, id };
  return [
    {
      on: (things) => new Map([...things, ...keys.map((key) => [key, thing] as const)]),
      refusedIn: (things) =>
        keys.some((key) => things.has(key)) ? (id === undefined ? again : 'given once') : undefined,
    },
  ];
}

function taking(kept: Kept, record: JsonObject): readonly Move[] {
  const { takes, gone } = kept;
  const ids = takes.id === undefined ? undefined : textsAt(record, `in.${takes.id}`);
  const keys = ids === undefined ? keysOf(kept, takes, record) : ids.map((id) => keyOf(kept, [id]));
  if (keys.length === 0) return [];
  return [
    {
      on: (things) => new Map([...things].filter(([key]) => !keys.includes(key))),
      refusedIn: (things) => (keys.every((key) => things.has(key)) ? undefined : gone),
    },
  ];
}

/** What names things: one for each element of the lists. */
function keysOf(kept: Kept, named: Kept['puts'], record: JsonObject): readonly string[] {
  const about = named.of.map((place) => valuesAt(record, `in.${place}`));
  if (named.each === undefined) return [keyOf(kept, about)];
  return named.each.flatMap((list, nth) =>
    valuesAt(record, `in.${list}`).map((element) => keyOf(kept, [...about, nth, element])),
  );
}

function keyOf({ source, puts }: Kept, parts: readonly (JsonValue | readonly JsonValue[])[]): string {
  return textOf([source, puts.name, ...parts]);
}

function textOf(value: unknown): string {
  return canonicalText(jsonForm(value));
}
