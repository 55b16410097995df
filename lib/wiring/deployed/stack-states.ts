import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { StackStates } from '../../adapters/aws/stack-states.ts';
import type { Stacks } from '../../ports/stacks.ts';
import type { Reach } from './reach.ts';

/** What the stacks of each account are doing, by the Observer there. */
export function openStackStates({ clients, budget }: Pick<Reach, 'clients' | 'budget'>): Stacks {
  const makeClient = (account: string, region: string) =>
    new CloudFormationClient({ region, credentials: () => clients.credentials(account, 'Observer'), maxAttempts: 3 });
  return new StackStates({ makeClient, budget });
}
