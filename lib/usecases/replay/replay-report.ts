import type { Finding, FindingKind, Response, Severity } from '../../core/governance/finding.ts';
import { isProtected } from '../../core/governance/holds/protected.ts';
import { modeIn } from '../../core/governance/standards/mode-in.ts';
import type { Governance, PrincipalClass } from '../../core/governance/standards/standards.ts';
import type { Instant } from '../../core/instant.ts';
import { Most } from '../most.ts';
import { ReplayedBreaker, type BreakerReport } from './replayed-breaker.ts';

/** How many findings there were of one kind in one class, and what would have been done about them. */
export interface ReportedKind {
  readonly class: string;
  readonly kind: FindingKind;
  readonly count: number;
  readonly exceeds: number;
  readonly undetermined: number;
  readonly responses: Readonly<Record<Response['kind'], number>>;
}

/** A principal, and how often and how gravely it was found. */
export interface ReportedPrincipal {
  readonly principal: string;
  readonly class: string;
  readonly findings: number;
  /** Of its gravest finding. */
  readonly severity: Severity;
}

/** Actions as the policies to blame write them, and in how many findings they are in excess. */
export interface ReportedActions {
  readonly action: string;
  readonly findings: number;
}

/** What Ambit would have done, had it seen what was replayed. */
export interface ReplayReport {
  /** Times of the first and the last call with a finding; undefined: there is none. */
  readonly period: { readonly from: Instant; readonly to: Instant } | undefined;
  /** By class, then kind. */
  readonly kinds: readonly ReportedKind[];
  readonly responses: Readonly<Record<Response['kind'], number>>;
  /** Those with the gravest and the most findings. */
  readonly principals: readonly ReportedPrincipal[];
  readonly actions: readonly ReportedActions[];
  /** Findings that would have led to a hold, but for the principal, which is protected. */
  readonly protectedPrincipals: readonly ReportedPrincipal[];
  readonly breaker: BreakerReport;
}

/** So many principals and actions are named. */
const NAMED = 10;

const GRAVITY: Readonly<Record<Severity, number>> = { low: 0, medium: 1, high: 2, critical: 3 };

/** Sums up the findings of a replay, one after the other. What it keeps grows with the principals, not with the findings. */
export class ReplayTally {
  readonly #governance: Governance;
  readonly #kinds = new Map<string, KindTally>();
  readonly #principals = new Most<PrincipalTally>();
  readonly #protected = new Most<PrincipalTally>();
  readonly #actions = new Most<{ findings: number }>();
  readonly #breaker: ReplayedBreaker;
  #from = Number.POSITIVE_INFINITY;
  #to = Number.NEGATIVE_INFINITY;

  constructor(governance: Governance) {
    this.#governance = governance;
    this.#breaker = new ReplayedBreaker(governance.breaker);
  }

  /** A finding, and how many principals its account has by then. */
  add(finding: Finding, principals: number): void {
    const { call, excess } = finding;
    if (call !== null) {
      this.#from = Math.min(this.#from, call.time);
      this.#to = Math.max(this.#to, call.time);
    }
    this.#addKind(finding);
    addPrincipal(this.#principals, finding);
    if (this.#isKeptOff(finding)) addPrincipal(this.#protected, finding);
    for (const action of new Set(excess.flatMap(({ actions }) => actions))) {
      const known = this.#actions.of(action, () => ({ findings: 0 }));
      if (known !== undefined) known.findings += 1;
    }
    this.#breaker.add(finding, principals);
  }

  report(): ReplayReport {
    const kinds = [...this.#kinds.values()].sort((one, other) => compareTexts(keyOf(one), keyOf(other)));
    const actions = [...this.#actions.entries()].map(([action, { findings }]) => ({ action, findings }));
    return {
      period: this.#from <= this.#to ? { from: this.#from, to: this.#to } : undefined,
      kinds,
      responses: kinds.reduce((sum, { responses }) => added(sum, responses), NO_RESPONSES),
      principals: gravest(this.#principals),
      actions: actions
        .sort((one, other) => other.findings - one.findings || compareTexts(one.action, other.action))
        .slice(0, NAMED),
      protectedPrincipals: gravest(this.#protected),
      breaker: this.#breaker.report(),
    };
  }

  #addKind({ class: className, kind, verdict, response }: Finding): void {
    const key = keyOf({ class: className, kind });
    const tally = this.#kinds.get(key) ?? {
      class: className,
      kind,
      count: 0,
      exceeds: 0,
      undetermined: 0,
      responses: { ...NO_RESPONSES },
    };
    tally.count += 1;
    tally[verdict] += 1;
    tally.responses[response.kind] += 1;
    this.#kinds.set(key, tally);
  }

  /** Whether the class would have had it held, and only the principal's protection did not. */
  #isKeptOff({ principal, account, class: className, response }: Finding): boolean {
    if (response.kind !== 'alert' || !isProtected(principal, this.#governance)) return false;
    const { classes, unclassified } = this.#governance;
    const found: PrincipalClass | undefined = [...classes, unclassified].find(({ name }) => name === className);
    if (found === undefined || found.response.kind === 'alert') return false;
    return modeIn(account, found, this.#governance) === 'enforce';
  }
}

type Counts = Record<Response['kind'], number>;
type KindTally = { -readonly [K in keyof ReportedKind]: ReportedKind[K] } & { responses: Counts };
type PrincipalTally = { -readonly [K in keyof ReportedPrincipal]: ReportedPrincipal[K] };

const NO_RESPONSES: Readonly<Counts> = { observe: 0, alert: 0, hold: 0, 'hold-unless-approved': 0 };

function added(one: Readonly<Counts>, other: Readonly<Counts>): Counts {
  return {
    observe: one.observe + other.observe,
    alert: one.alert + other.alert,
    hold: one.hold + other.hold,
    'hold-unless-approved': one['hold-unless-approved'] + other['hold-unless-approved'],
  };
}

function addPrincipal(all: Most<PrincipalTally>, { principal, class: className, severity }: Finding): void {
  const known = all.of(principal, () => ({ principal, class: className, findings: 0, severity }));
  if (known === undefined) return;
  known.findings += 1;
  if (GRAVITY[severity] > GRAVITY[known.severity]) known.severity = severity;
}

function gravest(all: Most<PrincipalTally>): readonly ReportedPrincipal[] {
  const byGravity = [...all.values()].sort(
    (one, other) =>
      GRAVITY[other.severity] - GRAVITY[one.severity] ||
      other.findings - one.findings ||
      compareTexts(one.principal, other.principal),
  );
  return byGravity.slice(0, NAMED);
}

function keyOf({ class: className, kind }: Pick<ReportedKind, 'class' | 'kind'>): string {
  return `${className} ${kind}`;
}

function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
