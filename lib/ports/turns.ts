/** Lets those who work on one subject work one after the other, wherever they run. */
export interface Turns {
  /**
   * Waits for its turn with a subject and does the work. Where patience ends it is done out of turn: order is a help, and
   * nothing's safety rests on it.
   */
  inTurn(subject: string, work: () => Promise<void>): Promise<'in-turn' | 'out-of-turn'>;
}
