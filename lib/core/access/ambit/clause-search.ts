/** A variable that must be true (twice its number) or false (one more). */
export type Sign = number;

/** At least one of its signs must be true. */
export interface Clause {
  /** The first two are watched; their order changes. */
  readonly signs: Sign[];
  /** Whether it only stands for the sake of going on: what follows from it is not certain. */
  readonly tainted: boolean;
  /** Whether it follows from what is known of one part of a request: it says nothing new about that part. */
  readonly isLemma?: true;
}

/** The other way round. */
export function not(sign: Sign): Sign {
  return sign ^ 1;
}

type Value = 'true' | 'false' | 'open';

/** What is told when variables are decided and when that is taken back. */
export interface Watcher {
  assigned(sign: Sign, reason: Clause | undefined): void;
  unassigned(sign: Sign): void;
}

/**
 * Clauses and a partial assignment: unit propagation with two watched signs, conflict analysis to the first unique
 * implication point.
 * Source: Eén, Sörensson, "An Extensible SAT-solver", 2003.
 */
export class ClauseSearch {
  /** Set once the clauses contradict each other whatever is decided. */
  broken: { readonly tainted: boolean } | undefined;
  private readonly watcher: Watcher;
  private readonly values: Value[] = [];
  private readonly depths: number[] = [];
  private readonly reasons: (Clause | undefined)[] = [];
  private readonly taints: boolean[] = [];
  private readonly activities: number[] = [];
  private readonly watches: Clause[][] = [];
  private readonly trail: Sign[] = [];
  private readonly starts: number[] = [];
  private head = 0;
  private increment = 1;

  constructor(watcher: Watcher) {
    this.watcher = watcher;
  }

  newVariable(): number {
    this.depths.push(0);
    this.reasons.push(undefined);
    this.taints.push(false);
    this.activities.push(0);
    this.watches.push([], []);
    return this.values.push('open') - 1;
  }

  valueOf(sign: Sign): Value {
    const value = this.values[sign >> 1] ?? 'open';
    if (value === 'open' || (sign & 1) === 0) return value;
    return value === 'true' ? 'false' : 'true';
  }

  /** How much a variable has taken part in conflicts of late. */
  activityOf(sign: Sign): number {
    return this.activities[sign >> 1] ?? 0;
  }

  /** The decisions in force, in their order. */
  decisions(): readonly Sign[] {
    return this.starts.map((start) => this.trail[start] ?? 0);
  }

  decide(sign: Sign): void {
    this.starts.push(this.trail.length);
    this.assign(sign, undefined);
  }

  /** Takes back all decisions but the first ones. */
  undoTo(depth: number): void {
    const start = this.starts[depth];
    if (start === undefined) return;
    for (let at = this.trail.length - 1; at >= start; at -= 1) {
      const sign = this.trail[at] ?? 0;
      this.values[sign >> 1] = 'open';
      if (at < this.head) this.watcher.unassigned(sign);
    }
    this.trail.length = start;
    this.starts.length = depth;
    this.head = Math.min(this.head, start);
  }

  /** Adds a clause; all decisions are taken back. */
  add(clause: Clause): Clause {
    this.undoTo(0);
    this.watch(clause);
    const [first, second] = clause.signs;
    if (first === undefined || this.valueOf(first) === 'false') this.breakBy(clause);
    else if ((second === undefined || this.valueOf(second) === 'false') && this.valueOf(first) === 'open') {
      this.assign(first, clause);
    }
    return clause;
  }

  /** Follows up what is assigned; a clause that came out false. */
  propagate(): Clause | undefined {
    while (this.head < this.trail.length) {
      const sign = this.trail[this.head] ?? 0;
      this.head += 1;
      this.watcher.assigned(sign, this.reasons[sign >> 1]);
      const conflict = this.visit(not(sign));
      if (conflict !== undefined) return conflict;
    }
    return undefined;
  }

  /** Learns from a clause all of whose signs are false, and goes back to where what was learned decides something. */
  learnFrom(conflict: Clause): void {
    const depth = Math.max(0, ...conflict.signs.map((sign) => this.depths[sign >> 1] ?? 0));
    if (depth === 0) {
      this.breakBy(conflict);
      return;
    }
    this.undoTo(depth);
    const learned = this.analyse(conflict, depth);
    const [asserted = 0, ...others] = learned.signs;
    this.undoTo(Math.max(0, ...others.map((sign) => this.depths[sign >> 1] ?? 0)));
    this.watch(learned);
    this.assign(asserted, learned);
    this.increment *= 1.05;
  }

