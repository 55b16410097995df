import type { Change } from './changes.ts';
import { type Json, sha256Of } from './digest.ts';
import { changeFrom, grantsFrom, type WrittenFinding } from './facts.ts';
import { accessOf, type Action, type Grants } from './policies.ts';
import type { Signed } from './quorum.ts';

/** What Ambit said that it would do, and what became of it. */
export interface Intention {
  readonly kind: 'hold' | 'restore';
  readonly calls: readonly Json[];
  readonly changes: readonly Change[];
  /** The place in the ledger. */
  readonly from: number;
  readonly at: number;
  /** When the waiver of a restore ends. */
  until: number;
  outcome: { readonly how: 'confirmed' | 'failed'; readonly place: number; readonly at: number } | undefined;
  /** Where the ledger had it ended by something else. */
  supersededAt: number | undefined;
  /** The calls of it that changed something, as text, with the number of the change. */
  readonly made: Map<string, number>;
}

/** A finding as the model knows it: what people did about it, and what the ledger says of it. */
export interface ModelCase {
  readonly id: string;
  /** Name of the role. */
  readonly role: string;
  readonly callId: string | undefined;
  readonly digest: string;
  readonly raisedAt: number;
  /** The account as the finding was raised, as far as it is about the role. */
  readonly frozen: Grants | undefined;
  /** The actions that the role may use there. */
  readonly access: ReadonlySet<Action>;
  readonly hold: readonly Json[] | undefined;
  readonly restore: readonly Json[];
  /** When it is to be held, if nobody approves before; undefined: it is not. */
  readonly dueAt: number | undefined;
  readonly isSilent: boolean;
  requestedAt: number;
  signatures: readonly Signed[];
  rejected: boolean;
  readonly intentions: Intention[];
  waiverEnded: boolean;
  /** The place in the ledger of the last thing to tell. */
  newsAt: number;
  /** The place in the ledger at which AWS last refused a call of it. */
  refusedAt: number;
  /** The places that the ledger had reached when people were told. */
  readonly told: number[];
}

/** The case of a finding that was just raised. */
export function caseOf(finding: WrittenFinding, raised: { readonly at: number; readonly place: number }): ModelCase {
  const { id, principal, response, digest, call, frozen } = finding;
  const role = principal.slice(principal.lastIndexOf('/') + 1);
  const grants = frozen === undefined ? undefined : grantsFrom(frozen);
  const isHeld = response.kind === 'hold' || response.kind === 'hold-unless-approved';
  return {
    id,
    role,
    callId: call?.id,
    digest,
    raisedAt: raised.at,
    frozen: grants,
    access: grants === undefined ? new Set() : accessOf(grants, role),
    hold: isHeld ? response.plan.calls : undefined,
    restore: isHeld ? response.plan.restore : [],
    dueAt: dueAtOf(finding, raised.at),
    isSilent: response.kind === 'observe',
    requestedAt: raised.at,
    signatures: [],
    rejected: false,
    intentions: [],
    waiverEnded: false,
    newsAt: raised.place,
    refusedAt: 0,
    told: [],
  };
}

function dueAtOf({ response }: WrittenFinding, at: number): number | undefined {
  switch (response.kind) {
    case 'observe':
    case 'alert':
      return undefined;
    case 'hold':
      return at;
    case 'hold-unless-approved':
      return response.deadline;
  }
}

/** What people sign, by the bytes: the calls that would be made, whose access it is, and the state that it leads to. */
export function digestIn({ account, principal, verdict, excess, resources, frozen, response }: WrittenFinding): string {
  const restore = response.kind === 'hold' || response.kind === 'hold-unless-approved' ? response.plan.restore : [];
  const signed = { account, principal, verdict, excess, resources, restore };
  return sha256Of(frozen === undefined ? signed : { ...signed, frozen });
}

/** An intention that was just written down. */
export function intended(
  kind: Intention['kind'],
  fact: { readonly calls: readonly Json[]; readonly at: number; readonly waiverUntil?: number },
  from: number,
): Intention {
  const { calls, at, waiverUntil: until = 0 } = fact;
  const changes = calls.map(changeFrom);
  return { kind, calls, changes, from, at, until, outcome: undefined, supersededAt: undefined, made: new Map() };
}

/** The waiver that runs at a moment: what people signed was given back, and its end has not come. */
export function runningWaiver(current: ModelCase, now: number): Intention | undefined {
  const last = current.intentions.at(-1);
  if (last?.kind !== 'restore' || last.outcome?.how !== 'confirmed' || current.waiverEnded) return undefined;
  return now < last.until ? last : undefined;
}

/** Whether people were told of everything that there is to tell. */
export function isTold({ isSilent, told, newsAt }: ModelCase): boolean {
  return isSilent || told.some((place) => place >= newsAt);
}
