import { toIso } from '../../../instant.ts';
import type { HoldWaits } from '../../ledger/stack-fact.ts';

/** The message that a hold waits for a stack. */
export function waitingText({ stack, status, until }: HoldWaits): string {
  return `the hold waits for the stack ${stack}, which is ${status}: it is held at ${toIso(until)} at the latest, unless the stack takes the excess away by itself`;
}
