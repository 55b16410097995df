import { toIso } from '../../instant.ts';
import type { HoldWaits } from '../ledger/stack-fact.ts';

/** What people are told of a hold that waits for a stack. */
export function waitingText({ stack, status, until }: HoldWaits): string {
  return `the hold waits for the stack ${stack}, which is ${status}: it is held at ${toIso(until)} at the latest, unless the stack takes the excess away by itself`;
}
