import type { ArnReading } from '../../policy/template.ts';
import { unionOf } from '../action-set.ts';
import { actionName } from '../catalogue.ts';
import { decide } from '../decide.ts';
import type { Reason, Witness } from '../excess.ts';
import type { PolicySet } from '../policy-set.ts';
import { jointClasses } from './joint-classes.ts';
import { type Ambit, asOf, containsBy, policySetsOf } from './ambit.ts';
import { Budget } from './budget.ts';
import { type Applicable, type PlacedPolicy, compiledPolicy } from './compiled-policy.ts';
import { type Formula, all, allowed, any, refused } from './formula.ts';
import { Goal } from './goal.ts';
import type { Membership } from './membership.ts';
import { type Path, grantedPaths, limitingPaths } from './paths.ts';
import { policiesOf } from './policies-of.ts';
import { principalCases } from './principals.ts';
import { Question } from './question.ts';
import { type ShapeGroup, ShapeGroups } from './shape-groups.ts';
import { requestsAt } from './witness.ts';

/** Whether a set of requests is empty: if not, one of its requests; if that was not found out, why. */
export type Emptiness =
  | { readonly kind: 'empty' }
  | { readonly kind: 'inhabited'; readonly witness: Witness }
  | { readonly kind: 'undetermined'; readonly reasons: readonly Reason[] };

const MOST_STEPS = 100_000;
/** Ways to be in the set that are tried for each group of actions. */
const MOST_TRIES = 12;

/**
 * Whether a set has no request that an action of the catalogue can make. Its policies are read as those of the principal of
 * the first of them. A witness is in the set under either reading of ARN stars; `empty` holds under either as well.
 */
export function emptiness(ambit: Ambit): Emptiness {
  const sets = policySetsOf(ambit);
  const [first, ...others] = sets;
  if (first === undefined) return { kind: 'empty' };
  const mayCross = sets.flatMap(policiesOf).some((policy) => compiledPolicy(policy).mayCrossColons);
  const together: readonly ArnReading[] = mayCross ? ['segment-wise', 'crossing'] : ['segment-wise'];
  const budget = new Budget(MOST_STEPS);
  const reasons = new Map<string, Reason>();
  for (const principalCase of principalCases(first, others)) {
    const ask = (readings: readonly ArnReading[]): Emptiness => {
      const question = new Question({ granted: first, limits: others, readings, principalCase, budget });
      return new EmptinessSearch(asOf(principalCase.facts, ambit), question).run();
    };
    const found = ask(together);
    if (found.kind === 'inhabited') return found;
    const apart = together.length > 1 ? together.map((reading) => ask([reading])) : [];
    for (const each of [found, ...apart]) {
      if (each.kind === 'undetermined') for (const reason of each.reasons) reasons.set(reason.rule, reason);
      else if (each.kind === 'inhabited') reasons.set('arn-colon-crossing', CROSSING);
    }
  }
  return reasons.size === 0 ? { kind: 'empty' } : { kind: 'undetermined', reasons: [...reasons.values()] };
}

const CROSSING: Reason = {
  rule: 'arn-colon-crossing',
  detail: 'a request is in the set under one reading of ARN stars, and none was found under both',
};

/** A request in the set; undefined where it is empty, or where that was not found out. */
export function witness(ambit: Ambit): Witness | undefined {
  const found = emptiness(ambit);
  return found.kind === 'inhabited' ? found.witness : undefined;
}

/** Whether the set surely has no request. */
export function isEmpty(ambit: Ambit): boolean {
  return emptiness(ambit).kind === 'empty';
}

type Find = (policy: PlacedPolicy) => Applicable;
const NOTHING: Applicable = { allows: [], denies: [], size: 0 };

/** How a policy set counts: with all that it may allow where it adds to a set, with what it surely allows elsewhere. */
type Bound = 'at most' | 'at least';

/** Searches a set for a request that is in it under each of the question's readings. */
class EmptinessSearch {
  private readonly ambit: Ambit;
  private readonly question: Question;
  private readonly paths = new Map<PolicySet, Map<string, readonly Path[]>>();

  constructor(ambit: Ambit, question: Question) {
    this.ambit = ambit;
    this.question = question;
  }

  run(): Emptiness {
    const paths = this.allPaths();
    const policies = [...new Set(paths.flatMap(({ denies }) => denies.map(({ policy }) => policy)))];
    const places = new Map(policies.map((policy, index) => [policy, index]));
    const partitions = policies.map(({ partition }) => partition);
    for (const { actions, classes } of jointClasses(unionOf(partitions.map((each) => each.actions)), partitions)) {
      const find: Find = (placed) => {
        const number = classes[places.get(placed.policy) ?? -1];
        return number === undefined ? NOTHING : placed.ofClass(placed.policy.partition, number);
      };
      const statements = paths
        .flatMap(({ denies }) => denies.map(find))
        .flatMap((one) => [...one.allows, ...one.denies]);
      const groups = new ShapeGroups(actions, new Set(statements), this.question.partition).of([]);
      const request = this.findIn(groups, find);
      if (request !== undefined) return { kind: 'inhabited', witness: request };
    }
    const { reasons } = this.question;
    return reasons.length === 0 ? { kind: 'empty' } : { kind: 'undetermined', reasons };
  }

