import { FIRST_OPAQUE, FIRST_OPAQUE_ANY_CASE, lettersOf } from '../../policy/glob.ts';
import type { ArnReading, ResolveVariable } from '../../policy/template.ts';
import { type Pins, pinsOf } from '../pins.ts';
import type { PrincipalFacts } from '../policy-set.ts';

/** A variable that has no known value. */
export interface OpenVariable {
  readonly key: string;
  readonly fallback: string | undefined;
}

/** There are no more letters for variables. */
const MOST_VARIABLES = FIRST_OPAQUE_ANY_CASE - FIRST_OPAQUE;

/** What one comparison knows of policy variables: open ones have a letter each, the same in all of its policies. */
export class Vocabulary implements Meaning {
  readonly variables: OpenVariable[] = [];
  private readonly pins: Pins;
  private readonly isPinned: boolean;
  private readonly letters = new Map<string, number>();

  /** `facts`: what is known of the principal, from which its pins follow. */
  constructor(facts: PrincipalFacts) {
    this.pins = pinsOf(facts);
    this.isPinned = Object.keys(facts).length > 0;
  }

  /** What a variable stands for: its pinned value, nothing if it is known to be missing, else a letter of its own. */
  readonly resolve: ResolveVariable = (key, fallback) => {
    const pin = this.pins(key);
    if (pin === undefined) return [this.letterOf({ key, fallback })];
    const text = pin.length === 1 ? pin[0] : pin.length === 0 ? fallback : undefined;
    return text === undefined ? undefined : lettersOf(text);
  };

  /** Whether letters had to stand for several variables, so that nothing that was found out is certain. */
  get isOverfull(): boolean {
    return this.variables.length > MOST_VARIABLES;
  }

  /**
   * Whether these variables are all open and have the first letters, in this order: a policy that was compiled so needs not
   * be compiled again. The first policy of a comparison can have it so.
   */
  adopts(variables: readonly OpenVariable[]): boolean {
    if (this.isPinned) return false;
    if (this.variables.length === 0) for (const variable of variables) this.letterOf(variable);
    return variables.every((variable, index) => this.letters.get(nameOf(variable)) === FIRST_OPAQUE + index);
  }

  private letterOf(variable: OpenVariable): number {
    const name = nameOf(variable);
    const known = this.letters.get(name);
    if (known !== undefined) return known;
    const letter = FIRST_OPAQUE + this.variables.length;
    this.letters.set(name, letter);
    this.variables.push(variable);
    return letter;
  }
}

/** As policies write it: a name with a comma in it is no name with a default. */
function nameOf({ key, fallback }: OpenVariable): string {
  return fallback === undefined ? key : `${key}, '${fallback}'`;
}

/** How the policies of one comparison are read. */
export interface Interpretation {
  readonly reading: ArnReading;
  readonly vocabulary: Meaning;
}

/** What variables mean: in a comparison a letter each where they are open, in a request their values. */
export interface Meaning {
  readonly resolve: ResolveVariable;
  /** Whether a policy with these variables reads the same in every comparison. */
  adopts(variables: readonly OpenVariable[]): boolean;
}