  /** Adds a clause all of whose signs are false now, so that it is seen the next time. Call `learnFrom` with it as well. */
  remember(clause: Clause): void {
    this.watch(clause);
  }

  /** Whether a sign that is false under the assumptions alone may only be so for the sake of going on. */
  isTainted(sign: Sign): boolean {
    const seen = new Set<number>();
    const open = [sign >> 1];
    for (let variable = open.pop(); variable !== undefined; variable = open.pop()) {
      if (seen.has(variable)) continue;
      seen.add(variable);
      const reason = this.reasons[variable];
      if (this.depths[variable] === 0 ? this.taints[variable] === true : reason?.tainted === true) return true;
      if (this.depths[variable] !== 0) for (const other of reason?.signs ?? []) open.push(other >> 1);
    }
    return false;
  }

  private assign(sign: Sign, reason: Clause | undefined): void {
    const variable = sign >> 1;
    this.values[variable] = (sign & 1) === 0 ? 'true' : 'false';
    this.depths[variable] = this.starts.length;
    this.reasons[variable] = reason;
    // only what holds without any decision drops out of what is learned, so only there the taint has to be kept
    if (this.starts.length === 0) this.taints[variable] = reason !== undefined && this.isTaintedBy(reason, variable);
    this.trail.push(sign);
  }

  private isTaintedBy({ tainted, signs }: Clause, but?: number): boolean {
    return tainted || signs.some((sign) => sign >> 1 !== but && this.taints[sign >> 1] === true);
  }

  private breakBy(clause: Clause): void {
    this.broken = { tainted: this.isTaintedBy(clause) };
  }

  /** Watches the two signs that are open or were decided last. */
  private watch(clause: Clause): void {
    const { signs } = clause;
    for (const place of [0, 1]) {
      for (let other = place + 1; other < signs.length; other += 1) {
        const [a = 0, b = 0] = [signs[place], signs[other]];
        if (this.rank(b) > this.rank(a)) [signs[place], signs[other]] = [b, a];
      }
      const sign = signs[place];
      if (sign !== undefined) this.watches[sign]?.push(clause);
    }
  }

  private rank(sign: Sign): number {
    return this.valueOf(sign) === 'false' ? (this.depths[sign >> 1] ?? 0) : Number.MAX_SAFE_INTEGER;
  }

  /** Looks at the clauses that watch a sign that turned false. */
  private visit(falsified: Sign): Clause | undefined {
    const watching = this.watches[falsified] ?? [];
    let conflict: Clause | undefined;
    this.watches[falsified] = watching.filter((clause) => {
      if (conflict !== undefined) return true;
      const { signs } = clause;
      if (signs.length > 1 && signs[0] === falsified) [signs[0], signs[1]] = [signs[1] ?? falsified, falsified];
      const [first = falsified] = signs;
      if (this.valueOf(first) === 'true') return true;
      if (this.watchAnother(clause)) return false;
      if (this.valueOf(first) === 'false') conflict = clause;
      else this.assign(first, clause);
      return true;
    });
    return conflict;
  }

  /** Watches another sign in place of the second one, which is false; false: all others are false as well. */
  private watchAnother(clause: Clause): boolean {
    const { signs } = clause;
    for (let place = 2; place < signs.length; place += 1) {
      const sign = signs[place] ?? 0;
      if (this.valueOf(sign) === 'false') continue;
      [signs[1], signs[place]] = [sign, signs[1] ?? 0];
      this.watches[sign]?.push(clause);
      return true;
    }
    return false;
  }

  private analyse(conflict: Clause, depth: number): Clause {
    const seen = new Set<number>();
    const kept: Sign[] = [];
    let { tainted } = conflict;
    let clause: Clause = conflict;
    let [open, at] = [0, this.trail.length - 1];
    for (;;) {
      for (const sign of clause.signs) {
        const variable = sign >> 1;
        if (seen.has(variable)) continue;
        seen.add(variable);
        const own = this.depths[variable] ?? 0;
        if (own === 0) tainted ||= this.taints[variable] === true;
        else this.activities[variable] = (this.activities[variable] ?? 0) + this.increment;
        if (own === depth) open += 1;
        else if (own > 0) kept.push(sign);
      }
      while (!seen.has((this.trail[at] ?? 0) >> 1) || this.depths[(this.trail[at] ?? 0) >> 1] !== depth) at -= 1;
      const sign = this.trail[at] ?? 0;
      at -= 1;
      open -= 1;
      if (open === 0) return { signs: [not(sign), ...kept], tainted };
      const reason = this.reasons[sign >> 1];
      if (reason === undefined) throw new Error('a decision has more than one open sign after it');
      tainted ||= reason.tainted;
      clause = reason;
    }
  }
}
