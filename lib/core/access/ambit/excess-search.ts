import type { PatternList } from '../../policy/statement.ts';
import { takesName } from '../action-patterns.ts';
import { type ActionSet, areApart, unionOf } from '../action-set.ts';
import { actionsOf } from '../named-actions.ts';
import { actionName, CATALOGUE_DATE } from '../catalogue.ts';
import { type ExcessPart, UNKNOWN_ACTION } from '../excess.ts';
import type { ActionPartition } from './action-partition.ts';
import { Coverage } from './coverage.ts';
import { jointClasses } from './joint-classes.ts';
import { boxesOf, boxOfUnknown, byStatement, inOrder } from './boxes.ts';
import { type Breach, isUnconfirmed, noWitness } from './breach.ts';
import { type Actions, ClassSearch } from './class-search.ts';
import type { CompiledStatement } from './compile.ts';
import { type Applicable, type CompiledPolicy, FEW } from './compiled-policy.ts';
import { type OwnAccess, ownAccessOf } from './own-access.ts';
import { ownBoxesOf, rememberBoxes } from './own-boxes.ts';
import { type Path, grantedPaths, limitingPaths } from './paths.ts';
import type { Question } from './question.ts';
import { type Find, mayAllow, sideOf } from './sides.ts';
import { mayTakeUnknown, namesOfPairs, strangePatternsOf } from './unknown-actions.ts';
import { type OpenPart, openParts } from './worded-alike.ts';

/** A way to be allowed, under each reading, and which of its statements may reach outside the limits. */
interface Sought {
  readonly paths: readonly Path[];
  readonly isOpen: (statement: CompiledStatement) => boolean;
}

/** What of the statements is open, the actions at hand, and what a policy says of them. */
interface Concerned {
  readonly open: readonly OpenPart[];
  /** Those that it takes, and maybe others of the same policy. */
  readonly actions: ActionSet;
  readonly partitionOf: (policy: CompiledPolicy) => ActionPartition;
}

const NO_STATEMENTS: ReadonlySet<CompiledStatement> = new Set();
const NO_PATH: Path = { levels: [], denies: [] };
const NOTHING: Applicable = { allows: [], denies: [], size: 0 };

/** Searches what the granted side allows and no limit does. */
export class ExcessSearch {
  readonly question: Question;
  private readonly coverage: Coverage;
  /** For each way to be allowed: the same way under each reading. */
  private readonly granted: readonly (readonly Path[])[];
  /** Under each reading the ways in which the limits allow. */
  private readonly limits: readonly (readonly Path[])[];
  /** For each way to be allowed what of the statements may reach outside the limits. */
  private readonly open: ReadonlyMap<CompiledPolicy, readonly OpenPart[]>[] = [];
  private readonly concerned: Concerned[] = [];

  constructor(question: Question) {
    this.question = question;
    this.coverage = new Coverage(question.budget);
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
    const found = new Map<CompiledStatement, readonly ExcessPart[]>();
    const doubtful = new Set<CompiledStatement>();
    for (const [statement, breaches] of byStatement(this.breaches(new Set(known.keys())))) {
      const before = question.doubts;
      found.set(statement, boxesOf(statement, breaches));
      if (question.doubts > before || breaches.some(isUnconfirmed)) doubtful.add(statement);
    }
    // why something was left open is known to this question only
    const isComplete = !question.budget.isSpent() && !question.vocabulary.isOverfull;
    for (const statement of isComplete ? alone : []) {
      if (!known.has(statement) && !doubtful.has(statement)) rememberBoxes(statement, found.get(statement) ?? []);
    }
    return inOrder([...known, ...found]).flatMap(([, boxes]) => boxes);
  }

