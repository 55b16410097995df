import { compareWithUnknown } from '../../access/compare.ts';
import type { Comparison, Reason } from '../../access/excess.ts';
import type { PolicySet } from '../../access/policy-set.ts';
import { policySetOf } from '../../account/effective.ts';
import { sliceOf } from '../../account/slice.ts';
import { stateToJson } from '../../account/state-json.ts';
import type { AccountState } from '../../account/state.ts';
import type { Actor } from '../../activity/actor.ts';
import { mayBeAgent } from '../../activity/agent-markers.ts';
import type { Call } from '../../activity/call.ts';
import type { Instant } from '../../instant.ts';
import { standardSet } from '../standards/access-limits.ts';
import { agentFindingId, principalOfActor } from './agent-session.ts';
import { agentClassOf, classOfActor, ownClassOf } from '../standards/classify.ts';
import { containAgent } from './contain-agent.ts';
import { escalationReasons } from '../escalation/escalation-reasons.ts';
import { type Opening, pathsOpenedBy } from '../escalation/opened-paths.ts';
import type { Finding, HoldPlan } from '../finding.ts';
import { sameFooting } from '../assess/gained.ts';
import { describePerson } from './person-behind.ts';
import { findingActorOf, raise } from '../raise.ts';
import { type FindingDraft, type NoPlan, respond } from '../holds/respond.ts';
import { settledMarkers } from './settled-markers.ts';
import { aboutOpened, HELD_ALREADY } from './standing-hold.ts';
import { severityOf } from '../severity.ts';
import type { Governance, PrincipalClass } from '../standards/standards.ts';

/** A call that an agent made with the access of somebody else. */
export interface AgentAssessment {
  readonly call: Call;
  /** The account of the principal whose access the agent uses, as far as it is known. */
  readonly state: AccountState | undefined;
  readonly governance: Governance;
  /** What was signed for agents in sessions of this name. */
  readonly waivers: readonly PolicySet[];
  readonly now: Instant;
  /** Id of the finding that sessions of this name are held by already; absent: there is none. */
  readonly heldBy?: string;
}

interface Subject extends AgentAssessment {
  readonly actor: Actor;
  /** The class of the principal that the agent uses. */
  readonly own: PrincipalClass;
  /** Undefined: the standards have no class of agents. */
  readonly agents: PrincipalClass | undefined;
}

/**
 * An agent that acts with the access of somebody else: what its role or user holds beyond the standard of agents, once for
 * each session, whatever it calls, also where AWS refuses the call. Nothing where AWS does not say that an agent acts, where the
 * principal is an agent's own, or where all that it holds is within the standard.
 */
export function assessAgent(input: AgentAssessment): readonly Finding[] {
  const { call, state, governance } = input;
  const actor = { ...call.actor, agentMarkers: settledMarkers(call.actor, state) };
  if (!mayBeAgent(actor) || !actor.agentMarkers.some(({ strength }) => strength === 'strong')) return [];
  const own = ownClassOf(actor, state, governance);
  if (own.kind === 'agent') return [];
  const subject = { ...input, actor, own, agents: agentClassOf(governance) };
  const { comparison, openings } = excessOf(subject);
  return comparison.verdict === 'within' ? [] : [findingOf(subject, comparison, openings)];
}

type Exceeding = Exclude<Comparison, { readonly verdict: 'within' }>;

/** What an agent may do too much, and the escalation paths that it opens. */
interface Excess {
  readonly comparison: Comparison;
  readonly openings: readonly Opening[];
}

function excessOf({ actor, agents, state, waivers }: Subject): Excess {
  if (agents === undefined) {
    return unknown('no-agent-class', 'the standards have no class of kind agent: what agents may do is not known');
  }
  const held = state === undefined ? undefined : policySetOf(state, principalOfActor(actor));
  if (held === undefined) {
    return unknown('principal-unknown', `what ${principalOfActor(actor)} may do is not known: it may be anything`);
  }
  const signed = waivers.filter((waiver) => sameFooting(waiver, held));
  const limits = [standardSet(agents.standard, held), ...signed];
  const comparison = compareWithUnknown(held, limits);
  if (comparison.verdict === 'within') return { comparison, openings: [] };
  return { comparison, openings: pathsOpenedBy({ excess: comparison.excess, held, limits }) };
}

