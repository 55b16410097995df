import type { PlanCall } from '../account/plan-call.ts';
import type { AccountState } from '../account/state.ts';
import type { ActorPerson } from '../activity/actor.ts';
import type { ExcessBox, Reason, Witness } from '../access/excess.ts';
import type { Digest } from '../digest.ts';
import type { Instant } from '../instant.ts';
import type { JsonObject } from '../json.ts';
import type { SetHolder } from '../account/identity-center/set-holder.ts';
import type { GivenSet } from '../account/identity-center/given-set.ts';

/** What is wrong. */
export type FindingKind =
  /** A principal was given more than the standard of its class. */
  | 'excess-access'
  /** A boundary, a policy of the organization, a Deny of a resource or what else limits was removed or loosened. */
  | 'guardrail-removed'
  /** Who may assume a role grew beyond the standard of its class, or somebody from outside came to act with more than theirs. */
  | 'excess-trust'
  /** Found by a sweep: excess with no call that explains it. */
  | 'standing-excess'
  /** A credential was made for a principal that is already beyond its standard, for another user, or for the root user. */
  | 'credential-created'
  | 'unpermitted-destruction'
  | 'environment-recreated'
  /** An agent acted with the role of a person: what it may do is the agent's standard, in that session. */
  | 'agent-as-engineer'
  /** A session destroyed more within a short time than anybody destroys by hand, guarded or not. */
  | 'destructive-burst'
  /** What stands between a change and production was taken away, forced, or passed by the author of the change. */
  | 'gate-bypassed'
  /** Those who watch were blinded: a trail, an event rule, a recorder, a detector, or a part of Ambit. */
  | 'watch-tampered'
  /** Somebody took back a hold without the people who must sign; it is held again. */
  | 'hold-undone'
  /** A resource was opened to somebody outside the account or organization, or to a principal beyond its standard. */
  | 'excess-sharing'
  /** A principal handed a role to something that it controls, and gains what that role may do. */
  | 'excess-by-role'
  /** A break-glass role changed a guarded environment: the gate let it pass without a permit. */
  | 'break-glass-used'
  /** A change was seen that Ambit does not assess: what it gave is not known. */
  | 'unassessed-change'
  /** A call that Ambit watches could not be read, or not be handled. */
  | 'unreadable-call';

/** How grave a finding is, the least first. */
export type Severity = 'low' | 'medium' | 'high' | 'critical';

/** What was decided to do about a finding. */
export type Response =
  | { readonly kind: 'observe'; readonly why: string }
  | { readonly kind: 'alert'; readonly why: string }
  | { readonly kind: 'hold'; readonly plan: HoldPlan }
  | { readonly kind: 'hold-unless-approved'; readonly plan: HoldPlan; readonly deadline: Instant };

/** How a hold is done: calls that stop the use of the excess, and the calls that would give it back. */
export interface HoldPlan<C extends PlanCall = PlanCall> {
  /** `exact-inverse`: the state after equals the state before the call; `contain`: a reserved deny or a deactivation. */
  readonly kind: 'exact-inverse' | 'contain';
  readonly account: string;
  readonly calls: readonly C[];
  /** What restore applies: frozen when the finding is raised, and what people sign. */
  readonly restore: readonly C[];
  /** For people: what the hold does. */
  readonly summary: string;
  /** Absent in plans that touch one session only, and in old ones. */
  readonly proof?: HoldProof;
}

/** What was shown of a plan before it was frozen, and which plans would have taken less and were not to be used. */
export interface HoldProof {
  readonly shown: /** Computed: all that decides about the principal is then as it was before the call. */
    | 'as-before'
    /**
     * By the access engine: the access is then within standard, waivers and what was held before, and all of it that is within these
     * stays.
     */
    | 'within-limits'
    /** Everything is denied, which is more than the excess. */
    | 'nothing-left'
    /** The credential opens nothing; what the principal may do is as it was. */
    | 'credential-off'
    /** Whoever assumed the role since its trust changed is denied everything; older sessions go on. */
    | 'no-new-session';
  /** What goes on all the same, for people; absent: nothing that is known. */
  readonly leaves?: readonly string[];
  readonly passedOver: readonly PassedOver[];
}

/** A plan that was not to be used, and why, for people. */
export interface PassedOver {
  readonly plan: 'exact-inverse' | 'exact-deny' | 'inline-deny';
  readonly why: string;
}

/** The actor as findings show it. */
export interface FindingActor {
  readonly id: string;
  readonly name: string;
  readonly class: string;
  readonly via: string;
  readonly principalArn?: string;
  /** The person behind the actor, and what of the record names them; absent: nobody can be named. */
  readonly personId?: string;
  readonly personBy?: ActorPerson['by'];
  readonly agentHints: readonly string[];
}

/** What Ambit tells people. Immutable once raised: what happens to it later is in its case. */
export interface Finding {
  readonly id: string;
  readonly kind: FindingKind;
  readonly severity: Severity;
  /** ARN of the principal whose access is in excess; of who acted, where an environment was changed, or a role handed over or opened. */
  readonly principal: string;
  readonly account: string;
  readonly class: string;
  readonly actor: FindingActor;
  readonly call: { readonly id: string; readonly source: string; readonly name: string; readonly time: Instant } | null;
  readonly verdict: 'exceeds' | 'undetermined';
  readonly excess: readonly ExcessBox[];
  readonly witness: Witness | null;
  readonly reasons: readonly Reason[];
  /** What was touched by a call that is none of IAM; a guarded environment's name first. */
  readonly resources: readonly string[];
  readonly response: Response;
  /** Ids and names of the people of the directory who gain by what was called; absent: none do, or who they are is not known. */
  readonly beneficiaries?: readonly string[];
  /** What the permission sets that a restore gives say, frozen when the finding is raised; absent: it gives none. */
  readonly gives?: readonly GivenSet[];
  /** Who could use a permission set that was widened, frozen as well; absent: the finding is of none, or they are not known. */
  readonly heldBy?: readonly SetHolder[];
  /** What the stack keeps that made the call: its hold may wait for it; absent: it waits for none. */
  readonly keptIn?: StackPart;
  readonly raisedAt: Instant;
  /** The account slice with the grant in place, as JSON, frozen when the finding is raised: what a waiver covers, and nothing wider. */
  readonly frozen?: JsonObject;
  /** What people sign: `digestOfFinding`, over the restore calls, the excess, the principal, the account, the frozen slice and what is given. */
  readonly digest: Digest;
}

/** What a stack of CloudFormation keeps, and a hold overwrites. */
export interface StackPart {
  /** Where the stack is, in the account of the finding. */
  readonly region: string;
  /** By which of its physical ids CloudFormation may know it. */
  readonly names: readonly string[];
}

/** The account's slices before and after a call: what an assessment compares. */
export interface StatePair {
  readonly before: AccountState;
  readonly after: AccountState;
}
