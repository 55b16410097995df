import type { PrincipalSource, SetSource, StatementSource } from '../core/access/random-policies.ts';
import { FALSE, TRUE } from './smt.ts';
import { type Answer, OPEN, sure } from './three-valued.ts';

/** Who makes a request. */
export interface Caller {
  /** The ARN of a user or of a session; undefined: any principal of IAM, none of which the policies name. */
  readonly arn: string | undefined;
  readonly account: string | undefined;
  /** Of a session: the ARN of its role. */
  readonly role: string | undefined;
  /** Service-linked roles are under no policy of an organization. */
  readonly isServiceLinked: 'service-linked' | 'usual';
  /** Values of context keys (lower case) that follow from who it is; undefined: the key is missing. */
  readonly facts: ReadonlyMap<string, string | undefined>;
}

const UNNAMED_SESSION = 'unnamed';

/** Everyone whom a set's principal stands for: a user itself; of a role the sessions that are named, and another one. */
export function callersOf(granted: SetSource, limit: SetSource): readonly Caller[] {
  const { principal } = granted;
  if (principal === undefined) {
    return [{ arn: undefined, account: undefined, role: undefined, isServiceLinked: 'usual', facts: new Map() }];
  }
  const account = principal.arn.split(':')[4];
  const facts = new Map<string, string | undefined>([
    ['aws:principalarn', principal.arn],
    ['aws:principalisawsservice', 'false'],
    ...(principal.organizationId === undefined ? [] : [['aws:principalorgid', principal.organizationId] as const]),
    ...Object.entries(principal.tags).map(([key, value]) => [`aws:principaltag/${key}`, value] as const),
  ]);
  const name = principal.arn.slice(principal.arn.lastIndexOf('/') + 1);
  if (principal.arn.includes(':user/')) {
    facts.set('aws:username', name);
    return [{ arn: principal.arn, account, role: undefined, isServiceLinked: 'usual', facts }];
  }
  facts.set('aws:username', undefined);
  const isServiceLinked = principal.arn.includes(':role/aws-service-role/') ? 'service-linked' : 'usual';
  const prefix = `arn:aws:sts::${account ?? ''}:assumed-role/${name}/`;
  const named = [granted, limit].flatMap(principalTexts).filter((text) => text.startsWith(prefix));
  const sessions = [...new Set([...named, `${prefix}${UNNAMED_SESSION}`])];
  return sessions.map((arn) => ({ arn, account, role: principal.arn, isServiceLinked, facts }));
}

function principalTexts({ resource }: SetSource): readonly string[] {
  const statements = resource?.document.Statement ?? [];
  return statements.flatMap((each) => Object.values(listsOf(each.Principal ?? each.NotPrincipal)).flat());
}

/** How an entry reaches a caller. */
export type Reach = 'session or user' | 'role' | 'everyone' | 'account';

/** All ways in which a statement's Principal reaches a caller. */
export function reaches({ Principal }: StatementSource, caller: Caller): readonly Reach[] {
  return (listsOf(Principal)['AWS'] ?? []).flatMap((entry) => reachOf(entry, caller));
}

function reachOf(entry: string, { arn, account, role }: Caller): readonly Reach[] {
  if (entry === '*') return ['everyone'];
  if (arn === undefined) return [];
  if (entry === arn) return ['session or user'];
  if (entry === role) return ['role'];
  return isAccount(entry, account) ? ['account'] : [];
}

function isAccount(entry: string, account: string | undefined): boolean {
  return entry === account || entry === `arn:aws:iam::${account ?? ''}:root`;
}

/**
 * Whether NotPrincipal hits a caller: surely not who is named in full (a user with its account, a session with its
 * role and account), surely whom nothing but its account names, and everyone who has a boundary.
 */
export function isHit({ NotPrincipal }: StatementSource, caller: Caller, boundary: 'boundary' | 'none'): Answer {
  if (boundary === 'boundary') return sure(TRUE);
  const ways = (listsOf(NotPrincipal)['AWS'] ?? []).flatMap((entry) => reachOf(entry, caller));
  if (ways.includes('session or user') || ways.includes('role')) {
    const needed: readonly Reach[] =
      caller.role === undefined ? ['session or user', 'account'] : ['session or user', 'role', 'account'];
    return needed.every((way) => ways.includes(way)) ? sure(FALSE) : OPEN;
  }
  return sure(ways.includes('everyone') ? FALSE : TRUE);
}

function listsOf(element: StatementSource['Principal']): PrincipalSource {
  return element === '*' ? { AWS: ['*'] } : (element ?? {});
}
