import type { StackPart } from '../../core/governance/finding.ts';
import type { StackReading } from '../../core/governance/holds/in-code/wait-for-stack.ts';
import type { Cursors } from '../../ports/cursors.ts';
import type { Stacks } from '../../ports/stacks.ts';

/** A stack, and something in it. */
export interface ToldStack {
  readonly account: string;
  readonly region: string;
  /** The physical id of what it has. */
  readonly name: string;
  /** ARN of the stack. */
  readonly stack: string;
  /** As CloudFormation writes it; `DELETE_COMPLETE`: it has the thing no more. */
  readonly status: string;
}

/** Stacks in the place of CloudFormation's: nothing runs in an embedded account, so they do what the caller says that they do. */
export class EmbeddedStacks implements Stacks {
  readonly #notes: Cursors;

  /** @param notes where it is kept what was told, so that it survives a restart */
  constructor(notes: Cursors) {
    this.#notes = notes;
  }

  /** Takes note of what a stack is doing now. */
  async tell({ account, region, name, stack, status }: ToldStack): Promise<void> {
    await this.#notes.keep(noteOf(account, region, name), `${status} ${stack}`);
  }

  async stackWith(account: string, { region, names }: StackPart): Promise<StackReading> {
    for (const name of names) {
      const [status, stack] = (await this.#notes.place(noteOf(account, region, name)))?.split(' ') ?? [];
      if (status === undefined || stack === undefined || status === 'DELETE_COMPLETE') continue;
      return { kind: 'found', stack, status };
    }
    return { kind: 'none' };
  }
}

function noteOf(account: string, region: string, name: string): string {
  return `stack with ${name} in ${account} ${region}`;
}
