import { parseArn } from '../policy/arn.ts';
import { lettersOf } from '../policy/glob.ts';
import type { Effect, PolicyDocument, Statement } from '../policy/statement.ts';
import type { ArnReading } from '../policy/template.ts';
import { takesName } from './action-patterns.ts';
import { type Pins, pinsOf } from './pins.ts';
import type { AccessRequest, NamedPolicy, PolicySet, PrincipalFacts, ResourcePolicy } from './policy-set.ts';
import { accountOfPrincipal, isIamPrincipal, isRoleOfSession, isServiceName, reachOf } from './principal-match.ts';
import { surelyRestricting } from './rcp-scope.ts';
import { type Applies, type RequestFacts, applies } from './statement-match.ts';

/** What IAM answers to one request, and the statements that decided it (`POLICY#SID` or `POLICY#Statement[2]`). */
export interface Decision {
  readonly decision: 'allow' | 'implicit-deny' | 'explicit-deny' | 'undetermined';
  /** For `undetermined`: the rule that has two readings, or the fact that is not known. */
  readonly reading?: string;
  readonly by: readonly string[];
}

/**
 * The readable evaluator: IAM's policy evaluation logic, rule by rule, for one concrete request. It is the oracle of the
 * symbolic comparison. Rules that AWS documents ambiguously are evaluated under each reading; where the readings differ
 * the decision is `undetermined`.
 * Source: IAM user guide, "Policy evaluation logic".
 */
export function decide(policies: PolicySet, request: AccessRequest): Decision {
  const segmentWise = decideUnder('segment-wise', policies, request);
  const crossing = decideUnder('crossing', policies, request);
  // denied either way: by which rule makes no difference to anybody
  const areDenied = segmentWise.decision.endsWith('-deny') && crossing.decision.endsWith('-deny');
  if (segmentWise.decision === crossing.decision || areDenied) return segmentWise;
  const reading = `arn-colon-crossing: segment-wise ${segmentWise.decision} (AWS), crossing ${crossing.decision}`;
  return { decision: 'undetermined', reading, by: [...segmentWise.by, ...crossing.by] };
}

/** The decision under one reading of how stars of ARN patterns treat colons. */
export function decideUnder(reading: ArnReading, policies: PolicySet, request: AccessRequest): Decision {
  const facts = factsOf(policies, request, reading);
  // an explicit Deny in any policy wins over everything else
  const denied = anyOf(everyPolicy(policies, facts.principal).map((policy) => matching('Deny', policy, facts)));
  if (denied.answer === 'yes') return { decision: 'explicit-deny', by: denied.by };
  const allowed = grant(policies, request, facts);
  if (allowed.answer === 'no') return { decision: 'implicit-deny', by: [] };
  const open = [denied, allowed].find(({ answer }) => typeof answer === 'object');
  if (open !== undefined && typeof open.answer === 'object') {
    return { decision: 'undetermined', reading: open.answer.unclear, by: open.by };
  }
  // one statement can grant in several ways
  return { decision: 'allow', by: [...new Set(allowed.by)] };
}

/** An answer and the statements it rests on. */
interface Answer {
  readonly answer: Applies;
  readonly by: readonly string[];
}

const NO: Answer = { answer: 'no', by: [] };
const YES: Answer = { answer: 'yes', by: [] };

/** What grants access: the principal's own policies, the resource's, or (across accounts) both. */
function grant(policies: PolicySet, request: AccessRequest, facts: RequestFacts): Answer {
  const { resource } = policies;
  const organization = organizationAllows(policies, facts);
  // services and federated identities have no policies of their own
  const isOther = facts.principal !== undefined && !isIamPrincipal(facts.principal);
  if (resource === undefined && isOther) return NO;
  const identity = allOf([
    anyOf(policies.identity.map((policy) => matching('Allow', policy, facts))),
    limit(policies.boundary, facts),
    limit(policies.session, facts),
  ]);
  if (resource === undefined) return allOf([identity, organization]);
  const byResource = resourceGrants(resource, facts);
  if (isOther || isResourcePolicyAlone(policies)) return allOf([byResource.any, organization]);
  const across = allOf([identity, byResource.any, organization]);
  const within = allOf([grantWithinAccount({ policies, request, facts }, identity, byResource), organization]);
  const same = sameAccount(resource, request, facts.principal);
  if (same === undefined && within.answer !== across.answer)
    return { answer: { unclear: 'resource-account-unknown' }, by: within.by };
  return same === false ? across : within;
}

interface Asked {
  readonly policies: PolicySet;
  readonly request: AccessRequest;
  readonly facts: RequestFacts;
}

