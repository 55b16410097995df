import type { Witness } from '../../access/excess.ts';

/** One way in which new rules ask for less than those before them. */
export interface Weakening {
  /** Where in the rules: `classes.agent.standard`, `approval.allOf`. */
  readonly place: string;
  /** For people: what is weaker, or what could not be decided. */
  readonly detail: string;
  /** A request that only the new rules allow; absent: there is none to show. */
  readonly witness?: Witness | undefined;
}

/** A weakening as one line for people. */
export function describeWeakening({ place, detail, witness }: Weakening): string {
  const shown = witness === undefined ? '' : `, such as ${witness.action} on ${witness.resource}`;
  return `${place}: ${detail}${shown}`;
}
