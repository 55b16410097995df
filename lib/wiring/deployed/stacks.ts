import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { StackTemplates } from '../../adapters/aws/stack-templates.ts';
import type { Templates } from '../../ports/templates.ts';
import type { Reach } from './reach.ts';

/** The stacks of each account, by the Observer there. */
export function openStacks({ clients }: Pick<Reach, 'clients'>): Templates {
  const makeClient = (account: string, region: string) =>
    new CloudFormationClient({ region, credentials: () => clients.credentials(account, 'Observer'), maxAttempts: 3 });
  return new StackTemplates({ makeClient });
}
