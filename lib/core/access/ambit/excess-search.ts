import { takesName } from '../action-patterns.ts';
import { type ActionSet, actionsOf, areApart, unionOf } from '../action-set.ts';
import type { ExcessPart } from '../excess.ts';
import { type ActionPartition, jointClasses } from './action-partition.ts';
import { boxesOf, inOrder } from './boxes.ts';
import { type Breach, noWitness } from './breach.ts';
import { type Actions, ClassSearch } from './class-search.ts';
import type { CompiledStatement, Unit } from './compile.ts';
import type { Applicable, CompiledPolicy } from './compiled-policy.ts';
import { excludeEachOther, impliesAll } from './implied.ts';
import type { Literal } from './literal.ts';
import { type OwnAccess, ownAccessOf } from './own-access.ts';
import { ownBoxesOf, rememberBoxes } from './own-boxes.ts';
import { type Level, type Path, grantedPaths, limitingPaths } from './paths.ts';
import type { Question } from './question.ts';
import { type Find, mayAllow, sideOf } from './sides.ts';
import { mayTakeUnknown, namesOfPairs } from './unknown-actions.ts';
import { type OpenPart, openParts } from './worded-alike.ts';

/** A way to be allowed, under each reading, and the statements whose excess is known. */
interface Sought {
  readonly paths: readonly Path[];
  readonly but: ReadonlySet<CompiledStatement>;
}

/** What of the statements is open, the actions that it takes, and what a policy says of them. */
interface Concerned {
  readonly open: readonly OpenPart[];
  readonly actions: ActionSet;
  readonly partitionOf: (policy: CompiledPolicy) => ActionPartition;
}

const NO_STATEMENTS: ReadonlySet<CompiledStatement> = new Set();
const NO_PATH: Path = { levels: [], denies: [] };
const NOTHING: Applicable = { allows: [], denies: [], size: 0 };

/** Searches what the granted side allows and no limit does. */
export class ExcessSearch {
  readonly question: Question;
  private readonly implied = new Map<Unit | CompiledStatement, Map<CompiledStatement, boolean>>();
  /** For each way to be allowed: the same way under each reading. */
  private readonly granted: readonly (readonly Path[])[];
  /** Under each reading the ways in which the limits allow. */
  private readonly limits: readonly (readonly Path[])[];
  /** For each way to be allowed what of the statements may reach outside the limits. */
  private readonly open: ReadonlyMap<CompiledPolicy, readonly OpenPart[]>[] = [];
  private readonly concerned: Concerned[] = [];

  constructor(question: Question) {
    this.question = question;
    const { principal, readings, vocabulary } = question;
    const granted = readings.map((reading) => grantedPaths(question.granted, principal, { reading, vocabulary }));
    this.granted = (granted[0] ?? []).map((_path, index) => granted.flatMap((paths) => paths.slice(index, index + 1)));
    this.limits = readings.map((reading) =>
      question.limits.flatMap((limit) => limitingPaths(limit, principal, { reading, vocabulary })),
    );
  }

  /** Whether all that statements may grant stands word for word in limits that take nothing away from it. */
  isWithinByWording(): boolean {
    return this.granted.every((_paths, index) => [...this.openAt(index).values()].every(({ length }) => length === 0));
  }

  private openAt(index: number): ReadonlyMap<CompiledPolicy, readonly OpenPart[]> {
    this.open[index] ??= openParts(this.granted[index]?.[0] ?? NO_PATH, this.limits[0] ?? []);
    return this.open[index];
  }

  /** The excess that actions of the catalogue can use, as boxes; what a statement allows by itself is searched once. */
  boxes(): readonly ExcessPart[] {
    const { question } = this;
    const alone = this.alone();
    const known = new Map(alone.flatMap((statement) => ownBoxesOf(statement, question)));
    const found = boxesOf([...this.breaches(new Set(known.keys()))]);
    // why something was left open is known to this question only
    if (question.reasons.length === 0 && !question.budget.isSpent()) {
      for (const statement of alone) if (!known.has(statement)) rememberBoxes(statement, found.get(statement) ?? []);
    }
    return inOrder([...known, ...found]).flatMap(([, boxes]) => boxes);
  }

