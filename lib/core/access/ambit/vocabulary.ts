import { FIRST_OPAQUE, lettersOf } from '../../policy/glob.ts';
import type { ArnReading, ResolveVariable } from '../../policy/template.ts';
import type { Pins } from '../pins.ts';

/** A variable that has no known value. */
export interface OpenVariable {
  readonly key: string;
  readonly fallback: string | undefined;
}

/** What one comparison knows of policy variables: open ones have a letter each, the same in all of its policies. */
export class Vocabulary {
  readonly variables: OpenVariable[] = [];
  private readonly pins: Pins;
  private readonly letters = new Map<string, number>();

  constructor(pins: Pins) {
    this.pins = pins;
  }

  /** What a variable stands for: its pinned value, nothing if it is known to be missing, else a letter of its own. */
  readonly resolve: ResolveVariable = (key, fallback) => {
    const pin = this.pins(key);
    if (pin !== undefined) {
      const text = pin.length === 1 ? pin[0] : pin.length === 0 ? fallback : undefined;
      return text === undefined ? undefined : lettersOf(text);
    }
    const name = fallback === undefined ? key : `${key},${fallback}`;
    const known = this.letters.get(name);
    if (known !== undefined) return [known];
    const letter = FIRST_OPAQUE + this.variables.length;
    this.letters.set(name, letter);
    this.variables.push({ key, fallback });
    return [letter];
  };
}

/** How policies are read in one comparison. */
export interface Interpretation {
  readonly reading: ArnReading;
  readonly resolve: ResolveVariable;
}
