import type { Budget } from './budget.ts';
import type { CompiledStatement, Unit } from './compile.ts';
import { excludeEachOther, impliesAll } from './implied.ts';
import type { Literal } from './literal.ts';
import type { Sides } from './sides.ts';

/** A limit as it decides about certain actions, its statements also by what they ask. */
export interface Worded {
  readonly levels: readonly {
    readonly statements: readonly CompiledStatement[];
    readonly wordings: ReadonlySet<string>;
  }[];
  readonly denies: readonly CompiledStatement[];
}

/** What limits cover as far as the wording of statements shows it: what is remembered of it for one comparison. */
export class Coverage {
  private readonly budget: Budget;
  private readonly implied = new Map<Unit | CompiledStatement, Map<CompiledStatement, boolean>>();

  constructor(budget: Budget) {
    this.budget = budget;
  }

  /** The limits of a granted side. */
  worded({ granted, limits }: Sides): readonly Worded[] {
    return limits.map(({ levels, denies }) => ({
      levels: levels.map((level) => ({ statements: level, wordings: new Set(level.map(wordingOf)) })),
      denies: this.ownDenies(denies, granted.denies),
    }));
  }

  /** The denies of a limit that do not only take what the granted side denies as well, as far as the wording shows it. */
  private ownDenies(
    denies: readonly CompiledStatement[],
    granted: readonly CompiledStatement[],
  ): readonly CompiledStatement[] {
    if (denies.length === 0 || granted.length === 0) return denies;
    const alike = new Set(granted.map(wordingOf));
    return denies.filter(
      (deny) =>
        !alike.has(wordingOf(deny)) && !(this.mayLook(granted) && granted.some((own) => this.implies(deny, own))),
    );
  }

  /** Whether some limit allows all that a unit does, as far as the wording shows it. */
  isCovered(unit: Unit, statement: CompiledStatement, limits: readonly Worded[]): boolean {
    const wording = wordingOf(statement);
    return limits.some(
      ({ levels, denies }) =>
        levels.every(
          ({ statements, wordings }) =>
            wordings.has(wording) || (this.mayLook(statements) && statements.some((one) => this.implies(unit, one))),
        ) && denies.every((deny) => excludeEachOther(unit.literals, deny.literals)),
    );
  }

  /** Even what is remembered costs time to look up. */
  private mayLook(statements: readonly CompiledStatement[]): boolean {
    return this.budget.spend(statements.length / 200);
  }

  /**
   * Asked again for each class of actions, so it is remembered. Once the budget is spent the wording settles nothing more:
   * what is open then is undecided.
   */
  private implies(given: Unit | CompiledStatement, statement: CompiledStatement): boolean {
    const ofGiven = this.implied.get(given) ?? new Map<CompiledStatement, boolean>();
    const known = ofGiven.get(statement);
    if (known !== undefined) return known;
    if (!this.budget.spend(0.01 + given.literals.length * statement.literals.length * 0.01)) return false;
    const answer = impliesAll(given.literals, statement.literals);
    this.implied.set(given, ofGiven.set(statement, answer));
    return answer;
  }
}

const wordings = new WeakMap<readonly Literal[], string>();

/** What a statement asks of a request, as a text: equal texts mean the same. */
function wordingOf({ literals }: CompiledStatement): string {
  const known = wordings.get(literals);
  if (known !== undefined) return known;
  const wording = literals
    .map(({ atom, holds }) => `${holds ? '' : 'not '}${atom.meaning}`)
    .toSorted()
    .join('\n');
  wordings.set(literals, wording);
  return wording;
}
