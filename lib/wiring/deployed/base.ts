import type { Governance } from '../../core/governance/standards.ts';
import { cappedAt } from '../../core/governance/capped.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Ledger } from '../../ports/ledger.ts';
import type { Pause } from '../../ports/pause.ts';
import { effectiveMode } from '../../usecases/effective-mode.ts';
import { realPause } from '../real-pause.ts';
import { type Environment, readEnvironment } from './environment.ts';
import { readDeployedGovernance } from './governance-file.ts';
import { powertools, type Telemetry } from './telemetry.ts';

/** What every function has, whatever it does. */
export interface Base {
  /** The function's name without the prefix: `on-call`. */
  readonly name: string;
  readonly environment: Environment;
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
  /** The account that the functions run in. */
  readonly hubAccount: string;
  readonly telemetry: Telemetry;
  readonly clock: Clock;
  readonly pause: Pause;
  /** The governance that counts now: no class does more than the mode allows, and none enforces before a drill has passed. */
  governance(ledger: Ledger): Promise<Governance>;
}

/** Opens what a function needs before all else; throws where the stack did not set it up. */
export function openBase(name: string): Base {
  const environment = readEnvironment(process.env);
  const deployed = readDeployedGovernance(process.env['LAMBDA_TASK_ROOT'] ?? import.meta.dirname);
  const telemetry = powertools(name);
  const [, partition = '', , , hubAccount = ''] = environment.signingKey.split(':');
  let enforced: Governance | undefined;
  return {
    name,
    environment,
    partition,
    hubAccount,
    telemetry,
    clock: { now: () => Date.now() },
    pause: realPause,
    async governance(ledger) {
      if (enforced !== undefined) return enforced;
      const { mode, why } = await effectiveMode(environment.mode, ledger);
      if (why !== undefined) telemetry.info(why, { mode });
      const governance = cappedAt(mode, deployed);
      // a drill that has passed stays passed, so that the ledger need not be asked again
      if (mode === environment.mode) enforced = governance;
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
