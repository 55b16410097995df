import { applyPermissionSetCall } from '../../core/account/identity-center/apply-permission-set-call.ts';
import { unknownPermissionSet } from '../../core/account/identity-center/identity-center-state.ts';
import { callOfOrder } from '../../core/account/services/make-permission-set-order.ts';
import type {
  AssignmentOrder,
  MembershipOrder,
  PermissionSetOrder,
  PlanCall,
  ServiceCall,
} from '../../core/account/plan-call.ts';
import type { Finding } from '../../core/governance/finding.ts';
import type { GivenSet } from '../../core/account/identity-center/given-set.ts';
import {
  givenEverywhere,
  givenIn,
  setsToLookUp,
  whyNotSigned,
} from '../../core/governance/holds/beyond/what-sets-give.ts';
import type { Governance } from '../../core/governance/standards/standards.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CaseBook } from '../case-book.ts';
import { type Giving, newPeople } from './new-people.ts';
import {
  accountsReferredTo,
  gainOfAssignment,
  gainsOfMembership,
  type IdentityCenterReading,
  policiesOfSets,
} from '../assess/read-identity-center.ts';

/** What tells whether access that was signed would give more today. */
export interface GrownDeps {
  /** Absent: Identity Center cannot be read. */
  readonly identityCenter?: IdentityCenterReading;
  readonly cases: Pick<CaseBook, 'cards' | 'these'>;
  readonly governance: Governance;
  readonly clock: Clock;
}

/**
 * Why calls of a restore would give more than people signed, or undefined where they would not. An assignment, a membership and
 * a permission set name what they give, and what they name may have grown since the finding was raised: the set, the policies it
 * refers to, what the group is assigned, who is in it, and who has the set. What cannot be read is more.
 */
export async function grownSinceSigned(
  finding: Finding,
  calls: readonly PlanCall[],
  deps: GrownDeps,
): Promise<string | undefined> {
  const giving = calls.filter(isGiving);
  if (giving.length === 0) return undefined;
  const { identityCenter, governance } = deps;
  const { gives } = finding;
  if (identityCenter === undefined)
    return 'Identity Center cannot be read: whether what is given has grown is not known';
  if (gives === undefined)
    return 'what was given was not written down when the finding was raised: whether it has grown is not known';
  const people = await newPeople(finding, giving, identityCenter.center);
  if (people !== undefined) return people;
  const now = (await Promise.all(giving.map((call) => givenNow(call, identityCenter)))).flat();
  const whyOf = (others: readonly Finding[]) =>
    now
      .map((each) => whyNotSigned(each, [...gives, ...signedOf(each, finding, others)], governance))
      .find((why) => why !== undefined);
  // most have not grown, and no other case has to be read
  if (whyOf([]) === undefined) return undefined;
  return whyOf(await signedBeside(finding, deps));
}

function isGiving(call: PlanCall): call is Giving {
  if (!('service' in call)) return false;
  return isOfIdentityCenter(call) && call.name !== 'ProvisionPermissionSet';
}

function isOfIdentityCenter(call: ServiceCall): call is PermissionSetOrder | AssignmentOrder | MembershipOrder {
  return call.service === 'sso' || call.service === 'identitystore';
}

/** What a call would give if it were made now. */
async function givenNow(call: Giving, identityCenter: IdentityCenterReading): Promise<readonly GivenSet[]> {
  if (call.service === 'identitystore') return gained(await gainsOfMembership(call, identityCenter), identityCenter);
  if ('assignment' in call) return gained([await gainOfAssignment(call.assignment, identityCenter)], identityCenter);
  const { permissionSetArn } = call;
  const found = (await identityCenter.center.permissionSet(permissionSetArn)) ?? unknownPermissionSet(permissionSetArn);
  const set = applyPermissionSetCall(found, callOfOrder(call)) ?? found;
  const accounts = await accountsReferredTo(set, { identityCenter });
  return givenEverywhere(set, accounts, {
    policyOf: await policiesOfSets(setsToLookUp(set, accounts), { identityCenter }),
  });
}

async function gained(
  gains: Awaited<ReturnType<typeof gainsOfMembership>>,
  identityCenter: IdentityCenterReading,
): Promise<readonly GivenSet[]> {
  const sets = gains.flatMap(({ set, accounts }) => setsToLookUp(set, accounts));
  const policyOf = await policiesOfSets(sets, { identityCenter });
  return gains.flatMap(({ set, accounts }) => givenIn(set, accounts, { policyOf }));
}

/** The other findings that people have signed, and whose waivers run. */
async function signedBeside(
  { id }: Finding,
  { cases, clock }: Pick<GrownDeps, 'cases' | 'clock'>,
): Promise<readonly Finding[]> {
  const cards = (await cases.cards()).filter((card) => card.id !== id && card.status === 'restored');
  const now = clock.now();
  return (await cases.these(cards)).flatMap(({ finding, waiver }) =>
    waiver === undefined || waiver.until <= now ? [] : [finding],
  );
}

/**
 * What of that counts for a set: what the same principal was given, or that very set for all who hold it. What somebody else was
 * given, or another set, is signed for nobody but them.
 */
function signedOf({ set }: GivenSet, { principal }: Finding, others: readonly Finding[]): readonly GivenSet[] {
  return others
    .filter((other) => other.principal === principal || other.principal === set.arn)
    .flatMap(({ gives = [] }) => gives);
}