/** Within one account the identity policies or the resource's are enough; trust and key policies must allow. */
function grantWithinAccount({ policies, request, facts }: Asked, identity: Answer, byResource: ResourceGrants): Answer {
  const { resource } = policies;
  if (resource === undefined) return identity;
  const session = limit(policies.session, facts);
  const delegated = allOf([identity, byResource.any]);
  const limited = allOf([byResource.toPrincipal, limit(policies.boundary, facts), session]);
  // a grant to the user is made before a session is, so session policies still limit it; only a boundary does not
  const isSession = facts.principal?.includes(':assumed-role/') === true;
  const named = isSession ? byResource.exact : allOf([byResource.exact, session]);
  // trust and key policies must allow; other resource policies are enough by themselves, but not needed
  return anyOf([mustAllow(resource, request) ? delegated : identity, named, limited]);
}

/**
 * Whether a set is only a resource's policy, of nobody in particular: then it stands for what the resource offers,
 * whatever the other side's policies say.
 */
export function isResourcePolicyAlone({ identity, boundary, session, resource, principal }: PolicySet): boolean {
  const ofNobody =
    identity.length === 0 && boundary === undefined && session === undefined && principal.arn === undefined;
  return ofNobody && resource !== undefined;
}

/** Boundaries and session policies grant nothing, but what they do not allow is not allowed. */
function limit(policies: readonly NamedPolicy[] | undefined, facts: RequestFacts): Answer {
  if (policies === undefined) return YES;
  return { ...anyOf(policies.map((policy) => matching('Allow', policy, facts))), by: [] };
}

/** Each level of the organization must allow. */
function organizationAllows(policies: PolicySet, facts: RequestFacts): Answer {
  if (policies.scps === undefined || !isUnderScps(policies, facts.principal)) return YES;
  return allOf(policies.scps.map((level) => limit(level, facts)));
}

/** SCPs restrict neither service-linked roles nor AWS services (Organizations user guide, "Tasks not restricted by SCPs"). */
export function isUnderScps(policies: PolicySet, principal: string | undefined): boolean {
  return isUnderRcps(policies, principal) && !isServiceName(principal ?? '');
}

/** RCPs restrict all but service-linked roles (Organizations user guide, "Resources and entities not restricted by RCPs"). */
export function isUnderRcps({ principal: { arn } }: PolicySet, principal: string | undefined): boolean {
  return ![arn, principal].some((each) => each !== undefined && SERVICE_LINKED.test(each));
}

/** IAM allows colons in paths: only the start of the ARN says whose role it is. */
const SERVICE_LINKED = /^arn:[^:]*:iam::[^:]*:role\/aws-service-role\//;

type ResourceGrants = Readonly<Record<'exact' | 'toPrincipal' | 'any', Answer>>;

/**
 * What a resource policy allows: to the principal by its own name (which a boundary does not limit), to the principal
 * itself or everyone, and in any way, also by its account (which its own policies still have to pass on).
 */
function resourceGrants(resource: ResourcePolicy, facts: RequestFacts): ResourceGrants {
  const reaching = (wanted: readonly string[]): Answer =>
    matching('Allow', resource.policy, facts, (statement) => {
      if (statement.principal === undefined || facts.principal === undefined) return false;
      const isRole = parseArn(facts.principal)?.resource.startsWith('role/') === true;
      const reach = reachOf(statement.principal, facts.principal, facts.role);
      return wanted.includes(reach === 'exact' && isRole ? 'role' : reach);
    });
  return {
    exact: reaching(['exact']),
    toPrincipal: reaching(['exact', 'role', 'everyone']),
    any: matching('Allow', resource.policy, facts),
  };
}

/** Whether caller and resource are of one account; undefined: one of them is not known. */
export function sameAccount(
  resource: ResourcePolicy,
  request: Partial<Pick<AccessRequest, 'resource' | 'resourceAccount'>>,
  principal: string | undefined,
): boolean | undefined {
  const owner =
    request.resourceAccount ?? resource.account ?? accountOfPrincipal(resource.arn ?? request.resource ?? '');
  const caller = accountOfPrincipal(principal ?? '');
  return owner === undefined || caller === undefined ? undefined : owner === caller;
}

/**
 * Trust policies and key policies must allow; the policies of other resources need not. A trust policy says who may assume
 * the role: of what IAM's own actions do to the role it does not speak.
 */
export function mustAllow(
  resource: ResourcePolicy,
  request: Partial<Pick<AccessRequest, 'resource' | 'action'>>,
): boolean {
  const arn = parseArn(resource.arn ?? request.resource ?? '');
  const isRole = arn?.service === 'iam' && arn.resource.startsWith('role/');
  const isKey = arn?.service === 'kms' && arn.resource.startsWith('key/');
  const service = request.action?.split(':')[0]?.toLowerCase();
  return (isRole && (service ?? 'sts') === 'sts') || (isKey && (service ?? 'kms') === 'kms');
}

