import { handleCall } from '../../lib/usecases/calls/handle-call.ts';
import { medianOf } from '../statistics.ts';
import { allow, callOf, NOW, record } from '../../test/usecases/company.ts';
import { openWorld } from '../../test/usecases/world.ts';

const CALLS = 200;

/** Milliseconds of CPU that one grant takes once all is warm: reading it, assessing it, writing it down; the median. */
export async function ownCpu(): Promise<number> {
  const world = await openWorld();
  const times: number[] = [];
  try {
    for (let index = 0; index < CALLS; index += 1) {
      const document = allow(['s3:PutObject', `ec2:Describe${index}`]);
      const parameters = { roleName: 'engineer', policyName: 'more', policyDocument: JSON.stringify(document) };
      const call = callOf(record('PutRolePolicy', parameters, { id: `call-${index}`, time: NOW }));
      world.account.play(call);
      const before = process.cpuUsage();
      await handleCall(call, world.deps);
      const { user, system } = process.cpuUsage(before);
      times.push((user + system) / 1000);
    }
  } finally {
    world.close();
  }
  return medianOf(times.slice(CALLS / 2));
}
