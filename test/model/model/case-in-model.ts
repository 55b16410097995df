import type { Change } from './changes.ts';
import { type Json, sha256Of } from './digest.ts';
import type { WrittenFinding } from './facts.ts';
import { actionsOf, type Grants, keyOf, PASSWORD, waysInto } from './policies.ts';
import type { Signed } from './quorum.ts';
import { grantsFrom } from './written-account.ts';
import { changeFrom } from './written-calls.ts';

/** What Ambit said that it would do, and what became of it. */
export interface Intention {
  readonly kind: 'hold' | 'restore';
  readonly calls: readonly Json[];
  readonly changes: readonly Change[];
  /** The place in the ledger. */
  readonly from: number;
  readonly at: number;
  /** When it was written there, which may be later. */
  writtenAt: number;
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
  /** Name of the role or user. */
  readonly holder: string;
  readonly callId: string | undefined;
  readonly digest: string;
  readonly raisedAt: number;
  /** The account as the finding was raised, as far as it is about the holder. */
  readonly frozen: Grants | undefined;
  /** Whether it is about ways to come by the access of the holder, and not about that. */
  readonly isOfTrust: boolean;
  /** What of its access there it is about. */
  readonly access: ReadonlySet<string>;
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
  /** Whether Ambit has said that its hold, which is due, waits for a waiver of another finding. */
  hasGivenWay: boolean;
  /** The place in the ledger of the last thing to tell. */
  newsAt: number;
  /** The place in the ledger at which AWS last refused a call of it. */
  refusedAt: number;
  /** The places that the ledger had reached when people were told. */
  readonly told: number[];
}

/** How a finding was raised: when, where in the ledger, and about which change; undefined: about what a look has found. */
interface Raised {
  readonly at: number;
  readonly place: number;
  readonly change: Change | undefined;
}

/** The case of a finding that was just raised. */
export function caseOf(finding: WrittenFinding, raised: Raised): ModelCase {
  const { id, principal, response, digest, call, frozen } = finding;
  const holder = principal.slice(principal.lastIndexOf('/') + 1);
  const made = finding.kind === 'credential-created' ? wayMadeBy(raised.change) : [];
  const grants = frozen === undefined ? undefined : grantsFrom(frozen);
  const isHeld = response.kind === 'hold' || response.kind === 'hold-unless-approved';
  return {
    id,
    holder,
    isOfTrust: finding.kind === 'excess-trust',
    callId: call?.id,
    digest,
    raisedAt: raised.at,
    frozen: grants,
    access: grants === undefined ? new Set() : accessIn(finding, grants, { holder, made }),
    hold: isHeld ? response.plan.calls : undefined,
    restore: isHeld ? response.plan.restore : [],
    dueAt: dueAtOf(finding, raised.at),
    isSilent: response.kind === 'observe',
    requestedAt: raised.at,
    signatures: [],
    rejected: false,
    intentions: [],
    waiverEnded: false,
    hasGivenWay: false,
    newsAt: raised.place,
    refusedAt: 0,
    told: [],
  };
}

/** A finding of trust is about ways, any other about actions; where its call made a way it is about that one as well. */
function accessIn(
  { kind }: WrittenFinding,
  grants: Grants,
  { holder, made }: { readonly holder: string; readonly made: readonly string[] },
): ReadonlySet<string> {
  if (kind === 'excess-trust') return waysInto(grants, holder);
  return new Set([...actionsOf(grants, holder), ...made]);
}

function wayMadeBy(change: Change | undefined): readonly string[] {
  if (change?.kind === 'password') return [PASSWORD];
  return change?.kind === 'key' ? [keyOf(change.key)] : [];
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
  return {
    kind,
    calls,
    changes,
    from,
    at,
    writtenAt: at,
    until,
    outcome: undefined,
    supersededAt: undefined,
    made: new Map(),
  };
}

/** The waiver that runs at a moment: what people signed was given back, and its end has not come. */
export function runningWaiver(current: ModelCase, now: number): Intention | undefined {
  const last = current.intentions.at(-1);
  if (last?.kind !== 'restore' || last.outcome?.how !== 'confirmed' || current.waiverEnded) return undefined;
  return now < last.until ? last : undefined;
}

/** Whether what people signed may be there: it was given back or is being, and its end has not come. */
export function isGivenOrBegun(current: ModelCase, now: number): boolean {
  const last = current.intentions.at(-1);
  const isBegun = last?.kind === 'restore' && last.outcome === undefined && now < last.until;
  return isBegun || runningWaiver(current, now) !== undefined;
}

/** Whether people were told of everything that there is to tell. */
export function isTold({ isSilent, told, newsAt }: ModelCase): boolean {
  return isSilent || told.some((place) => place >= newsAt);
}
