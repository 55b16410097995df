import { affectedBy } from '../../core/account/affected-by.ts';
import type { IamCall } from '../../core/account/call.ts';
import { emptyAccount } from '../../core/account/empty-account.ts';
import { missingFor, withStub } from '../../core/account/missing.ts';
import { isOtherPrincipal } from '../../core/account/other-principal.ts';
import { principalOf, sliceOf } from '../../core/account/slice.ts';
import type { AccountState } from '../../core/account/state.ts';
import type { Call } from '../../core/activity/call.ts';
import type { Case } from '../../core/governance/cases/case.ts';
import { assessAccess } from '../../core/governance/assess/assess.ts';
import { assessUnknownHolders } from '../../core/governance/assess/identity-center/unknown-holders.ts';
import { classOfActor } from '../../core/governance/standards/classify.ts';
import type { Finding, StatePair } from '../../core/governance/finding.ts';
import { isOld } from '../../core/governance/holds/respond.ts';
import type { Measured } from '../../core/governance/ledger/fact.ts';
import { sameAccessState } from '../../core/governance/assess/same-access-state.ts';
import type { Governance, PrincipalClass } from '../../core/governance/standards/standards.ts';
import type { AccountReader } from '../../ports/account-reader.ts';
import type { Pause } from '../../ports/pause.ts';
import type { Snapshots } from '../../ports/snapshots.ts';
import { type AssessedSlice, type AssessedSlices, isSame } from './snapshots/assessed-snapshots.ts';
import { READ_DELAYS, readUntilShown } from '../holds/carry-out.ts';
import { type CaseBook, casesOf } from '../case-book.ts';
import { reachedByRestores } from './reached-by-restores.ts';
import { sliceAfter } from './keep-changed.ts';
import { isGivenAgain, knownBeside } from './known-after-late.ts';
import { nothingKnown } from './known-account.ts';
import { type GuardrailDeps, KnownGuardrails } from './organization/known-guardrails.ts';
import { delaysUntilShown, type PatienceDeps, readOn } from './read-on.ts';
import { measuredBy } from './measured.ts';
import { assessNotShown, assumedAfter } from './not-shown.ts';
import { withoutLifted } from './own-calls.ts';
import { waiversOf } from './waivers-of.ts';

/** Where a principal's state is read: as it is now, and as it was last assessed. */
export interface AssessCallDeps extends PatienceDeps, GuardrailDeps {
  readonly accounts: AccountReader;
  readonly snapshots: Snapshots;
  readonly cases: CaseBook;
  readonly pause: Pause;
  readonly governance: Governance;
}

/** What a call led to, and the slices it was assessed on, without those that are the last ones already. */
export interface AssessedCall {
  readonly findings: readonly Finding[];
  readonly slices: AssessedSlices;
  readonly measured: readonly Measured[];
  /** ARNs of those whose account did not show the call. */
  readonly unshown: readonly string[];
}

interface Subject {
  readonly call: Call;
  readonly iam: IamCall;
  readonly whole: AccountState;
  readonly actorClass: PrincipalClass;
  /** Whether the account can be read at all. */
  readonly isKnown: boolean;
  /** What limits the account. */
  readonly above: KnownGuardrails;
  /** The principal as it was read first. */
  readonly first: AccountState | undefined;
}

/** Assesses every principal whose access a call may have moved, on what its account says now. */
export async function assessCall(call: Call, iam: IamCall, deps: AssessCallDeps): Promise<AssessedCall> {
  const read = await readAround(call, iam, deps);
  const isKnown = read !== undefined;
  const known = read ?? nothingKnown(call);
  const whole = LEAVES_NOTHING.test(iam.name) ? known : withStub(known, iam);
  const actorClass = await classOfCaller(call, known, deps);
  const findings: Finding[] = [];
  const measured: Measured[] = [];
  const unshown: string[] = [];
  const above = new KnownGuardrails(deps);
  const slices = new Map<string, AssessedSlice>();
  const affected = affectedBy(iam, whole);
  unshown.push(...(await reachedByRestores(iam, { account: call.account, affected }, deps.cases)));
  for (const principal of affected) {
    const first = sliceOf(known, principal);
    const subject = { call, iam, whole, actorClass, isKnown, above, first };
    const assessed = await assessPrincipal(principal, subject, deps);
    findings.push(...assessed.findings);
    measured.push(assessed.measured);
    const { slice, last, isShown } = assessed;
    if (!isShown) unshown.push(principal);
    if (slice === undefined || !isSame(slice, last)) slices.set(principal, { slice, last });
  }
  if (!isKnown) {
    const { governance, clock } = deps;
    const about = { call, iam, before: known, after: assumedAfter(known, iam), governance, now: clock.now() };
    findings.push(...assessUnknownHolders(about));
  }
  return { findings, slices, measured, unshown };
}