  /** The statements of the only policy of the granted side of whose actions no limit speaks. */
  private alone(): readonly CompiledStatement[] {
    const placed = this.granted[0]?.[0]?.levels[0]?.[0];
    const { policy } = placed ?? {};
    if (placed === undefined || policy === undefined || policy !== this.question.onlyPolicy) return [];
    const { open, partitionOf } = this.concernedAt(0);
    const whole = open.filter(({ place, action }) => action === policy.elements[place]);
    if (whole.length === 0) return [];
    const limits = [...new Set(this.limits.flat().flatMap(policiesIn))].map((limit) => partitionOf(limit).actions);
    return whole.flatMap(({ place, action }) => {
      const taken = actionsOf(action);
      return limits.every((spoken) => areApart(taken, spoken)) ? (placed.at(place) ?? []) : [];
    });
  }

  /** What of the statements is open for a way to be allowed, and the partitions of all policies as far as that needs them. */
  private concernedAt(index: number): Concerned {
    const known = this.concerned[index];
    if (known !== undefined) return known;
    const open = [...this.openAt(index).values()].flat();
    const actions = unionOf(open.map(({ action }) => actionsOf(action)));
    const partitions = new Map<CompiledPolicy, ActionPartition>();
    const partitionOf = (policy: CompiledPolicy): ActionPartition => {
      const partition = partitions.get(policy) ?? policy.partitionAmong(actions);
      partitions.set(policy, partition);
      return partition;
    };
    const concerned = { open, actions, partitionOf };
    this.concerned[index] = concerned;
    return concerned;
  }

  /** The excess that actions of the catalogue can use, part by part, but for that of statements of the only policy. */
  *breaches(but: ReadonlySet<CompiledStatement> = NO_STATEMENTS): Generator<Breach> {
    for (const [index, paths] of this.granted.entries()) {
      const { open, actions: all, partitionOf } = this.concernedAt(index);
      const places = new Set(Array.from(but, ({ statement }) => statement?.index));
      const concerned =
        but.size === 0
          ? all
          : unionOf(open.flatMap(({ place, action }) => (places.has(place) ? [] : [actionsOf(action)])));
      const policies = this.policiesOf(paths);
      const partitions = policies.map(partitionOf);
      const numbers = new Map(policies.map((policy, place) => [policy, place]));
      const undecided: ActionSet[] = [];
      for (const { actions, classes } of jointClasses(concerned, partitions)) {
        if (this.question.budget.isSpent()) {
          undecided.push(actions);
          continue;
        }
        const find: Find = (placed) => {
          const place = numbers.get(placed.policy) ?? -1;
          const [number, partition] = [classes[place], partitions[place]];
          return number === undefined || partition === undefined ? NOTHING : placed.ofClass(partition, number);
        };
        yield* this.ofClass({ kind: 'known', actions }, { paths, but }, find);
      }
      yield* this.undecided(unionOf(undecided), paths[0]?.levels[0] ?? []);
    }
  }

  /**
   * The excess that only actions could use which the catalogue does not know. When the budget is spent the rest is not
   * searched.
   */
  *futureBreaches(): Generator<Breach> {
    for (const [index, paths] of this.granted.entries()) {
      const open = [...this.openAt(index).values()].flat().filter(({ action }) => mayTakeUnknown(action));
      if (open.length === 0) continue;
      const policies = this.policiesOf(paths);
      const seen = new Set<string>();
      const unknown = policies.map((policy) => policy.unknown);
      const cost = unknown.reduce((sum, { size }) => sum + size, 0) / 600;
      const { budget } = this.question;
      for (const name of new Set([...unknown.flatMap(({ names }) => names), ...namesOfPairs(unknown, budget)])) {
        if (!budget.spend(cost)) return;
        if (!open.some(({ action }) => takesName(action, name))) continue;
        const signature = policies.map(({ unknown }) => unknown.placesOf(name).join()).join(';');
        if (seen.has(signature)) continue;
        seen.add(signature);
        yield* this.ofClass({ kind: 'unknown', name }, { paths, but: NO_STATEMENTS }, (placed) =>
          placed.ofPlaces(placed.policy.unknown.placesOf(name)),
        );
      }
    }
  }

