import type { Governance } from '../../core/governance/standards/standards.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Ledger } from '../../ports/ledger.ts';
import type { Pause } from '../../ports/pause.ts';
import { realPause } from '../real-pause.ts';
import { type Environment, readEnvironment } from './environment.ts';
import { powertools, type Telemetry } from './telemetry.ts';
import { whenFirstUsed } from './when-first-used.ts';

/** What every function has, whatever it does. */
export interface Base {
  /** The function's name without the prefix: `on-call`. */
  readonly name: string;
  readonly environment: Environment;
  /** Of the code, with the files that were deployed beside it. */
  readonly folder: string;
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
  /** The account that the functions run in. */
  readonly hubAccount: string;
  readonly telemetry: Telemetry;
  readonly clock: Clock;
  readonly pause: Pause;
  /** The governance in force now: no class does more than the mode allows, and none enforces before a drill has passed. */
  governance(ledger: Ledger): Promise<Governance>;
}

/** Opens what a function needs before all else; throws where the stack did not set it up. */
export function openBase(name: string): Base {
  const environment = readEnvironment(process.env);
  const telemetry = powertools(name);
  const [, partition = '', , , hubAccount = ''] = environment.signingKey.split(':');
  const folder = process.env['LAMBDA_TASK_ROOT'] ?? import.meta.dirname;
  const clock: Clock = { now: () => Date.now() };
  const governing = whenFirstUsed(async () =>
    (await import('./governing.ts')).openGoverning(folder, environment.mode, clock),
  );
  return {
    name,
    environment,
    folder,
    partition,
    hubAccount,
    telemetry,
    clock,
    pause: realPause,
    async governance(ledger) {
      const { governance, notes } = await (await governing())(ledger);
      for (const note of notes) telemetry.info(note, { mode: environment.mode });
      return governance;
    },
  };
}

/** Does the work of one invocation; what was counted is written out also when it fails. */
export async function invocation<T>({ telemetry }: Pick<Base, 'telemetry'>, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (fault) {
    telemetry.fault('the invocation failed', fault, {});
    throw fault;
  } finally {
    telemetry.flush();
  }
}