/**
 * What a call may have moved, read until it has what the call names. What does not come is then made up as unknown, so that
 * a call on a role that is shown late is not taken for one that affects nobody.
 */
async function readAround(call: Call, iam: IamCall, deps: AssessCallDeps): Promise<AccountState | undefined> {
  let read = await deps.accounts.around(call.account, iam);
  if (LEAVES_NOTHING.test(iam.name)) return read;
  for (const delay of [...READ_DELAYS, ...delaysUntilShown(call, deps)]) {
    if (read !== undefined && missingFor(iam, read) === undefined) return read;
    await deps.pause(delay);
    read = await deps.accounts.around(call.account, iam);
  }
  return read;
}

/** The class of who acted: from what was read, else from its last assessed state, which costs no read. */
async function classOfCaller(call: Call, read: AccountState, deps: AssessCallDeps): Promise<PrincipalClass> {
  const { principalArn } = call.actor;
  const isRead = principalArn === undefined || principalOf(read, principalArn) !== undefined;
  const state = isRead ? read : await deps.snapshots.last(principalArn);
  return classOfActor(call.actor, state, deps.governance);
}

/** After these calls what they name is not there, or under another name. */
const LEAVES_NOTHING =
  /^(?:Delete(?:Role|ServiceLinkedRole|User|Group|Policy|InstanceProfile)|UpdateUser|UpdateGroup)$/;

async function assessPrincipal(
  principalArn: string,
  subject: Subject,
  deps: AssessCallDeps,
): Promise<AssessedPrincipal> {
  const { call, iam, whole, actorClass, isKnown, above } = subject;
  const { slice, shown, cases, last, before } = await readPrincipal(principalArn, subject, deps);
  const now = deps.clock.now();
  const { governance } = deps;
  const measured = measuredBy({ principalArn, state: slice ?? before, cases, now }, governance);
  const about = {
    principalArn,
    governance,
    waivers: waiversOf({ principal: principalArn, current: slice }, cases, now),
    now,
    actorClass,
  };
  const full = (state: AccountState) => withPolicies(state, [before, whole]);
  const after = slice && full(slice);
  const assessed = (pair: StatePair, made: Call) =>
    above.under(whole.account, (guardrails) => assessAccess({ ...about, pair, call: made, guardrails }));
  const findings = after === undefined ? [] : await assessed({ before, after }, call);
  // nothing to read is no sign that a principal is gone where the account itself could not be read
  const isShown = shown && (slice !== undefined || isKnown);
  const read = { last, measured, isShown };
  if (isShown || findings.length > 0) {
    const explained = explainedBy(iam, before, { slice, principalArn });
    if (explained === undefined) return { ...read, findings, slice };
    const told = { ...read, findings: findings.map(asMoreThanTheCall) };
    const isForPeople = call.replayed || isOld(call, governance, now);
    if (!isForPeople || slice === undefined) return { ...told, slice };
    const [made, known] = [full(explained), last && full(last)];
    const left = knownBeside({ about: { ...about, call }, before, made, shown: full(slice), last: known });
    return { ...told, slice: { made: explained, last, nothing: undefined }[left] };
  }
  // nothing is held on a guess
  const guessed = await assessNotShown({ iam, slice: slice ?? whole, around: whole }, (assumed) =>
    assessed({ before, after: assumed }, { ...call, replayed: true }),
  );
  // who cannot be read is not gone for that: what was known stays, and of who was just created it is known that there was nothing
  if (slice === undefined)
    return { ...read, findings: guessed, slice: CREATES_PRINCIPAL.test(iam.name) ? before : last };
  const made = isOld(call, governance, now)
    ? sliceAfter({ slice: before, principal: principalArn, calls: [iam], live: slice })
    : undefined;
  const isBack =
    made !== undefined && isGivenAgain({ about: { ...about, call }, made: full(made), shown: full(slice) });
  return { ...read, findings: guessed, slice: isBack ? undefined : slice };
}

