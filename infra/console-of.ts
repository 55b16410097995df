import { CfnOutput, type Stack } from 'aws-cdk-lib';
import { API_OUTPUT } from '../lib/core/hub-outputs.ts';
import { Console } from './console.ts';
import type { Hub } from './hub.ts';
import type { Settings } from './settings.ts';

/** The console of a hub, where the settings name an identity provider; the stack then says where it is. */
export function consoleOf(
  stack: Stack,
  hub: Hub,
  { prefix, identity, logRetentionDays }: Settings,
): Console | undefined {
  if (identity === undefined) return undefined;
  const console = new Console(stack, 'Console', { prefix, api: hub.functions.api, identity, logRetentionDays });
  new CfnOutput(stack, API_OUTPUT, { value: console.url, description: 'Where people open the console' });
  return console;
}