  private policiesOf(paths: readonly Path[]): readonly CompiledPolicy[] {
    return [...new Set([...paths, ...this.limits.flat()].flatMap(policiesIn))];
  }

  private *ofClass(actions: Actions, { paths, but }: Sought, find: Find): Generator<Breach> {
    const sides = paths.map((path, index) => ({
      granted: sideOf(path, find),
      limits: (this.limits[index] ?? []).map((limit) => sideOf(limit, find)).filter(mayAllow),
    }));
    const [first] = sides;
    if (first === undefined || !sides.every(({ granted }) => mayAllow(granted))) return;
    const statements = first.granted.levels[0] ?? [];
    this.question.budget.spend(1 + statements.length / 10);
    const limits = first.limits.map((limit) => ({
      levels: limit.levels.map((level) => ({ statements: level, wordings: new Set(level.map(wordingOf)) })),
      denies: this.ownDenies(limit.denies, first.granted.denies),
    }));
    const open = statements.flatMap((statement) => {
      if (but.has(statement)) return [];
      const units = statement.units.filter((unit) => !this.isCovered(unit, statement, limits));
      return units.length === 0 ? [] : [{ statement, units }];
    });
    if (open.length === 0) return;
    yield* new ClassSearch(this.question, actions, sides, this.ownOf(paths, find)).breaches(open);
  }

  /** What is known of the granted side by itself, where it is one policy that means the same in every comparison. */
  private ownOf([path, ...others]: readonly Path[], find: Find): OwnAccess | undefined {
    const { onlyPolicy } = this.question;
    const placed = path?.denies.find(({ policy }) => policy === onlyPolicy);
    return placed === undefined || others.length > 0 ? undefined : ownAccessOf(find(placed));
  }

  /** What was not looked at: all that the statements allow of these actions, or more, may be in excess. */
  private *undecided(actions: ActionSet, level: Level): Generator<Breach> {
    if (actions.length === 0) return;
    this.question.addReason('search-cap', 'the comparison stopped at its limit before it was decided');
    const open = { pattern: undefined, witness: noWitness, asWritten: true } as const;
    for (const placed of level) {
      for (const { statement, taken } of placed.allowing()) {
        if (!areApart(taken, actions)) yield { ...open, statement, actions: taken };
      }
    }
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
  private isCovered(unit: Unit, statement: CompiledStatement, limits: readonly Worded[]): boolean {
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
    return this.question.budget.spend(statements.length / 200);
  }

  /**
   * Asked again for each class of actions, so it is remembered. Once the budget is spent the wording settles nothing more:
   * what is open then is undecided.
   */
  private implies(given: Unit | CompiledStatement, statement: CompiledStatement): boolean {
    const ofGiven = this.implied.get(given) ?? new Map<CompiledStatement, boolean>();
    const known = ofGiven.get(statement);
    if (known !== undefined) return known;
    if (!this.question.budget.spend(0.01 + given.literals.length * statement.literals.length * 0.01)) return false;
    const answer = impliesAll(given.literals, statement.literals);
    this.implied.set(given, ofGiven.set(statement, answer));
    return answer;
  }
}

/** A limit as it decides about certain actions, its statements also by what they ask. */
function policiesIn({ denies }: Path): readonly CompiledPolicy[] {
  return denies.map(({ policy }) => policy);
}

interface Worded {
  readonly levels: readonly {
    readonly statements: readonly CompiledStatement[];
    readonly wordings: ReadonlySet<string>;
  }[];
  readonly denies: readonly CompiledStatement[];
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
