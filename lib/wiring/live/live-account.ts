import { STSClient } from '@aws-sdk/client-sts';
import { namedAccounts } from '../../adapters/aws/account-directory.ts';
import { CallBudget } from '../../adapters/aws/call-budget.ts';
import { IamAccountReader } from '../../adapters/aws/iam-account-reader.ts';
import { iamClient } from '../../adapters/aws/iam-client.ts';
import { isDenied } from '../../adapters/aws/iam-fault.ts';
import { MemberClients } from '../../adapters/aws/member-clients.ts';
import { describeRefusal, operatorRefusal } from '../../adapters/aws/operator-fault.ts';
import { ReadMemory } from '../../adapters/aws/read-memory.ts';
import { SystemClock } from '../../adapters/local/system-clock.ts';
import { controlPlaneOf } from '../../adapters/aws/control-plane.ts';
import type { AccountState } from '../../core/account/state.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { realPause } from '../real-pause.ts';
import { type AwsChoice, clientConfig } from './aws-choice.ts';
import type { Caller } from './caller.ts';

/** An account as it is now, and by whose right it was read. */
export interface LiveAccount {
  readonly state: AccountState;
  readonly readAs: 'observer' | 'caller';
}

/** What is to be read, and how. */
export interface LiveAccountChoice {
  readonly account: string;
  readonly caller: Caller;
  readonly aws: AwsChoice;
  /** Start of the names of Ambit's roles; undefined: there is no deployment that made some. */
  readonly rolePrefix: string | undefined;
}

/** A large account takes some hundred requests; IAM is throttled for all of it, so no more than this. */
const LIMITS = { attempts: 20_000, milliseconds: 3_600_000 } as const;

/**
 * Reads a whole account: as Ambit's Observer where the caller may be that, else, in the caller's own account, as the
 * caller. Nothing is changed. Refused with a line that says why it could not be read.
 */
export async function readLiveAccount(choice: LiveAccountChoice): Promise<Result<LiveAccount, string>> {
  const { account, caller } = choice;
  const reading = new Reading(choice);
  if (await reading.mayObserve()) return reading.read('observer');
  if (account === caller.account) return reading.read('caller');
  return err(
    `the account ${account} is read as its Observer, which ${caller.arn} may not assume; use a --profile of that account`,
  );
}

class Reading {
  readonly #choice: LiveAccountChoice;
  readonly #budget = new CallBudget(LIMITS, new SystemClock());
  readonly #members: MemberClients;

  constructor(choice: LiveAccountChoice) {
    this.#choice = choice;
    const { caller, aws, rolePrefix = '' } = choice;
    this.#members = new MemberClients({
      partition: caller.partition,
      rolePrefix,
      actingAs: 'cli',
      sts: new STSClient(clientConfig(aws)),
      budget: this.#budget,
      makeIam: (config) => iamClient(config, this.#budget),
    });
  }

  async mayObserve(): Promise<boolean> {
    if (this.#choice.rolePrefix === undefined) return false;
    try {
      await this.#members.credentials(this.#choice.account, 'Observer');
      return true;
    } catch (fault) {
      if (fault instanceof Error && isDenied(fault.cause)) return false;
      throw fault;
    }
  }

  async read(readAs: LiveAccount['readAs']): Promise<Result<LiveAccount, string>> {
    const { account, caller, aws } = this.#choice;
    const { partition } = caller;
    const own = iamClient({ ...clientConfig(aws), region: controlPlaneOf(partition).iam }, this.#budget);
    const reader = new IamAccountReader({
      partition,
      clients: readAs === 'observer' ? this.#members : { iam: () => own },
      directory: namedAccounts([account]),
      budget: this.#budget,
      memory: new ReadMemory({ keepFor: 0, clock: new SystemClock() }),
      pause: realPause,
    });
    try {
      const state = await reader.accountOf(account);
      return state === undefined ? err(`the account ${account} is not there`) : ok({ state, readAs });
    } catch (fault) {
      const refusal = fault instanceof Error ? operatorRefusal(fault.cause) : undefined;
      if (refusal === undefined) throw fault;
      return err(`the account ${account} could not be read: ${describeRefusal(refusal)}`);
    }
  }
}