function unknown(rule: string, detail: string): Excess {
  return { comparison: { verdict: 'undetermined', excess: [], reasons: [{ rule, detail }] }, openings: [] };
}

function findingOf(
  subject: Subject,
  { verdict, excess, ...comparison }: Exceeding,
  openings: readonly Opening[],
): Finding {
  const { call, actor, own, agents, state, governance, now, heldBy } = subject;
  const principalClass = agents ?? own;
  const draft: FindingDraft = {
    id: agentFindingId(call),
    kind: 'agent-as-engineer',
    severity: severityOf({ verdict, excess, classKind: 'agent', openings }),
    principal: principalOfActor(actor),
    account: accountOf(actor, call),
    class: principalClass.name,
    actor: findingActorOf(actor, classOfActor(actor, state, governance).name),
    call: { id: call.id, source: call.source, name: call.name, time: call.time },
    verdict,
    excess,
    witness: 'witness' in comparison ? comparison.witness : null,
    reasons: [...reasonsFor(subject), ...comparison.reasons, ...escalationReasons(excess, openings)],
    resources: [],
    raisedAt: now,
    ...frozenIn(subject),
  };
  if (heldBy !== undefined) return raise(draft, { kind: 'observe', why: heldAlready(heldBy) });
  return raise(
    draft,
    respond({ finding: draft, plan: planFor(subject, draft.id), principalClass, governance, call, now }),
  );
}

/** Such a finding is there for what is done in the session: by it that is known to be the agent's. */
function heldAlready(findingId: string): string {
  return `sessions of this name are the matter of finding ${findingId} already`;
}

function planFor({ actor, agents, state, governance }: Subject, cause: string): HoldPlan | NoPlan {
  if (agents === undefined) return { none: 'the standards have no class of kind agent' };
  return containAgent({ actor, cause, standard: agents.standard, state, governance });
}

function reasonsFor({ actor, own, agents, heldBy }: Subject): readonly Reason[] {
  const measured = agents === undefined ? '' : `, so the standard of class "${agents.name}" counts in this session`;
  return [
    ...actor.agentMarkers.map(({ agent, strength, field }) => {
      return strength === 'strong'
        ? {
            rule: 'agent-marker',
            detail: `${agent}, as AWS writes in ${field}; what it uses is of class "${own.name}" (${own.kind})${measured}`,
          }
        : { rule: 'agent-hint', detail: `${agent}, as the client writes in ${field}: no more than a hint` };
    }),
    ...(actor.openedBy === undefined ? [] : [chainReason(actor, actor.openedBy)]),
    ...(heldBy === undefined ? [] : [{ rule: HELD_ALREADY, detail: heldAlready(heldBy) }]),
    { rule: 'person-behind', detail: describePerson(actor.person) },
  ];
}

/** Of whose session it is known that an agent opened it, and how far it is followed. */
function chainReason(actor: Actor, openedBy: NonNullable<Actor['openedBy']>): Reason {
  const by =
    openedBy === 'an agent' ? openedBy : `the agent in ${openedBy.name} (${openedBy.principalArn ?? 'unknown'})`;
  return {
    rule: aboutOpened(actor),
    detail: `${by} opened the session by AssumeRole; what is opened from it in turn is followed where the records of all sessions come`,
  };
}

/** The account of the principal; where the record does not say it, the one that the call touched. */
function accountOf({ principalArn, account }: Actor, call: Call): string {
  return (
    /^arn:[^:]+:iam::(?<account>[0-9]{12}):/.exec(principalArn ?? '')?.groups?.['account'] ?? account ?? call.account
  );
}

/** What people sign for, and a waiver covers; nothing where nothing of it is known. */
function frozenIn({ actor, state }: Subject): Pick<FindingDraft, 'frozen'> {
  const slice = state === undefined ? undefined : sliceOf(state, principalOfActor(actor));
  return slice === undefined ? {} : { frozen: stateToJson(slice) };
}
