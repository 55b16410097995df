import { affectedBy } from '../../core/account/affected-by.ts';
import { applyTaken } from '../../core/account/apply-taken.ts';
import type { IamCall } from '../../core/account/call.ts';
import { emptyAccount } from '../../core/account/empty-account.ts';
import { isAwsManaged } from '../../core/account/iam-arn.ts';
import { principalOf } from '../../core/account/slice.ts';
import { missingFor, withStub } from '../../core/account/missing.ts';
import type { Organization } from '../../core/account/organization/organization.ts';
import type { AccountState, ManagedPolicy } from '../../core/account/state.ts';
import type { Call } from '../../core/activity/call.ts';
import type { Change, ResourcePolicyChange } from '../../core/activity/changes.ts';
import { assessAccess } from '../../core/governance/assess/assess.ts';
import { assessBurst } from '../../core/governance/assess/environments/assess-burst.ts';
import { assessEnvironment } from '../../core/governance/assess/environments/assess-environment.ts';
import { assessLosses } from '../../core/governance/assess/assess-losses.ts';
import { assessOwnParts } from '../../core/governance/assess/assess-own-parts.ts';
import { assessUntold } from '../../core/governance/assess/assess-untold.ts';
import { assessWatched, type UnassessedChange } from '../../core/governance/assess/assess-watched.ts';
import { classOfActor } from '../../core/governance/standards/classify.ts';
import { changesUnder } from '../../core/governance/assess/environments/changes-under.ts';
import { destructionOf } from '../../core/governance/assess/environments/destruction.ts';
import type { Finding } from '../../core/governance/finding.ts';
import { assessGates } from '../../core/governance/gates/assess-gates.ts';
import { gateCallOf } from '../../core/governance/gates/gate-call.ts';
import { onceEach } from '../../core/governance/once-each.ts';
import { ownPartsIn, USUAL_NAMES } from '../../core/governance/assess/own-parts.ts';
import { assessUnknownHolders } from '../../core/governance/assess/identity-center/unknown-holders.ts';
import { sameAccessState } from '../../core/governance/assess/same-access-state.ts';
import { assessSharing, ownGranteesOfCall } from '../../core/governance/sharing/assess-sharing.ts';
import { assessCredential } from '../../core/governance/credentials/assess-credential.ts';
import { granteesIn } from '../../core/governance/sharing/known-grantees.ts';
import { KnownPolicies } from '../../core/governance/sharing/known-policies.ts';
import type { Governance } from '../../core/governance/standards/standards.ts';
import { partitionOf } from '../../core/activity/partition.ts';
import { gapsIn, type ReplayGaps } from './replay-gaps.ts';
import { ReplayedAgents } from './replayed-agents.ts';
import { ReplayedDestructions } from './replayed-destructions.ts';
import { ReplayedGates } from './replayed-gates.ts';
import { ReplayedEnvironments } from './replayed-environments.ts';
import { ReplayedIdentityCenter } from './replayed-identity-center.ts';
import { ReplayedObservations } from './replayed-observations.ts';
import { ReplayedOrganization } from './replayed-organization.ts';
import { ReplayedRoles } from './replayed-roles.ts';

/** What is known when a replay begins. */
export interface ReplayedWorld {
  /** Accounts whose state is known; all others start empty. */
  readonly accounts: readonly AccountState[];
  /** `before`: they are known to be as they were before the first record. Absent: they may show what later calls did. */
  readonly taken?: 'before';
  readonly governance: Governance;
  /** The organization as it was before the first record; absent: what its calls tell is known of it. */
  readonly organization?: Organization;
  /** The AWS managed policy with this ARN, where it is known: accounts that start empty list none. */
  readonly managedPolicy?: (arn: string) => ManagedPolicy | undefined;
}

/** The accounts of a replay: each has a state of its own, which its calls change. Nothing outside is touched. */
export class ReplayedAccounts {
  readonly #states: Map<string, AccountState>;
  readonly #given: ReadonlyMap<string, AccountState>;
  readonly #taken: ReplayedWorld['taken'];
  readonly #managedPolicy: (arn: string) => ManagedPolicy | undefined;
  readonly #governance: Governance;
  readonly #policies = new KnownPolicies();
  readonly #environments = new ReplayedEnvironments();
  readonly #observations = new ReplayedObservations();
  readonly #destroyed: ReplayedDestructions;
  readonly #gates = new ReplayedGates();
  readonly #organization: ReplayedOrganization;
  readonly #roles: ReplayedRoles;
  readonly #identityCenter: ReplayedIdentityCenter;
  /** Principals whose state comes of replayed calls, no longer of a snapshot that may be younger than they. */
  readonly #replayed = new Set<string>();
  readonly #agents: ReplayedAgents;

