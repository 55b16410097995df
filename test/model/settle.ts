import { handleCall } from '../../lib/usecases/calls/handle-call.ts';
import { resume } from '../../lib/usecases/resume.ts';
import { judgeSettled } from './model/settled.ts';
import type { World } from './world.ts';

const HOUR = 3_600_000;

/** Everything comes to rest: all is delivered, and what is due within two hours is done. No sweep looks at anybody. */
export async function settle(world: World): Promise<void> {
  await world.calm();
  world.start(0, resume);
  await world.drain();
  for (const message of world.queue.filter(({ isHandled }) => !isHandled)) {
    world.start(0, (deps) => handleCall(message.call, deps));
    await world.drain();
  }
  await world.passUntil(world.now + 2 * HOUR);
  world.start(0, resume);
  await world.drain();
  judgeSettled(world.model);
  world.judge();
}