/** A principal as its account shows it, and as it was known before a call. */
interface ReadPrincipal {
  /** Undefined: it is not there. */
  readonly slice: AccountState | undefined;
  /** Whether that shows the call. */
  readonly shown: boolean;
  readonly cases: readonly Case[];
  readonly last: AccountState | undefined;
  readonly before: AccountState;
}

async function readPrincipal(
  principal: string,
  { call, iam, whole, first }: Subject,
  deps: AssessCallDeps,
): Promise<ReadPrincipal> {
  const early = await readUntilShown(principal, [iam], deps, first);
  const { slice, shown } = early.shown ? early : await readOn(early.slice, { principal, call, iam }, deps);
  // before the last state: a restore that is over by then has kept there what it lifted
  const cases = await casesOf(deps.cases, principal);
  const last = await deps.snapshots.last(principal);
  const kept = last ?? (await stateBeforeMove(iam, slice, deps.snapshots));
  const known = kept && withoutLifted(kept, { principal, cases, live: slice });
  const before = stateBefore(known, slice, { principalArn: principal, iam, whole });
  return { slice, shown, cases, last, before };
}

/** What a call led to for one principal. */
interface AssessedPrincipal {
  readonly findings: readonly Finding[];
  readonly measured: Measured;
  readonly slice: AccountState | undefined;
  /** Its last state before. */
  readonly last: AccountState | undefined;
  /** Whether the account shows the call on it. */
  readonly isShown: boolean;
}

/** What is known of the principal before the call. Who had its ARN earlier is somebody else, and passes nothing on. */
function stateBefore(
  kept: AccountState | undefined,
  slice: AccountState | undefined,
  { principalArn, iam, whole }: { readonly principalArn: string; readonly iam: IamCall; readonly whole: AccountState },
): AccountState {
  const empty = emptyAccount(whole.account, whole.partition);
  if (kept !== undefined && slice !== undefined && isOtherPrincipal(kept, slice, principalArn)) {
    return { ...empty, coverage: 'whole' };
  }
  return kept ?? (CREATES_PRINCIPAL.test(iam.name) ? { ...empty, coverage: 'whole' } : empty);
}

/** A user that was renamed or moved has another ARN now; its last state is kept under the one of before. */
async function stateBeforeMove(
  iam: IamCall,
  slice: AccountState | undefined,
  snapshots: Snapshots,
): Promise<AccountState | undefined> {
  if (iam.name !== 'UpdateUser' || slice === undefined) return undefined;
  const [moved] = slice.users.values();
  const named = `/${iam.userName.toLowerCase()}`;
  for (const arn of await snapshots.known(slice.account)) {
    if (!arn.includes(':user/') || !arn.toLowerCase().endsWith(named)) continue;
    const former = await snapshots.last(arn);
    if (former !== undefined && [...former.users.values()].some(({ id }) => id === moved?.id)) return former;
  }
  return undefined;
}

/** Of a principal that these calls create it is known that there was nothing. */
const CREATES_PRINCIPAL = /^Create(?:Role|User)$/;

/**
 * What the principal would be by this call alone, where the account shows more than that: then somebody made other
 * changes since, and their records are still to come, or never will.
 */
function explainedBy(
  iam: IamCall,
  before: AccountState,
  { slice, principalArn: principal }: { readonly slice: AccountState | undefined; readonly principalArn: string },
): AccountState | undefined {
  if (slice === undefined) return undefined;
  const explained = sliceAfter({ slice: before, principal, calls: [iam], live: slice });
  if (explained === undefined || sameAccessState(explained, slice, principal)) return undefined;
  return explained;
}

/** A hold may need a policy that the slice does not hold any more: the boundary that was taken away. */
function withPolicies(slice: AccountState, others: readonly AccountState[]): AccountState {
  const policies = new Map([...others.flatMap((other) => [...other.policies]), ...slice.policies]);
  return { ...slice, policies };
}

function asMoreThanTheCall(finding: Finding): Finding {
  const detail = 'the account shows other changes besides this call: what they gave is in the excess as well';
  return { ...finding, reasons: [...finding.reasons, { rule: 'more-than-the-call', detail }] };
}
