import { Aws } from 'aws-cdk-lib';
import { GATE_TIMES } from '../lib/core/gate-times.ts';
import { RESERVED_CONCURRENCY } from '../lib/core/reserved-concurrency.ts';
import type { HubFunction } from './reach/member-roles.ts';

/** What is particular to one function; what all have in common is in `hub/functions.ts`. */
export interface FunctionSpec {
  readonly description: string;
  readonly memoryMiB: number;
  readonly timeoutSeconds: number;
  /** Concurrency that is kept for it alone, and its most. */
  readonly reserved?: number;
}

/** Every function, by the name of its entry. */
export const FUNCTIONS = {
  'on-call': {
    description: 'Assesses the calls that the rules bring, and holds what is beyond the standard',
    memoryMiB: 1024,
    timeoutSeconds: 150,
    reserved: RESERVED_CONCURRENCY['on-call'],
  },
  'on-deadline': {
    description: 'Meets deadlines: looks again, ends waivers, holds what was not approved in time',
    memoryMiB: 1024,
    timeoutSeconds: 300,
    reserved: RESERVED_CONCURRENCY['on-deadline'],
  },
  sweep: {
    description: 'Measures whole accounts against the standards, page by page',
    memoryMiB: 1024,
    timeoutSeconds: 900,
  },
  gate: {
    description: 'Answers CloudFormation whether a change to a guarded environment may go ahead',
    memoryMiB: 1024,
    timeoutSeconds: GATE_TIMES.function / 1000,
    reserved: RESERVED_CONCURRENCY.gate,
  },
  api: { description: 'Serves the console: findings, signatures, the ledger', memoryMiB: 1024, timeoutSeconds: 28 },
  restore: {
    description: 'Gives back access that its quorum has signed',
    memoryMiB: 1024,
    timeoutSeconds: 300,
    reserved: RESERVED_CONCURRENCY.restore,
  },
  reconcile: {
    description: 'Compares a trail with the calls that arrived, and hands over those that did not',
    memoryMiB: 1024,
    timeoutSeconds: 900,
    reserved: RESERVED_CONCURRENCY.reconcile,
  },
} as const satisfies { readonly [N in HubFunction]: FunctionSpec };

/** The name of a function in AWS: `Ambit-on-call`. */
export function functionNameOf(prefix: string, name: HubFunction): string {
  return `${prefix}-${name}`;
}

/** The ARN of a function, without a reference to it, so that a function can be told its own. */
export function functionArn(prefix: string, name: HubFunction): string {
  return `arn:${Aws.PARTITION}:lambda:${Aws.REGION}:${Aws.ACCOUNT_ID}:function:${functionNameOf(prefix, name)}`;
}
