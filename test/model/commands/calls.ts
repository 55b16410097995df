import fc from 'fast-check';
import { handleCall } from '../../../lib/usecases/calls/handle-call.ts';
import { commandOf, index, process } from './command.ts';
import { made } from '../grants.ts';
import { make } from '../make.ts';
import type { Message, World } from '../world.ts';

/** Somebody makes a call in the account, of which a record comes later. */
export const happens = commandOf(
  'happens',
  fc.record({ call: made, by: index }),
  ({ call, by }) =>
    (world) =>
      make(world, call, by),
);

/** A call is made, and its record arrives at once. */
export const happensAndArrives = commandOf(
  'happens and arrives',
  fc.record({ call: made, by: index, process }),
  ({ call, by, process }) =>
    (world) => {
      const known = world.queue.length;
      make(world, call, by);
      for (const message of world.queue.slice(known)) handle(world, message, process);
    },
);

/** A call is made, and its record arrives in both processes, of which one may stand still in the middle. */
export const arrivesTwice = commandOf(
  'happens and arrives twice',
  fc.record({ call: made, by: index, calls: fc.option(fc.nat(40)) }),
  ({ call, by, calls }) =>
    (world) => {
      const known = world.queue.length;
      make(world, call, by);
      if (calls !== null) world.stall(1, calls);
      for (const message of world.queue.slice(known)) for (const process of [0, 1]) handle(world, message, process);
    },
);

/** A record arrives. */
export const delivers = commandOf('delivers', fc.record({ index, process }), ({ index, process }) => (world) => {
  const left = world.queue.filter(({ isHandled }) => !isHandled);
  deliver(world, left, { index, process });
});

/** A record arrives that has arrived before. */
export const deliversAgain = commandOf('delivers again', fc.record({ index, process }), (which) => (world) => {
  deliver(world, world.queue, which);
});

function deliver(
  world: World,
  messages: World['queue'],
  { index, process }: { readonly index: number; readonly process: number },
): void {
  const message = messages[index % Math.max(messages.length, 1)];
  if (message !== undefined) handle(world, message, process);
}

/** Has a process handle a record. */
export function handle(world: World, message: Message, process: number): void {
  world.start(process, async (deps) => {
    await handleCall(message.call, deps);
    message.isHandled = true;
  });
}

/** An event never comes: what its call gave is found by the next sweep. */
export const isLost = commandOf('an event is lost', index, (which) => (world) => {
  const left = world.queue.filter(({ isHandled }) => !isHandled);
  const message = left[which % Math.max(left.length, 1)];
  if (message !== undefined) world.lose(message);
});