  private findIn(groups: readonly ShapeGroup[], find: Find): Witness | undefined {
    const { encoder, readings, ofPrincipal, principal, vocabulary, fresh } = this.question;
    const goal = new Goal(
      encoder,
      all(readings.map((reading) => this.formulaOf(this.ambit, 'at most', reading, find))),
    );
    for (const { universe, actions } of groups) {
      const literals = universe === undefined ? ofPrincipal : [...ofPrincipal, { atom: universe, holds: true }];
      const base = { ...(principal === undefined ? {} : { principal }), action: actionName(actions[0] ?? 0) };
      let tries = 0;
      for (const answer of goal.answers(literals.map((literal) => encoder.solver.signOf(literal)))) {
        if (answer === 'none') break;
        if (answer === 'unknown') {
          this.question.addReason(
            'search-cap',
            `${base.action}: the search stopped at its limit before it was decided`,
          );
          break;
        }
        for (const request of requestsAt(answer, [], { base, vocabulary, fresh })) {
          if (this.confirms(request)) return request;
        }
        tries += 1;
        this.question.addReason('unconfirmed', `${base.action}: an upper bound that no request confirmed`);
        if (tries >= MOST_TRIES) break;
      }
    }
    goal.close();
    return undefined;
  }

  private confirms(request: Witness): boolean {
    this.question.budget.spend(20);
    return containsBy(this.ambit, (policies) => membershipBy(policies, request)) === 'yes';
  }

  private allPaths(): readonly Path[] {
    const bounds: readonly Bound[] = ['at most', 'at least'];
    return policySetsOf(this.ambit).flatMap((set) =>
      this.question.readings.flatMap((reading) => bounds.flatMap((bound) => this.pathsOf(set, bound, reading))),
    );
  }

  private pathsOf(set: PolicySet, bound: Bound, reading: ArnReading): readonly Path[] {
    const { principal, vocabulary } = this.question;
    const name = `${bound} ${reading}`;
    const ofSet = this.paths.get(set) ?? new Map<string, readonly Path[]>();
    const find = bound === 'at most' ? grantedPaths : limitingPaths;
    const paths = ofSet.get(name) ?? find(set, principal, { reading, vocabulary });
    this.paths.set(set, ofSet.set(name, paths));
    return paths;
  }

  /** That a request is in the set. */
  private formulaOf(ambit: Ambit, bound: Bound, reading: ArnReading, find: Find): Formula {
    const inside = (each: Ambit): Formula => this.formulaOf(each, bound, reading, find);
    switch (ambit.kind) {
      case 'allowed':
        return any(this.sidesOf(ambit.policies, bound, reading, find).map(allowed));
      case 'union':
        return any(ambit.of.map(inside));
      case 'intersection':
        return all(ambit.of.map(inside));
      case 'difference':
        return all([inside(ambit.of), this.formulaOutside(ambit.without, opposite(bound), reading, find)]);
    }
  }

  /** That a request is not in the set. */
  private formulaOutside(ambit: Ambit, bound: Bound, reading: ArnReading, find: Find): Formula {
    const outside = (each: Ambit): Formula => this.formulaOutside(each, bound, reading, find);
    switch (ambit.kind) {
      case 'allowed':
        return all(this.sidesOf(ambit.policies, bound, reading, find).map(refused));
      case 'union':
        return all(ambit.of.map(outside));
      case 'intersection':
        return any(ambit.of.map(outside));
      case 'difference':
        return any([outside(ambit.of), this.formulaOf(ambit.without, opposite(bound), reading, find)]);
    }
  }

  private sidesOf(
    set: PolicySet,
    bound: Bound,
    reading: ArnReading,
    find: Find,
  ): readonly Parameters<typeof allowed>[0][] {
    return this.pathsOf(set, bound, reading).map(({ levels, denies }) => ({
      levels: levels.map((level) => level.flatMap((policy) => find(policy).allows)),
      denies: denies.flatMap((policy) => find(policy).denies),
    }));
  }
}

function opposite(bound: Bound): Bound {
  return bound === 'at most' ? 'at least' : 'at most';
}

function membershipBy(policies: PolicySet, request: Witness): Membership {
  const { decision, reading } = decide(policies, request);
  switch (decision) {
    case 'allow':
      return 'yes';
    case 'implicit-deny':
    case 'explicit-deny':
      return 'no';
    case 'undetermined':
      return { unclear: reading ?? 'undetermined' };
  }
}