/** Whether statements of one effect in a policy apply. A policy that cannot be read may say anything. */
function matching(
  effect: Effect,
  { name, document }: NamedPolicy,
  facts: RequestFacts,
  wanted: (statement: Statement) => boolean = () => true,
): Answer {
  if ('unreadable' in document) return { answer: { unclear: 'unreadable-policy' }, by: [name] };
  const statements = statementsFor(document, facts.action).filter((one) => one.effect === effect && wanted(one));
  return anyOf(statements.map((statement) => answerOf(statement, document, name, facts)));
}

const lastAsked = new WeakMap<PolicyDocument, { readonly action: string; readonly statements: readonly Statement[] }>();

/** The statements that take an action. Denies and Allows are asked one after the other, so the last answer is kept. */
function statementsFor(document: PolicyDocument, action: string): readonly Statement[] {
  const last = lastAsked.get(document);
  if (last?.action === action) return last.statements;
  const statements = document.statements.filter((statement) => takesName(statement.action, action));
  lastAsked.set(document, { action, statements });
  return statements;
}

function answerOf(statement: Statement, document: PolicyDocument, policy: string, facts: RequestFacts): Answer {
  const answer = applies(statement, document, facts);
  return answer === 'no' ? NO : { answer, by: [`${policy}#${statementLabel(statement)}`] };
}

/** How findings name a statement: its Sid, or its place in the document. */
export function statementLabel({ sid, index }: Statement): string {
  return sid === undefined || sid === '' ? `Statement[${index}]` : sid;
}

function anyOf(answers: readonly Answer[]): Answer {
  const yes = answers.filter(({ answer }) => answer === 'yes');
  if (yes.length > 0) return { answer: 'yes', by: yes.flatMap(({ by }) => by) };
  return answers.find(({ answer }) => answer !== 'no') ?? NO;
}

function allOf(answers: readonly Answer[]): Answer {
  if (answers.some(({ answer }) => answer === 'no')) return NO;
  const open = answers.find(({ answer }) => answer !== 'yes');
  return open ?? { answer: 'yes', by: answers.flatMap(({ by }) => by) };
}

function everyPolicy(policies: PolicySet, principal: string | undefined): readonly NamedPolicy[] {
  const { identity, boundary, session, scps, rcps, resource } = policies;
  const isOther = principal !== undefined && !isIamPrincipal(principal);
  return [
    ...(isOther ? [] : [...identity, ...(boundary ?? []), ...(session ?? [])]),
    ...(isUnderScps(policies, principal) ? (scps ?? []).flat() : []),
    ...(isUnderRcps(policies, principal) ? (rcps ?? []).flat().map(surelyRestricting) : []),
    ...(resource === undefined ? [] : [resource.policy]),
  ];
}

/** The request with what is known about the principal filled in. */
function factsOf(policies: PolicySet, request: AccessRequest, reading: ArnReading): RequestFacts {
  const principal = request.principal ?? policies.principal.arn;
  const values = valuesIn(policies, request);
  return {
    principal,
    role: principal === undefined ? undefined : roleOfSession(principal, values('aws:principalarn')),
    action: request.action.toLowerCase(),
    resource: lettersOf(request.resource),
    values,
    hasBoundary: policies.boundary === undefined ? 'no-boundary' : 'boundary',
    reading,
  };
}

/** The values of context keys (lower case): what the request says, else what follows from who makes it. */
export function valuesIn(policies: PolicySet, request: AccessRequest): (key: string) => readonly string[] | undefined {
  let pins: Pins | undefined;
  const given = new Map<string, readonly string[]>();
  for (const [key, value] of Object.entries(request.context)) {
    given.set(key.toLowerCase(), typeof value === 'string' ? [value] : value);
  }
  return (key) => {
    const values = given.get(key);
    if (values !== undefined) return values;
    pins ??= pinsOf({ ...arnFacts(request.principal), ...policies.principal });
    return pins(key);
  };
}

/** The ARN of a session's role: a session's own ARN has the name only, aws:PrincipalArn has the path as well. */
function roleOfSession(principal: string, [arn]: readonly string[] = []): string | undefined {
  return arn !== undefined && isRoleOfSession(arn, principal) ? arn : undefined;
}

/** A session's ARN does not tell its role's path, so only the ARN of a user or role pins anything. */
function arnFacts(principal: string | undefined): PrincipalFacts {
  return principal !== undefined && parseArn(principal)?.service === 'iam' ? { arn: principal } : {};
}
