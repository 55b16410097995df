import { parseArn } from '../../policy/arn.ts';
import { globMatches } from '../../policy/glob.ts';
import type { GuardedEnvironment } from './standards.ts';

/** The environments that an account has a part in. */
export function environmentsIn(
  account: string,
  environments: readonly GuardedEnvironment[],
): readonly GuardedEnvironment[] {
  return environments.filter(({ accounts }) => accounts.length === 0 || accounts.includes(account));
}

/** What a call touches: ARNs or names, and the service that was called (`rds.amazonaws.com`). */
export interface Touched {
  readonly resource: string;
  readonly source: string;
  /** By key; absent: they are not known. A tag without a value may have any. */
  readonly tags?: Readonly<Record<string, string | undefined>> | undefined;
}

/** The tag that CloudFormation gives what it makes for a stack. */
const STACK_TAG = 'aws:cloudformation:stack-name';

/**
 * Whether a resource (an ARN, or a name where no ARN is known) belongs to an environment. An ARN belongs to it as well
 * where it lies below one that matches (`stack/NAME/ID` below `stack/NAME`). Where one of the two is only a name, the
 * names are compared; a pattern for every name of a service (`db:*`) then means that service's names. What has the tags of
 * an environment belongs to it, and what has the tag of one of its stacks.
 */
export function belongsTo({ resource, source, tags }: Touched, environment: GuardedEnvironment): boolean {
  if (tags !== undefined && hasTagsOf(environment, tags)) return true;
  if (!IGNORES_CASE.test(source)) return environment.resources.some((pattern) => isBelow(pattern, resource, source));
  const small = resource.toLowerCase();
  return environment.resources.some((pattern) => isBelow(pattern.toLowerCase(), small, source));
}

/** Services for whom a name is the same in any case, and the one through which they can be called. */
const IGNORES_CASE = /^(?:rds|elasticache|redshift|iam|cloudcontrolapi)\./i;

function isBelow(pattern: string, resource: string, source: string): boolean {
  if (globMatches(pattern, resource) || globMatches(`${pattern}/*`, resource)) return true;
  const [patternArn, resourceArn] = [parseArn(pattern), parseArn(resource)];
  if (patternArn !== undefined && resourceArn !== undefined) return false;
  const name = resourceName(pattern);
  if (name === '*' && patternArn !== undefined && !globMatches(patternArn.service, source.split('.')[0] ?? ''))
    return false;
  return globMatches(name, resourceName(resource));
}

function hasTagsOf(
  { tags = [], stacks = [] }: GuardedEnvironment,
  has: Readonly<Record<string, string | undefined>>,
): boolean {
  const isSo = (key: string, pattern: string) =>
    Object.hasOwn(has, key) && (has[key] === undefined || globMatches(pattern, has[key]));
  return (
    stacks.some((each) => isSo(STACK_TAG, each)) ||
    tags.some((each) => each.size > 0 && [...each].every((tag) => isSo(...tag)))
  );
}

/**
 * The name of a resource: of an ARN the part behind its type, without the id that AWS adds (`stack/NAME/UUID` → NAME,
 * `db:NAME` → NAME), of an object in S3 its bucket; any other text is a name already.
 */
export function resourceName(resource: string): string {
  const arn = parseArn(resource);
  if (arn === undefined) return resource;
  if (arn.service === 's3') return arn.resource.split('/')[0] ?? arn.resource;
  const name = arn.resource.replace(/^[^/:]+[/:]/, '');
  return name.replace(/[/:](\*|[0-9a-f]{16}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/, '');
}
