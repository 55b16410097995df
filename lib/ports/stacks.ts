import type { StackPart } from '../core/governance/finding.ts';
import type { StackReading } from '../core/governance/holds/in-code/wait-for-stack.ts';

/** Tells what the stacks of CloudFormation are doing. What cannot be read is an answer as well: no hold may be lost by it. */
export interface Stacks {
  /** The outermost stack in an account that has a part of it under one of these names. */
  readonly stackWith: (account: string, part: StackPart) => Promise<StackReading>;
}
