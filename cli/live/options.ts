import type { Command } from 'commander';
import type { LiveChoice } from '../../lib/wiring/live/open-live.ts';

/** The name that the hub's stack has where none other was chosen. */
const USUAL_STACK = 'Ambit';

/** Options by which a command finds a deployment. */
export interface LiveOptions {
  readonly stack?: string;
  readonly profile?: string;
  readonly region?: string;
}

/** Adds `--stack`, `--profile` and `--region` to a command. */
export function addLiveOptions(command: Command): Command {
  return command
    .option('--stack <name>', `the CloudFormation stack of the deployment (default: ${USUAL_STACK})`)
    .option('--profile <name>', 'the AWS profile; without it what the environment says')
    .option('--region <region>', 'the Region of the stack; without it that of the profile or the environment');
}

/** The deployment that the options name. */
export function liveChoice({ stack = USUAL_STACK, profile, region }: LiveOptions): LiveChoice {
  return { stack, profile, region };
}
