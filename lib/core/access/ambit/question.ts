import { parseArn } from '../../policy/arn.ts';
import { type ArnReading, arnGlobOfTemplate } from '../../policy/template.ts';
import { decideUnder, isResourcePolicyAlone } from '../decide.ts';
import type { Reason } from '../excess.ts';
import { pinsOf } from '../pins.ts';
import type { AccessRequest, PolicySet } from '../policy-set.ts';
import type { Budget } from './budget.ts';
import type { CompiledStatement } from './compile.ts';
import { type CompiledPolicy, compiledPolicy } from './compiled-policy.ts';
import { modelOfAll } from './conjunction.ts';
import { Encoder } from './goal.ts';
import type { Literal } from './literal.ts';
import type { PrincipalCase } from './principals.ts';
import { readableLetter } from './readable-letter.ts';
import { type Answer, Solver } from './solver.ts';
import { type PartModel, Theory } from './theory.ts';
import { Vocabulary } from './vocabulary.ts';

/** What a comparison is about: the two sides for one principal. Under several readings: what is so under each of them. */
export interface Asked {
  readonly granted: PolicySet;
  readonly limits: readonly PolicySet[];
  readonly readings: readonly ArnReading[];
  readonly principalCase: PrincipalCase;
  readonly budget: Budget;
}

/** What is learned is lost with the clauses, but what one part of a request allows is remembered. */
const MOST_CLAUSES = 4_000;

const TOO_MANY_VARIABLES: Reason = {
  rule: 'search-cap',
  detail: 'the policies have more variables than are told apart',
};

/** One question with everything that is worked out once for it. */
export class Question {
  readonly granted: PolicySet;
  readonly limits: readonly PolicySet[];
  readonly readings: readonly ArnReading[];
  readonly budget: Budget;
  readonly principal: string | undefined;
  readonly partition: string | undefined;
  readonly vocabulary: Vocabulary;
  private readonly theory: Theory;
  private current: Encoder | undefined;
  /** What is known of the request because of who makes it. */
  readonly ofPrincipal: readonly Literal[];
  /** The one policy that is all there is to the granted side and says the same in every comparison, whoever asks. */
  readonly onlyPolicy: CompiledPolicy | undefined;
  /** For statements the values of condition keys with which a request was confirmed. */
  readonly confirmedValues = new Map<CompiledStatement, ReadonlySet<PartModel>>();
  /** How often something was left open, for whatever reason. */
  doubts = 0;
  private readonly found = new Map<string, Reason>();
  private letter: string | undefined;

  constructor({ granted, limits, readings, principalCase, budget }: Asked) {
    const { facts, principal } = principalCase;
    const pins = pinsOf(facts);
    this.readings = readings;
    this.budget = budget;
    this.principal = principal;
    this.partition = parseArn(facts.arn ?? '')?.partition;
    this.vocabulary = new Vocabulary(facts);
    this.theory = new Theory(pins, budget);
    this.ofPrincipal = arnLiterals(principalCase);
    // limits are read as if they were this principal's: "may this principal do what that standard does not allow it?"
    const ofPrincipal = (set: PolicySet): PolicySet =>
      isResourcePolicyAlone(set) || set.principal === facts ? set : { ...set, principal: facts };
    this.granted = ofPrincipal(granted);
    this.limits = limits.map(ofPrincipal);
    // of somebody in particular more is known than the policy says
    this.onlyPolicy = principal === undefined ? onlyPolicyOf(this.granted) : undefined;
  }

  get encoder(): Encoder {
    this.current ??= new Encoder(new Solver(this.theory, this.budget));
    return this.current;
  }

  /** Values of a request that make all of these literals true. */
  modelOfAll(literals: readonly Literal[]): Answer {
    return modelOfAll(literals, this.theory, this.budget);
  }

  /** To be called between goals: clauses of goals that are over are in the way of those to come. */
  tidyUp(): void {
    if (this.current !== undefined && this.current.solver.size > MOST_CLAUSES) this.current = undefined;
  }

  /** A letter for witnesses that none of the policies names. */
  get fresh(): string {
    this.letter ??= readableLetter([this.granted, ...this.limits]);
    return this.letter;
  }

  get reasons(): readonly Reason[] {
    return this.vocabulary.isOverfull ? [...this.found.values(), TOO_MANY_VARIABLES] : [...this.found.values()];
  }

  addReason(rule: string, detail: string): void {
    this.doubts += 1;
    if (!this.found.has(rule)) this.found.set(rule, { rule, detail });
  }

  /** A breach counts only when the readable evaluator says so: allowed on one side, by none of the limits. */
  confirms(request: AccessRequest): boolean {
    return this.allows(request) && this.isOutside(request);
  }

  /** Whether the granted side surely allows a request. */
  allows(request: AccessRequest): boolean {
    this.budget.spend(20);
    return this.readings.every((reading) => decideUnder(reading, this.granted, request).decision === 'allow');
  }

  /** Whether each limit surely denies a request. */
  isOutside(request: AccessRequest): boolean {
    return this.readings.every((reading) =>
      this.limits.every((limit) => decideUnder(reading, limit, request).decision.endsWith('-deny')),
    );
  }
}

/** The policy that is all there is to a set, if what it says does not depend on who asks. */
export function onlyPolicyOf({
  principal,
  identity: [only, ...others],
  ...rest
}: PolicySet): CompiledPolicy | undefined {
  const isAlone = others.length === 0 && Object.keys(principal).length === 0 && Object.keys(rest).length === 0;
  if (only === undefined || !isAlone) return undefined;
  const policy = compiledPolicy(only);
  return policy.namesPrincipals ? undefined : policy;
}

/** What is known of somebody whom the policies do not name: every AWS principal has an ARN. */
function arnLiterals({ arnPatterns }: PrincipalCase): readonly Literal[] {
  if (arnPatterns === undefined) return [];
  const key = 'aws:principalarn';
  const globs = arnPatterns.flatMap((text) => {
    const arn = arnGlobOfTemplate([{ kind: 'text', text }], () => undefined, 'segment-wise');
    return arn.kind === 'glob' ? [arn.glob] : [];
  });
  const predicate = { kind: 'arn', globs } as const;
  const test = { kind: 'value', key, quantifier: 'one', predicate, whenMissing: false, negated: false } as const;
  return [{ atom: { kind: 'key', meaning: `principal ${arnPatterns.join(' ')}`, key, test }, holds: true }];
}
