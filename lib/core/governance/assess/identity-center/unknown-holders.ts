import { boxOfPart, type Comparison } from '../../../access/excess.ts';
import type { NamedPolicy, PolicySet } from '../../../access/policy-set.ts';
import type { IamCall } from '../../../account/call.ts';
import { namedIn } from '../../../account/named-in.ts';
import { parsedDocument } from '../../../account/parsed-document.ts';
import type { AccountState } from '../../../account/state.ts';
import { UNKNOWN_DOCUMENT } from '../../../account/stored-document.ts';
import type { Call } from '../../../activity/call.ts';
import type { Instant } from '../../../instant.ts';
import { pathsOpenedBy } from '../../escalation/opened-paths.ts';
import type { Finding, Response } from '../../finding.ts';
import { unprompted } from '../../holds/unprompted.ts';
import { draftOfAct, raise } from '../../raise.ts';
import { severityOf } from '../../severity.ts';
import { standardSet } from '../../standards/access-limits.ts';
import { classOfActor } from '../../standards/classify.ts';
import type { Governance, PrincipalClass } from '../../standards/standards.ts';
import { gainedBy } from '../gained.ts';

/** A call of IAM, on what is known of its account. */
export interface HoldersAssessment {
  readonly call: Call;
  readonly iam: IamCall;
  readonly before: AccountState;
  readonly after: AccountState;
  readonly governance: Governance;
  readonly now: Instant;
}

/** What a call gives whoever has the policy or is in the group that it is about. */
interface Passed {
  /** For people. */
  readonly who: string;
  readonly resource: string;
  /** The policy that it gives, as it was; undefined: it was not there. */
  readonly before: NamedPolicy | undefined;
  readonly after: NamedPolicy;
}

/**
 * What a call gives by a policy or a group of which only calls have told, so that nobody knows who has it: measured by the
 * standard of principals that no class matches, since it may be anybody. Nothing where it is known who has it, or where what
 * it gives is within that.
 */
export function assessUnknownHolders(input: HoldersAssessment): readonly Finding[] {
  const passed = passedBy(input);
  if (passed === undefined) return [];
  const { unclassified } = input.governance;
  const held = heldBy(passed.after);
  const limits = [standardSet(unclassified.standard, held)];
  const before = passed.before && heldBy(passed.before);
  const gained = gainedBy({ before, after: held, limits, iam: input.iam });
  if (gained.verdict === 'within') return [];
  const openings = pathsOpenedBy({ excess: gained.excess, held, limits });
  const excess = gained.excess.map(boxOfPart);
  const severity = severityOf({ verdict: 'undetermined', excess, classKind: 'unclassified', openings });
  return [findingOf(passed, gained, { ...input, severity })];
}

function heldBy(policy: NamedPolicy): PolicySet {
  return { principal: {}, identity: [policy] };
}

/** Undefined: the call gives nothing in this way, or it is known to whom. */
function passedBy({ iam, before, after }: HoldersAssessment): Passed | undefined {
  const makesDefault = iam.name === 'CreatePolicyVersion' ? iam.setAsDefault : iam.name === 'SetDefaultPolicyVersion';
  if (makesDefault && 'policyArn' in iam) return versionOf(iam.policyArn, { before, after });
  if (iam.name === 'PutGroupPolicy') return groupPolicy(iam, { before, after });
  return iam.name === 'AttachGroupPolicy' ? attachedToGroup(iam, { before, after }) : undefined;
}

type States = Pick<HoldersAssessment, 'before' | 'after'>;

function groupPolicy(
  { groupName, policyName, policyDocument }: Extract<IamCall, { readonly name: 'PutGroupPolicy' }>,
  { before, after }: States,
): Passed | undefined {
  const name = `inline:${policyName}`;
  const known = namedIn(before.groups, groupName)?.inline.get(policyName);
  const then = known === undefined ? undefined : parsedDocument(name, known);
  return toMembers(groupName, after, { before: then, after: parsedDocument(name, policyDocument) });
}

function attachedToGroup(
  { groupName, policyArn }: Extract<IamCall, { readonly name: 'AttachGroupPolicy' }>,
  { before, after }: States,
): Passed | undefined {
  const policy = defaultOf(policyArn, after);
  const isThere = namedIn(before.groups, groupName)?.attached.includes(policyArn) === true;
  return toMembers(groupName, after, { before: isThere ? policy : undefined, after: policy });
}

function versionOf(arn: string, { before, after }: States): Passed | undefined {
  if (after.policies.get(arn)?.seenOnlyInCalls !== true) return undefined;
  const then = before.policies.has(arn) ? defaultOf(arn, before) : undefined;
  return { who: `has the policy ${arn}`, resource: arn, before: then, after: defaultOf(arn, after) };
}

function toMembers(
  name: string,
  { groups }: AccountState,
  policies: Pick<Passed, 'before' | 'after'>,
): Passed | undefined {
  const group = namedIn(groups, name);
  if (group?.seenOnlyInCalls !== true) return undefined;
  return { who: `is in the group ${name}`, resource: group.arn, ...policies };
}

function defaultOf(arn: string, { policies }: AccountState): NamedPolicy {
  const policy = policies.get(arn);
  return parsedDocument(arn, policy?.versions.get(policy.defaultVersion) ?? UNKNOWN_DOCUMENT);
}

function findingOf(
  { who, resource }: Passed,
  { reasons }: Comparison,
  { call, after, governance, now, severity }: HoldersAssessment & Pick<Finding, 'severity'>,
): Finding {
  const principalClass = classOfActor(call.actor, after, governance);
  const detail = `who ${who} is not known: ${call.name} gives them more than principals of no class may have`;
  return raise(
    draftOfAct(call, principalClass.name, {
      cause: call.id,
      kind: 'unassessed-change',
      severity,
      verdict: 'undetermined',
      reasons: [{ rule: 'holders-unknown', detail }, ...reasons],
      resources: [resource],
      raisedAt: now,
    }),
    responseTo(call, principalClass),
  );
}

function responseTo(call: Call, { kind, mode, name }: PrincipalClass): Response {
  const itself = unprompted(call);
  if (itself !== undefined) return { kind: 'observe', why: itself };
  if (mode === 'observe') return { kind: 'observe', why: `class "${name}" is in observe mode` };
  if (kind === 'pipeline') return { kind: 'observe', why: `class "${name}" makes such changes` };
  return { kind: 'alert', why: 'it is not known who has it, so nothing is held: look at it' };
}
