import type { Reason } from '../../../access/excess.ts';
import { parseArn } from '../../../policy/arn.ts';
import { globMatches } from '../../../policy/glob.ts';
import { environmentsIn, resourceName } from '../../standards/guarded.ts';
import type { Governance, GuardedEnvironment } from '../../standards/standards.ts';
import { countsIn } from './changes-under.ts';
import type { EnvironmentCall } from '../kept-calls.ts';

/** An environment that a call may touch for all that is known, since its record shows no tags. */
export interface GuessedEnvironment {
  readonly environment: string;
  readonly reason: Reason;
  /** Present where nothing speaks for it but that it cannot be ruled out. */
  readonly isOnlyPossible?: true;
}

/**
 * What a destruction may have touched whose record shows no tags: an environment that is known by tags, one with a stack that the
 * resource is named like, as CloudFormation names what it makes (`STACK-LogicalId-RANDOM`, in small letters for some); or, since
 * a template may choose any name, any environment with stacks. Undefined: tags are known, or nothing is possible.
 */
export function guessedEnvironment(
  call: EnvironmentCall,
  { environments }: Pick<Governance, 'environments'>,
): GuessedEnvironment | undefined {
  if (call.change.tags !== undefined) return undefined;
  const here = environmentsIn(call.account, environments).filter((each) => countsIn(each, call));
  const names = call.change.resources.map(resourceName);
  const tagged = here.find(({ tags = [] }) => tags.length > 0);
  if (tagged !== undefined) return guess(call, tagged, TAGGED);
  const alike = here.find((each) => names.some((name) => isNamedLikeStackOf(each, name)));
  if (alike !== undefined) return guess(call, alike, NAMED_ALIKE);
  const stacked = call.change.resources.every(isStack) ? undefined : here.find(hasStacks);
  return stacked && { ...guess(call, stacked, IN_SOME_STACK), isOnlyPossible: true };
}

/** Why an environment is guessed, and how that is said between the resource and the environment. */
interface Ground {
  readonly rule: 'tags-unknown' | 'named-like-stack';
  readonly how: string;
}

const TAGGED: Ground = { rule: 'tags-unknown', how: 'may be a part of' };
const NAMED_ALIKE: Ground = { rule: 'named-like-stack', how: 'is named like what a stack has of' };
const IN_SOME_STACK: Ground = { rule: 'tags-unknown', how: 'may be in a stack of' };

function guess(
  { name, change }: EnvironmentCall,
  environment: GuardedEnvironment,
  { rule, how }: Ground,
): GuessedEnvironment {
  const what = change.resources.length === 0 ? 'a resource that the record does not name' : change.resources.join(', ');
  const detail = `the record of ${name} shows no tags: ${what} ${how} the environment "${environment.name}"`;
  return { environment: environment.name, reason: { rule, detail } };
}

function isNamedLikeStackOf({ stacks = [] }: GuardedEnvironment, name: string): boolean {
  return stacks.some((pattern) => globMatches(`${pattern}-*`.toLowerCase(), name.toLowerCase()));
}

function hasStacks({ stacks = [] }: GuardedEnvironment): boolean {
  return stacks.length > 0;
}

/** Whether it is a stack itself: the name of one tells whether it is guarded. */
function isStack(resource: string): boolean {
  const arn = parseArn(resource);
  return arn?.service === 'cloudformation' && arn.resource.startsWith('stack/');
}
