import { handleCall } from '../../lib/usecases/calls/handle-call.ts';
import { resume } from '../../lib/usecases/resume.ts';
import { sweepPage } from '../../lib/usecases/sweep/sweep-page.ts';
import { ACCOUNT } from './account.ts';
import { judgeSettled } from './model/settled.ts';
import type { World } from './world.ts';

const HOUR = 3_600_000;

/**
 * Everything comes to rest: all is delivered, and what is due within two hours is done. Only where an event was lost a sweep
 * looks at everybody: what came with its event is told without one.
 */
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
  if (world.lost.length > 0) await makeUpForLost(world);
  judgeSettled(world.model);
  world.judge();
}

/** IAM lists no keys and passwords: their calls are fed in from the trail. All else a sweep sees. */
async function makeUpForLost(world: World): Promise<void> {
  for (const { call } of world.lost.filter(({ call: { name } }) => /AccessKey$|LoginProfile$/.test(name))) {
    world.start(0, (deps) => handleCall(call, deps));
    await world.drain();
  }
  const page = { account: ACCOUNT, after: undefined };
  world.start(0, (deps) => sweepPage(page, { ...deps, wasMeasured: async () => true }, () => true));
  await world.drain();
  // as the timetable does: what a sweep misses of holds is made again
  world.start(0, resume);
  await world.drain();
}
