import type { Doomed } from '../../activity/doomed.ts';
import { statefulType } from '../../activity/stateful-types.ts';
import { belongsTo, environmentsIn } from '../standards/guarded.ts';
import type { DestroyedResource, PermitSubject } from './permit.ts';
import type { Governance, GuardedEnvironment } from '../standards/standards.ts';

/** A change of a guarded environment that nobody may make without a permit. */
export interface GatedChange {
  /** Name of the environment. */
  readonly environment: string;
  readonly change: PermitSubject;
  /** What would be done, for people: `delete stack cost-prod`. */
  readonly what: string;
  /** What it would destroy or give, and what cannot be told; for people. */
  readonly why: readonly string[];
  /** What it destroys, as far as it is known. */
  readonly destroys: readonly DestroyedResource[];
  /**
   * Present where the digest does not say all that would be done, since parameters are not in templates: then no permit can be
   * for exactly it. A change set says it.
   */
  readonly unpinned?: true;
}

/** A resource of a stack, as CloudFormation knows it. */
export interface StackResource extends DestroyedResource {
  readonly logicalId: string;
}

/** What an operation on a stack takes away that is guarded, in one environment. */
export interface GuardedLoss {
  readonly environment: GuardedEnvironment;
  readonly lost: readonly Doomed[];
  readonly destroys: readonly DestroyedResource[];
}

/** A stack that is worked on, by its ARN. */
export interface GatedStack {
  readonly arn: string;
  readonly account: string;
  /** ARN of the outermost stack that it is nested in; left out: it is not nested, or that does not matter. */
  readonly root?: string | undefined;
  /** Its own, which CloudFormation gives to all that it makes for it; left out: none, or that does not matter. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** The environment that a stack belongs to, itself or by the stack that it is nested in; undefined: none. */
export function environmentOfStack(
  { arn, account, root, tags }: GatedStack,
  { environments }: Governance,
): GuardedEnvironment | undefined {
  const stacks = root === undefined ? [arn] : [arn, root];
  return environmentsIn(account, environments).find((each) =>
    stacks.some((resource) => belongsTo({ resource, source: 'cloudformation.amazonaws.com', tags }, each)),
  );
}

/** What an operation on a stack takes away. */
export interface Removal {
  readonly doomed: readonly Doomed[];
  /** What the stack has, as far as it is known. */
  readonly resources: readonly StackResource[];
}

/**
 * What of an environment an operation takes away: of a stack that belongs to it all that is stateful, of any other stack what
 * the environment itself names. Resources without a known name are taken for one that it names, where it could be.
 */
export function guardedLoss(
  stack: GatedStack,
  { doomed, resources }: Removal,
  governance: Governance,
): GuardedLoss | undefined {
  const own = environmentOfStack(stack, governance);
  const physical = new Map(resources.map((each) => [each.logicalId, each]));
  const destroys = doomed.flatMap(({ logicalId }) => physical.get(logicalId) ?? []).map(destroyed);
  if (own !== undefined) {
    const lost = doomed.filter(({ type }) => statefulType(type) !== undefined);
    return lost.length === 0 ? undefined : { environment: own, lost, destroys };
  }
  for (const environment of environmentsIn(stack.account, governance.environments)) {
    const lost = doomed.filter((each) => isNamedBy(environment, each, physical.get(each.logicalId)));
    if (lost.length > 0) return { environment, lost, destroys };
  }
  return undefined;
}

/** A resource as permits keep it. */
export function destroyed({ type, physicalId }: StackResource): DestroyedResource {
  return { type, physicalId };
}

function isNamedBy(environment: GuardedEnvironment, { type, tags }: Doomed, known: StackResource | undefined): boolean {
  if (type === 'AWS::CloudFormation::Stack' && known !== undefined) {
    return belongsTo({ resource: known.physicalId, source: 'cloudformation.amazonaws.com', tags }, environment);
  }
  // one that was never made has nothing to lose; what stands for many may be any of them
  if (known === undefined) return type === 'unknown';
  return belongsTo({ resource: known.physicalId, source: `${serviceOf(type)}.amazonaws.com`, tags }, environment);
}

/** How ARNs and event sources call the service of a type, where that is not the middle of the type's name in lower case. */
const SERVICES: ReadonlyMap<string, string> = new Map([
  ['ApiGatewayV2', 'apigateway'],
  ['Cassandra', 'cassandra'],
  ['Cognito', 'cognito-idp'],
  ['DocDB', 'rds'],
  ['EFS', 'elasticfilesystem'],
  ['EMR', 'elasticmapreduce'],
  ['ElasticLoadBalancingV2', 'elasticloadbalancing'],
  ['Elasticsearch', 'es'],
  ['MSK', 'kafka'],
  ['Neptune', 'rds'],
  ['OpenSearchService', 'es'],
  ['OpenSearchServerless', 'aoss'],
  ['StepFunctions', 'states'],
]);

/** The service of a CloudFormation type: `rds` for `AWS::RDS::DBInstance`. */
export function serviceOf(type: string): string {
  const [, name = ''] = type.split('::');
  return SERVICES.get(name) ?? name.toLowerCase();
}

/** What is lost, for people: `Database (AWS::RDS::DBInstance, a database with its data): its Engine changes`. */
export function lossText({ logicalId, type, fate, why }: Doomed): string {
  const holds = statefulType(type)?.holds;
  const named = type === 'unknown' ? logicalId : `${logicalId} (${type}${holds === undefined ? '' : `, ${holds}`})`;
  return `${fate === 'unknown' ? 'perhaps ' : ''}${fate === 'replaced' ? 'replaces' : 'removes'} ${named}: ${why}`;
}
