import { applyCall, type CallRefusal } from '../../core/account/apply.ts';
import type { IamCall } from '../../core/account/call.ts';
import { iamCallsIn, type PlanCall, type ServiceCall, serviceCallsIn } from '../../core/account/plan-call.ts';
import type { AccountState } from '../../core/account/state.ts';
import { isSameState } from '../../core/account/same-state.ts';
import type { AccountReader } from '../../ports/account-reader.ts';
import type { Enforcer, ServiceEnforcer } from '../../ports/enforcer.ts';
import type { Pause } from '../../ports/pause.ts';

/** Calls that are to be made for one finding. */
export interface Plan {
  readonly findingId: string;
  readonly account: string;
  /** ARN of the principal whose slice must show those of IAM in the end. */
  readonly principal: string;
  readonly calls: readonly PlanCall[];
}

/** Who makes the calls of a plan, and where it is read whether they took effect. */
export interface CarryOutDeps {
  readonly accounts: AccountReader;
  readonly enforcer: Enforcer;
  /** Absent: no calls of other services than IAM are made. */
  readonly services?: Pick<ServiceEnforcer, 'shows'>;
  readonly pause: Pause;
}

/** `slice`: the principal as it is then read; undefined: it is gone, or no IAM call was made. */
export type CarryOutOutcome =
  | { readonly kind: 'done'; readonly slice: AccountState | undefined }
  /** `by`: AWS refused a call, or all were made and the account does not show them. */
  | { readonly kind: 'failed'; readonly by: 'refusal' | 'not-shown'; readonly detail: string }
  /** The ledger was taken further since: what is in progress now is not this plan. */
  | { readonly kind: 'no-warrant'; readonly detail: string };

/** Waits between reads, in milliseconds: IAM shows a change within seconds, rarely later. */
export const READ_DELAYS = [100, 200, 400, 800, 1600] as const;

/** What Identity Center does it does later, account by account; all that is asked of it is waited for so long. */
const SERVICE_DELAYS = [...READ_DELAYS, 3200, 6400] as const;

/** Makes the calls in order, each at most once in effect, then reads until the account shows them all. */
export async function carryOut(plan: Plan, deps: CarryOutDeps): Promise<CarryOutOutcome> {
  for (const call of plan.calls) {
    const outcome = await deps.enforcer.enforce(plan.account, call, plan.findingId);
    if (outcome.kind === 'no-warrant') {
      return { kind: 'no-warrant', detail: `${call.name} was not made: ${outcome.detail}` };
    }
    if (outcome.kind === 'refused') {
      return { kind: 'failed', by: 'refusal', detail: `${call.name} was refused: ${outcome.code}: ${outcome.detail}` };
    }
  }
  for (const call of serviceCallsIn(plan.calls)) {
    if (!(await waitUntilShown(plan.account, call, deps))) return notShown(call.name, SERVICE_DELAYS.length + 1);
  }
  const calls = iamCallsIn(plan.calls);
  if (calls.length === 0) return { kind: 'done', slice: undefined };
  const read = await readUntilShown(plan.principal, calls, deps);
  return read.shown ? { kind: 'done', slice: read.slice } : notShown('the change', READ_DELAYS.length + 1);
}

function notShown(what: string, reads: number): CarryOutOutcome {
  return { kind: 'failed', by: 'not-shown', detail: `the account does not show ${what} after ${reads} reads` };
}

async function waitUntilShown(
  account: string,
  call: ServiceCall,
  { services, pause }: Pick<CarryOutDeps, 'services' | 'pause'>,
): Promise<boolean> {
  if (services === undefined) return false;
  for (const delay of SERVICE_DELAYS) {
    if (await services.shows(account, call)) return true;
    await pause(delay);
  }
  return services.shows(account, call);
}

/** Reads a principal until its slice shows these calls, or patience ends. `first`: a slice that was just read. */
export function readUntilShown(
  principal: string,
  calls: readonly IamCall[],
  deps: ReadingDeps,
  first?: AccountState,
): Promise<Reading> {
  return readUntil({ principal, first, isShown: (slice) => showsAll(slice, calls) }, deps);
}

/** The same with calls of which one may write over what another has written: their slice is as it is after the last of them. */
export function readUntilShownInTurn(
  principal: string,
  calls: readonly IamCall[],
  deps: ReadingDeps,
): Promise<Reading> {
  return readUntil({ principal, first: undefined, isShown: (slice) => showsInTurn(slice, calls) }, deps);
}

type ReadingDeps = Pick<CarryOutDeps, 'accounts' | 'pause'>;

/** `slice` undefined: the principal is gone. */
interface Reading {
  readonly slice: AccountState | undefined;
  readonly shown: boolean;
}

interface ToRead {
  readonly principal: string;
  readonly first: AccountState | undefined;
  readonly isShown: (slice: AccountState | undefined) => boolean;
}

async function readUntil({ principal, first, isShown }: ToRead, { accounts, pause }: ReadingDeps): Promise<Reading> {
  let slice = first ?? (await accounts.stateOf(principal));
  for (const delay of READ_DELAYS) {
    if (isShown(slice)) return { slice, shown: true };
    await pause(delay);
    slice = await accounts.stateOf(principal);
  }
  return { slice, shown: isShown(slice) };
}

/** Whether a state is as it would be after these calls: making each of them would change nothing more. */
export function showsAll(slice: AccountState | undefined, calls: readonly IamCall[]): boolean {
  return calls.every((call) => shows(slice, call));
}

/** Whether a state is as it would be after these calls, made one after the other. */
function showsInTurn(slice: AccountState | undefined, calls: readonly IamCall[]): boolean {
  if (slice === undefined) return showsAll(slice, calls);
  let state = slice;
  for (const call of calls.filter((each) => !isNeverShown(each))) {
    const applied = applyCall(state, call);
    if (!applied.ok && !isThere(applied.error.code, call.name)) return false;
    if (applied.ok) state = applied.value;
  }
  return isSameState(state, slice);
}

/** A call that takes something away is shown where that thing is not there; one that adds is shown where it is. */
function shows(slice: AccountState | undefined, call: IamCall): boolean {
  if (slice === undefined) return TAKES_AWAY.test(call.name);
  if (isNeverShown(call)) return true;
  const applied = applyCall(slice, call);
  if (!applied.ok) return isThere(applied.error.code, call.name);
  return isSameState(applied.value, slice);
}

/** Whether an account never shows what a call does: then it counts as shown. */
export function isNeverShown({ name }: IamCall): boolean {
  return CREDENTIAL.test(name);
}

/** Only what is gone, or is there already, is shown; any other refusal says that the slice is one from before. */
function isThere(code: CallRefusal['code'], name: IamCall['name']): boolean {
  if (code === 'NoSuchEntity') return TAKES_AWAY.test(name);
  return code === 'EntityAlreadyExists' && ADDS.test(name);
}

const TAKES_AWAY = /^(Delete|Detach|Remove|Untag)/;
const ADDS = /^Create/;
// what is read of an account does not list keys and passwords (IAM API reference, GetAccountAuthorizationDetails)
const CREDENTIAL = /AccessKey$|LoginProfile$/;
