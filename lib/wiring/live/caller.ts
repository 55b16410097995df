import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { parseArn } from '../../core/policy/arn.ts';
import { type AwsChoice, clientConfig } from './aws-choice.ts';

/** Who a person's credentials belong to. */
export interface Caller {
  readonly arn: string;
  readonly account: string;
  readonly partition: string;
}

/** Asks AWS whose credentials they are; faults are the SDK's. */
export async function callerOf(choice: AwsChoice): Promise<Caller> {
  const { Arn = '', Account = '' } = await new STSClient(clientConfig(choice)).send(new GetCallerIdentityCommand({}));
  const partition = parseArn(Arn)?.partition;
  if (partition === undefined || Account === '')
    throw new Error(`aws did not say whose credentials these are: "${Arn}"`);
  return { arn: Arn, account: Account, partition };
}