  constructor({ accounts, taken, governance, organization, managedPolicy }: ReplayedWorld) {
    this.#taken = taken;
    this.#states = new Map(accounts.map((state) => [state.account, state]));
    this.#given = new Map(this.#states);
    // AWS's own policies are the same in every account
    const policies = accounts.flatMap((state) => [...state.policies.values()]);
    const listed = new Map(policies.filter(({ arn }) => isAwsManaged(arn)).map((policy) => [policy.arn, policy]));
    this.#managedPolicy = (arn) => listed.get(arn) ?? managedPolicy?.(arn);
    this.#governance = governance;
    this.#organization = new ReplayedOrganization(governance, organization);
    this.#roles = new ReplayedRoles(governance, (account) => this.#states.get(account));
    this.#agents = new ReplayedAgents(governance);
    this.#identityCenter = new ReplayedIdentityCenter(this.#managedPolicy);
    this.#destroyed = new ReplayedDestructions(governance.burst);
  }

  /** What the replay could not know, as the states are now. */
  gaps(): ReplayGaps {
    return gapsIn(this.#states.values(), new Set(this.#given.keys()));
  }

  /** The state of a call's account, as the calls before it left it. */
  stateOf(call: Call): AccountState {
    return (
      this.#states.get(call.account) ?? emptyAccount(call.account, partitionOf(call.actor.principalArn, call.region))
    );
  }

  /** How many principals an account is known to have, as the calls so far left it. */
  principalsIn(account: string): number {
    const state = this.#states.get(account);
    return state === undefined ? 0 : state.roles.size + state.users.size;
  }

  /**
   * Applies a call and says what is wrong with it, and with who made it. What it names and the account lacks is made up as
   * unknown. A refused call changes nothing.
   */
  assess(given: Call): readonly Finding[] {
    const call = this.#agents.joined(given);
    const findings = call.error === undefined ? this.#assessEffects(call) : [];
    return [...findings, ...this.#agents.assess(call, (account) => this.#states.get(account))];
  }

  /** What calls may have given whose records do not say what they changed, as far as their account was given. Asked at the end. */
  assessUntold(calls: readonly Call[]): readonly Finding[] {
    return calls.flatMap((call) => {
      const shown = this.#given.get(call.account);
      const known = this.#states.get(call.account);
      if (shown === undefined || known === undefined) return [];
      const isExplained = (principalArn: string) => this.#replayed.has(principalArn);
      return assessUntold({ call, shown, known, isExplained, governance: this.#governance });
    });
  }

  #assessEffects(call: Call): readonly Finding[] {
    const findings = changesUnder(call, this.#governance).flatMap((change) =>
      this.#assessChange({ ...call, change }, change),
    );
    return onceEach([
      ...this.#assessOwnParts(call),
      ...findings,
      ...this.#assessGates(call),
      ...this.#assessBurst(call),
    ]);
  }

  #assessGates(call: Call): readonly Finding[] {
    const gate = this.#gates.with(call);
    const state = this.#states.get(call.account);
    return gate === undefined ? [] : assessGates({ ...gate, governance: this.#governance, state, now: call.time });
  }

  #assessOwnParts(call: Call): readonly Finding[] {
    const parts = ownPartsIn(call, USUAL_NAMES);
    const state = this.#states.get(call.account);
    return parts.length === 0
      ? []
      : assessOwnParts({ call, parts, governance: this.#governance, state, now: call.time });
  }

  #assessBurst(call: Call): readonly Finding[] {
    const destruction = destructionOf(call);
    if (destruction === undefined) return [];
    const destructions = this.#destroyed.with(destruction);
    const state = this.#states.get(call.account);
    return assessBurst({ call, destructions, governance: this.#governance, state, now: call.time });
  }

  #assessChange(call: Call, change: Change): readonly Finding[] {
    switch (change.kind) {
      case 'access':
        return change.iam === undefined ? [] : this.#assessAccess(call, change.iam);
      case 'environment':
        if (change.effect === 'destroy') this.#policies.forget(call.account, change.resources);
        return this.#assessEnvironment(call);
      case 'identity-center': {
        const state = this.#states.get(call.account);
        return this.#identityCenter.assess(call, change, { governance: this.#governance, state });
      }
      case 'organization': {
        const state = this.#states.get(call.account);
        const stateOf = (account: string) => this.#states.get(account);
        return this.#organization.assess(call, change, { governance: this.#governance, state, stateOf });
      }
      case 'guard':
      case 'tamper':
      case 'gate': {
        // other calls on the same gate tell of it
        if (gateCallOf(call) !== undefined) return [];
        const state = this.#states.get(call.account);
        return assessLosses({ call, change, governance: this.#governance, state, now: call.time });
      }
      case 'resource-policy':
        return this.#assessSharing(call, change);
      case 'role-handed':
      case 'role-used':
      case 'trust':
        return this.#roles.assess(call, change, () => this.#tellOf(call, change));
      case 'credential': {
        const state = this.#states.get(call.account);
        const governance = this.#governance;
        return assessCredential({ call, change, governance, state, subject: state, now: call.time });
      }
      case 'session':
      case 'deployment':
      case 'unknown':
        return this.#tellOf(call, change);
    }
  }

  #tellOf(call: Call, change: UnassessedChange): readonly Finding[] {
    const state = this.#states.get(call.account);
    const watched = { call, change, governance: this.#governance, state, now: call.time };
    return this.#observations.unlessKnown(watched, () => assessWatched(watched));
  }

  #assessAccess(call: Call, iam: IamCall): readonly Finding[] {
    const known = this.stateOf(call);
    const before = missingFor(iam, known) === undefined ? known : withStub(known, iam);
    const after = applyTaken(before, iam, { managedPolicy: this.#managedPolicy });
    this.#states.set(call.account, after);
    const governance = this.#governance;
    const actorClass = classOfActor(call.actor, after, governance);
    const principals = new Set([...affectedBy(iam, before), ...affectedBy(iam, after)]);
    const findings = [...principals].flatMap((principalArn) => {
      const pair = { before: this.#beforeOf(principalArn, iam, { before, after }), after };
      this.#replayed.add(principalArn);
      const about = { pair, principalArn, call, governance, waivers: [], now: call.time, actorClass };
      return this.#organization.under(call.account, (guardrails) => assessAccess({ ...about, guardrails }));
    });
    const toOthers = assessUnknownHolders({ call, iam, before: known, after, governance, now: call.time });
    return [...this.#identityCenter.withoutProvisioned(findings, call), ...toOthers];
  }

  /**
   * A snapshot may have been taken after the call: then it shows already what the call gave, and what was before it is
   * not known.
   */
  #beforeOf(principalArn: string, iam: IamCall, { before, after }: { before: AccountState; after: AccountState }) {
    const mayBeLater = this.#taken === undefined && !this.#replayed.has(principalArn);
    // of who is known only from calls nobody has told of a boundary that is taken away
    const isUntold = BOUNDARY.test(iam.name) && principalOf(before, principalArn)?.seenOnlyInCalls === true;
    const isShown = (mayBeLater || isUntold) && sameAccessState(before, after, principalArn);
    if (!isShown || TAKES_AWAY.test(iam.name)) return before;
    return emptyAccount(before.account, before.partition);
  }

  #assessSharing(call: Call, change: ResourcePolicyChange): readonly Finding[] {
    const before = (resource: string) => this.#policies.of(call.account, resource);
    const state = this.#states.get(call.account);
    const governance = this.#governance;
    const grantees = granteesIn(ownGranteesOfCall(call, change), state, governance);
    const findings = assessSharing({
      call,
      change,
      governance,
      state,
      before,
      grantees,
      members: this.#organization.membersToShareWith(),
      now: call.time,
    });
    this.#policies.follow(call, change);
    return findings;
  }

  #assessEnvironment(call: Call): readonly Finding[] {
    const recent = this.#environments.with(call);
    const state = this.#states.get(call.account);
    return assessEnvironment({ call, recent, governance: this.#governance, state, now: call.time });
  }
}

const BOUNDARY = /^Delete\w+PermissionsBoundary$/;
const TAKES_AWAY = /^(?:Detach|Remove|Untag|Delete(?!.*Boundary$))/;