  /** The statements of the only policy of the granted side of whose actions no limit speaks. */
  private alone(): readonly CompiledStatement[] {
    const placed = this.granted[0]?.[0]?.levels[0]?.[0];
    const { policy } = placed ?? {};
    if (placed === undefined || policy === undefined || policy !== this.question.onlyPolicy) return [];
    const { open, actions, partitionOf } = this.concernedAt(0);
    // few actions are searched as soon as it is found out
    if (actions.length <= FEW) return [];
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
    const parts = this.openAt(index);
    const [[policy, ofPolicy = []] = [], ...others] = parts;
    const open = [...parts.values()].flat();
    const isMostOf = policy !== undefined && others.length === 0 && areMost(ofPolicy, policy);
    // to leave out the little that is not open would cost more than to see that it is within
    const actions = isMostOf ? policy.partition.actions : unionOf(open.map(({ action }) => actionsOf(action)));
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
      const { actions: concerned, partitionOf } = this.concernedAt(index);
      const policies = this.policiesOf(paths);
      const partitions = policies.map(partitionOf);
      const numbers = new Map(policies.map((policy, place) => [policy, place]));
      const openFor = this.openIn(index, but);
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
        yield* this.ofClass({ kind: 'known', actions }, { paths, isOpen: openFor(actions) }, find);
      }
      yield* this.undecided(unionOf(undecided), paths, but);
    }
  }

  /** For actions that no statement tells apart: which statements are open for them, unless their excess is known. */
  private openIn(index: number, but: ReadonlySet<CompiledStatement>): (actions: ActionSet) => Sought['isOpen'] {
    const [placed, ...others] = this.granted[index]?.[0]?.levels[0] ?? [];
    const parts = placed === undefined ? undefined : this.openAt(index).get(placed.policy);
    if (placed === undefined || parts === undefined || others.length > 0) return () => () => true;
    const open = new Map(parts.map(({ place, action }) => [placed.at(place), { place, action }]));
    return (actions) => (statement) => {
      const part = but.has(statement) ? undefined : open.get(statement);
      if (part === undefined) return false;
      // a limit lists the others word for word, and has all of the actions at hand if it has one of them
      return part.action === placed.policy.elements[part.place] || takesName(part.action, firstName(actions));
    };
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
        yield* this.ofClass({ kind: 'unknown', name }, { paths, isOpen: () => true }, (placed) =>
          placed.ofPlaces(placed.policy.unknown.placesOf(name)),
        );
      }
    }
  }

  /**
   * What statements name and the catalogue does not know, as far as no limit allows it: AWS may have added it since, so that nobody
   * can tell. A pattern that also takes known actions is no sign of that.
   */
  unknownBoxes(): readonly ExcessPart[] {
    const { question } = this;
    const found = new Map<CompiledStatement, Set<string>>();
    for (const [index, paths] of this.granted.entries()) {
      for (const { pattern, name } of [...this.openAt(index).values()]
        .flat()
        .flatMap(({ action }) => strangePatternsOf(action))) {
        const isOpen: Sought['isOpen'] = ({ statement }) => statement?.action.patterns.includes(pattern) === true;
        const find: Find = (placed) => placed.ofPlaces(placed.policy.unknown.placesOf(name));
        for (const { statement } of this.ofClass({ kind: 'unknown', name }, { paths, isOpen }, find)) {
          found.set(statement, (found.get(statement) ?? new Set()).add(pattern));
        }
      }
    }
    const all = [...new Set([...found.values()].flatMap((patterns) => [...patterns]))];
    if (all.length > 0) question.addReason(UNKNOWN_ACTION, unknownText(all));
    return inOrder([...found]).map(([statement, patterns]) => boxOfUnknown(statement, [...patterns]));
  }

  private policiesOf(paths: readonly Path[]): readonly CompiledPolicy[] {
    return [...new Set([...paths, ...this.limits.flat()].flatMap(policiesIn))];
  }

  private *ofClass(actions: Actions, { paths, isOpen }: Sought, find: Find): Generator<Breach> {
    const granted = paths.map((path) => sideOf(path, find));
    const statements = (granted[0]?.levels[0] ?? []).filter(isOpen);
    if (statements.length === 0 || !granted.every(mayAllow)) return;
    const sides = granted.map((side, index) => ({
      granted: side,
      limits: (this.limits[index] ?? []).map((limit) => sideOf(limit, find)).filter(mayAllow),
    }));
    const [first] = sides;
    if (first === undefined) return;
    this.question.budget.spend(1 + statements.length / 10);
    const limits = this.coverage.worded(first);
    const open = statements.flatMap((statement) => {
      const units = statement.units.filter((unit) => !this.coverage.isCovered(unit, statement, limits));
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
  private *undecided(
    actions: ActionSet,
    paths: readonly Path[],
    but: ReadonlySet<CompiledStatement>,
  ): Generator<Breach> {
    if (actions.length === 0) return;
    this.question.addReason('search-cap', 'the comparison stopped at its limit before it was decided');
    const open = { pattern: undefined, witness: noWitness, asWritten: true } as const;
    for (const placed of paths[0]?.levels[0] ?? []) {
      for (const { statement, taken } of placed.allowing()) {
        if (!but.has(statement) && !areApart(taken, actions)) yield { ...open, statement, actions: taken };
      }
    }
  }
}

function firstName(actions: ActionSet): string {
  return actionName(actions[0] ?? 0).toLowerCase();
}

/** Whether most of what the statements of a policy list is open. */
function areMost(open: readonly OpenPart[], { elements }: CompiledPolicy): boolean {
  const count = (lists: readonly PatternList[]): number =>
    lists.reduce((sum, { patterns }) => sum + patterns.length, 0);
  return open.length > 0 && count(open.map(({ action }) => action)) * 2 > count(elements);
}

function policiesIn({ denies }: Path): readonly CompiledPolicy[] {
  return denies.map(({ policy }) => policy);
}

/** Patterns that are written out for people. */
const MOST_NAMED = 5;

function unknownText(patterns: readonly string[]): string {
  const more = patterns.length > MOST_NAMED ? ` and ${patterns.length - MOST_NAMED} more` : '';
  const names = `${patterns.slice(0, MOST_NAMED).join(', ')}${more}`;
  return `the catalogue of ${CATALOGUE_DATE} does not know ${names}, and no limit allows it: AWS may have added it since`;
}
