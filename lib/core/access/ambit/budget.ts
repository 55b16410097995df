/** Steps that a comparison may still take, a step being about ten microseconds: hostile policies end `undetermined`. */
export class Budget {
  private left: number;

  constructor(steps: number) {
    this.left = steps;
  }

  /** Takes steps; false: there are none left. */
  spend(steps: number): boolean {
    this.left -= steps;
    return this.left > 0;
  }

  isSpent(): boolean {
    return this.left <= 0;
  }
}
