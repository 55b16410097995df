import { decide } from '../../access/decide.ts';
import { pinsOf } from '../../access/pins.ts';
import type { NamedPolicy, PrincipalFacts } from '../../access/policy-set.ts';
import type { RoleChange } from '../../activity/changes.ts';
import { parseArn, splitArnPattern } from '../../policy/arn.ts';
import type { Statement } from '../../policy/statement.ts';
import { type IsKnownKey, withoutUnknown } from '../assess/as-another.ts';
import type { Standard } from '../standards/standards.ts';

/** A role that somebody hands to a service. */
export interface Lending {
  readonly roleArn: string;
  /** DNS names that the service may have in `iam:PassedToService`; one of them is enough. */
  readonly services: readonly string[];
  /** Who hands it over. */
  readonly by: PrincipalFacts;
}

/**
 * Whether a standard consents to handing over this very role: it allows `iam:PassRole` on it by a pattern that names
 * roles, not by one for all that there are. What it asks for besides and is not known (an address, a tag of the role) is taken
 * as not met.
 */
export function mayLend({ policies }: Standard, { roleArn, services, by }: Lending): boolean {
  const account = parseArn(roleArn)?.account;
  if (account === undefined) return false;
  const pins = pinsOf(by);
  const isKnown: IsKnownKey = (key) => key === 'iam:passedtoservice' || pins(key) !== undefined;
  const identity = policies.map((policy) => withoutUnknown(onlyNaming(policy), isKnown));
  return services.some((service) => {
    const context = { 'iam:PassedToService': service };
    const request = { action: 'iam:PassRole', resource: roleArn, resourceAccount: account, context };
    return decide({ principal: by, identity }, request).decision === 'allow';
  });
}

/** DNS names under which a role may be passed by a change: what it names, and what else these services call themselves. */
export function servicesOf({ grantees }: Pick<RoleChange, 'grantees'>): readonly string[] {
  return [...grantees, ...grantees.flatMap((grantee) => ALSO_PASSED_AS.get(grantee) ?? [])];
}

/** Where a role is passed to another service than the one that was called. Source: service authorization reference. */
const ALSO_PASSED_AS: ReadonlyMap<string, readonly string[]> = new Map([
  ['apprunner.amazonaws.com', ['build.apprunner.amazonaws.com', 'tasks.apprunner.amazonaws.com']],
  ['autoscaling.amazonaws.com', ['ec2.amazonaws.com']],
  ['airflow.amazonaws.com', ['airflow-env.amazonaws.com']],
  ['batch.amazonaws.com', ['ec2.amazonaws.com', 'ecs-tasks.amazonaws.com']],
  ['ecs.amazonaws.com', ['ecs-tasks.amazonaws.com']],
  ['eks.amazonaws.com', ['ec2.amazonaws.com', 'eks-fargate-pods.amazonaws.com', 'pods.eks.amazonaws.com']],
  ['elasticmapreduce.amazonaws.com', ['ec2.amazonaws.com']],
  ['imagebuilder.amazonaws.com', ['ec2.amazonaws.com']],
  ['synthetics.amazonaws.com', ['lambda.amazonaws.com']],
]);

/** A policy with those of its Allows that name roles. */
function onlyNaming({ name, document }: NamedPolicy): NamedPolicy {
  if ('unreadable' in document) return { name, document };
  return { name, document: { ...document, statements: document.statements.flatMap(naming) } };
}

function naming(statement: Statement): readonly Statement[] {
  const { effect, resource } = statement;
  if (effect === 'Deny') return [statement];
  const patterns = resource === undefined || resource.negated ? [] : resource.patterns.filter(namesRoles);
  return patterns.length === 0 ? [] : [{ ...statement, resource: { negated: false, patterns } }];
}

/** `role/workloads/*` names roles; `role/*` takes all there are. */
function namesRoles(pattern: string): boolean {
  const { resource } = splitArnPattern(pattern);
  return resource.startsWith('role/') && /[^*?/]/.test(resource.slice('role/'.length));
}
