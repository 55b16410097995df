import type { PatternList, Statement } from '../policy/statement.ts';
import { ActionWildcard, takesName } from './action-patterns.ts';
import { serviceNamed } from './catalogue.ts';
import type { NamedPolicy } from './policy-set.ts';
import { RCP_SERVICES } from './rcp-services.ts';

/** The one action of these services that no RCP restricts (the page below, "Resources and entities not restricted by RCPs"). */
const FREE = { service: 'kms', name: 'kms:retiregrant' } as const;

/**
 * A resource control policy with what AWS surely lets it deny: actions of the services that support RCPs, and no others.
 * Source: AWS Organizations user guide, "Resource control policies (RCPs)".
 */
export function surelyRestricting(policy: NamedPolicy): NamedPolicy {
  return scopesOf(policy).surely;
}

/**
 * What a resource control policy denies besides: actions of services that are not listed, which AWS may support by now.
 * Undefined: nothing.
 */
export function perhapsRestricting(policy: NamedPolicy): NamedPolicy | undefined {
  return scopesOf(policy).perhaps;
}

interface Scopes {
  readonly surely: NamedPolicy;
  readonly perhaps: NamedPolicy | undefined;
}

const known = new WeakMap<NamedPolicy, Scopes>();

/** The same policies for as long as the one that they are made of lives: what is worked out for them is kept under them. */
function scopesOf(policy: NamedPolicy): Scopes {
  const scopes = known.get(policy) ?? readScopes(policy);
  known.set(policy, scopes);
  return scopes;
}

function readScopes(policy: NamedPolicy): Scopes {
  const { name, document } = policy;
  // it may say anything, and that is left open anyway
  if ('unreadable' in document) return { surely: policy, perhaps: undefined };
  // the Allow of `RCPFullAWSAccess` grants nothing
  const denies = document.statements.filter(({ effect }) => effect === 'Deny');
  const perhaps = restricted(
    denies.filter(({ action }) => mayTakeOthers(action)),
    withoutFree,
  );
  return {
    surely: { name, document: { ...document, statements: restricted(denies, onlySupported) } },
    perhaps: perhaps.length === 0 ? undefined : { name, document: { ...document, statements: perhaps } },
  };
}

/** The statements for fewer actions, without those for none. */
function restricted(
  statements: readonly Statement[],
  scoped: (actions: PatternList) => PatternList,
): readonly Statement[] {
  const scopedOnes = statements.map((statement) => ({ ...statement, action: scoped(statement.action) }));
  return scopedOnes.filter(({ action }) => action.negated || action.patterns.length > 0);
}

function mayTakeOthers({ negated, patterns }: PatternList): boolean {
  return negated || patterns.some((pattern) => !RCP_SERVICES.some((service) => isOf(service, pattern.toLowerCase())));
}

function onlySupported(actions: PatternList): PatternList {
  return { negated: false, patterns: RCP_SERVICES.flatMap((service) => patternsWithin(service, actions)) };
}

/** Patterns for the actions of one service that an element takes; by name where no pattern of the element says it alone. */
function patternsWithin(service: string, actions: PatternList): readonly string[] {
  const touching = actions.patterns.filter((pattern) => mayTouch(service, pattern.toLowerCase()));
  if (!actions.negated && touching.length === 0) return [];
  const takesFree = service === FREE.service && takesName(actions, FREE.name);
  if (!takesFree) {
    if (actions.negated && touching.length === 0) return [`${service}:*`];
    if (!actions.negated && touching.some((pattern) => /^\*+$/.test(pattern))) return [`${service}:*`];
    if (!actions.negated && touching.every((pattern) => isOf(service, pattern.toLowerCase()))) return touching;
  }
  return namesIn(service).filter((name) => name !== FREE.name && takesName(actions, name));
}

function withoutFree(actions: PatternList): PatternList {
  if (!takesName(actions, FREE.name)) return actions;
  if (actions.negated) return { negated: true, patterns: [...actions.patterns, FREE.name] };
  const patterns = actions.patterns.flatMap((pattern) => {
    const one: PatternList = { negated: false, patterns: [pattern] };
    const isOfService = isOf(FREE.service, pattern.toLowerCase());
    return isOfService && takesName(one, FREE.name) ? patternsWithin(FREE.service, one) : [pattern];
  });
  return { negated: false, patterns };
}

/** Whether a pattern in lower case names this service. */
function isOf(service: string, pattern: string): boolean {
  return pattern.startsWith(`${service}:`);
}

/** Whether a pattern in lower case may take an action of a service. */
function mayTouch(service: string, pattern: string): boolean {
  const end = pattern.search(/[*?]/);
  if (end < 0) return isOf(service, pattern);
  const { service: named } = new ActionWildcard(pattern, end);
  return named === undefined || named === service;
}

/** The actions of a service in lower case, with the service. */
function namesIn(service: string): readonly string[] {
  return (serviceNamed(service)?.lowerCaseNames ?? []).map((name) => `${service}:${name}`);
}
