import { emptyAccount } from '../../account/empty-account.ts';
import { principalsOf } from '../../account/slice.ts';
import type { AccountState, Principal } from '../../account/state.ts';
import type { Call } from '../../activity/call.ts';
import type { Finding, Response } from '../finding.ts';
import { draftOfAct, raise } from '../raise.ts';
import { classOfActor } from '../standards/classify.ts';
import type { Governance } from '../standards/standards.ts';
import { assessAccess } from './assess.ts';

/** A call whose record does not say what it changed, and an account as it was read, mostly after it. */
export interface UntoldAssessment {
  readonly call: Call;
  /** As it was read. */
  readonly shown: AccountState;
  /** As the calls that are known left it. */
  readonly known: AccountState;
  /** Whether calls that are known changed a principal (its ARN): what they left explains what is shown. */
  readonly isExplained: (principalArn: string) => boolean;
  readonly governance: Governance;
}

/**
 * What a call may have given of which CloudTrail left out what it changed: the principals of the account, as it was read, that
 * are beyond their standards where no call that is known explains it. Which of them it was, and whether it was this call,
 * is not known: one finding, undetermined, on who called. Nothing where all is within or explained.
 */
export function assessUntold(input: UntoldAssessment): readonly Finding[] {
  const { call, shown, governance } = input;
  if (call.error !== undefined) return [];
  const found = principalsOf(shown)
    .filter((principal) => mayChange(call.name, principal))
    .flatMap((principal) => beyond(principal, input));
  const principals = [...new Set(found.map(({ principal }) => principal))];
  if (principals.length === 0) return [];
  const principalClass = classOfActor(call.actor, shown, governance);
  const detail = `the record does not say what ${call.name} changed; as the account was read, no other call explains what ${listed(principals)} may do beyond the standard`;
  const response: Response =
    principalClass.mode === 'observe'
      ? { kind: 'observe', why: `class "${principalClass.name}" is in observe mode` }
      : { kind: 'alert', why: 'which principal the call changed is not known, so nothing is held' };
  return [
    raise(
      draftOfAct(call, principalClass.name, {
        cause: call.id,
        kind: 'excess-access',
        severity: 'high',
        verdict: 'undetermined',
        reasons: [{ rule: 'change-unknown', detail }],
        resources: principals.slice(0, MOST_LISTED),
        raisedAt: call.time,
      }),
      response,
    ),
  ];
}

/** So many are named in a reason, and so many are listed. */
const MOST_NAMED = 5;
const MOST_LISTED = 100;

function listed(principals: readonly string[]): string {
  const more = principals.length > MOST_NAMED ? ` and ${principals.length - MOST_NAMED} more` : '';
  return `${principals.slice(0, MOST_NAMED).join(', ')}${more}`;
}

/** A call on a role changes no user; one on a group or a policy may be about anybody who has it. */
function mayChange(name: string, principal: Principal): boolean {
  if (name.includes('Role')) return principal.kind === 'role';
  if (name.includes('User')) return principal.kind === 'user';
  if (name.includes('Group')) return principal.kind === 'user' && principal.groups.length > 0;
  return true;
}

function beyond(
  { arn }: Principal,
  { call, shown, known, isExplained, governance }: UntoldAssessment,
): readonly Finding[] {
  const before = isExplained(arn) ? known : emptyAccount(shown.account, shown.partition);
  const found = assessAccess({
    pair: { before, after: shown },
    principalArn: arn,
    call: { ...call, change: { kind: 'access', iam: undefined } },
    governance,
    waivers: [],
    now: call.time,
    actorClass: classOfActor(call.actor, shown, governance),
  });
  return found.filter(({ kind }) => kind !== 'excess-trust' || SAYS_WHO_IS_TRUSTED.test(call.name));
}

const SAYS_WHO_IS_TRUSTED = /^(?:UpdateAssumeRolePolicy|CreateRole)$/;
