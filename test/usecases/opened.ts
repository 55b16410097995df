import { afterEach } from '@jest/globals';
import { openWorld, type World, type WorldOptions } from './world.ts';

const worlds: World[] = [];

afterEach(() => {
  for (const world of worlds.splice(0)) world.close();
});

/** A new world, which is closed after the test. */
export async function open(options: WorldOptions = {}): Promise<World> {
  const world = await openWorld(options);
  worlds.push(world);
  return world;
}
