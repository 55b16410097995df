import { CallBudget } from '../../adapters/aws/call-budget.ts';
import { ReadMemory } from '../../adapters/aws/read-memory.ts';
import type { Table } from '../../adapters/aws/table.ts';
import { ToldElsewhere } from '../../adapters/aws/told-elsewhere.ts';
import type { Base } from './base.ts';

/** How a function reads accounts. */
export interface Reading {
  /** What one invocation spends at most: below the function's own limit, so that it can still say what it did not do. */
  readonly limits: { readonly attempts: number; readonly milliseconds: number };
  /** How long what was read is taken for unchanged where no call said otherwise, in milliseconds. */
  readonly rememberFor: number;
}

/** What reading accounts is bounded by. */
export interface Bounds {
  /** Begun anew with each invocation. */
  readonly budget: CallBudget;
  /** Is told of each call, so that what it changed is read anew. */
  readonly memory: ReadMemory;
}

/** Only a function that receives every call may remember what it read. */
export const TOLD_OF_CALLS: Reading = { limits: { attempts: 2000, milliseconds: 120_000 }, rememberFor: 60_000 };
/** All others see what is so now. */
export const TOLD_OF_NOTHING: Reading = { limits: { attempts: 2000, milliseconds: 240_000 }, rememberFor: 0 };

/** What one function may spend on accounts, and remembers of them; in the table it finds the calls that other processes received. */
export function openBounds({ clock }: Base, { limits, rememberFor: keepFor }: Reading, table?: Table): Bounds {
  const elsewhere = keepFor === 0 || table === undefined ? undefined : new ToldElsewhere(table, clock);
  return { budget: new CallBudget(limits, clock), memory: new ReadMemory({ keepFor, clock, elsewhere }) };
}
