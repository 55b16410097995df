import { createHash } from 'node:crypto';
import { textAt } from '../../../lib/core/activity/member.ts';
import type { JsonObject } from '../../../lib/core/json.ts';
import type { Call } from './call.ts';

/** Who makes calls with certain credentials. */
export interface Actor {
  /** Whose account the calls act in, and where they are recorded. */
  readonly accountId: string;
  /** As records have it, without `accessKeyId`. */
  readonly userIdentity: JsonObject;
  /** Whether it is a function that MiniStack runs. */
  readonly isFunction?: boolean;
}

/** An IAM user, e.g. `{ accountId: '123456789012', userName: 'ada' }`. */
export function userActor({ accountId, userName }: { readonly accountId: string; readonly userName: string }): Actor {
  return {
    accountId,
    userIdentity: {
      type: 'IAMUser',
      principalId: `AIDA${identifierOf(accountId, userName)}`,
      arn: `arn:aws:iam::${accountId}:user/${userName}`,
      accountId,
      userName,
    },
  };
}

/** A session of a role; `role` with its path, e.g. `agents/kiro`. */
export interface RoleSession {
  readonly accountId: string;
  readonly role: string;
  readonly session: string;
}

/** Somebody who acts by a session of a role. */
export function sessionActor({ accountId, role, session }: RoleSession): Actor {
  const roleName = role.slice(role.lastIndexOf('/') + 1);
  const roleId = `AROA${identifierOf(accountId, roleName)}`;
  return {
    accountId,
    userIdentity: {
      type: 'AssumedRole',
      principalId: `${roleId}:${session}`,
      arn: `arn:aws:sts::${accountId}:assumed-role/${roleName}/${session}`,
      accountId,
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: roleId,
          arn: `arn:aws:iam::${accountId}:role/${role}`,
          accountId,
          userName: roleName,
        },
        webIdFederationData: {},
        attributes: { creationDate: '2026-01-01T00:00:00Z', mfaAuthenticated: 'false' },
      },
    },
  };
}

/** Credentials that an answer gave out, and whose they are. */
export interface Issued {
  readonly accessKeyId: string;
  readonly actor: Actor;
}

/** What AssumeRole and its kin gave out; undefined for other calls. */
export function issuedBy(call: Call, elements: JsonObject | null): Issued | undefined {
  const accessKeyId = textAt(elements ?? {}, 'credentials.accessKeyId');
  const roleArn = textAt(call.parameters, 'roleArn');
  if (accessKeyId === undefined || roleArn === undefined) return undefined;
  const [, , , , accountId = '', role = ''] = roleArn.split(':');
  const session = textAt(call.parameters, 'roleSessionName') ?? '';
  return { accessKeyId, actor: sessionActor({ accountId, role: role.slice('role/'.length), session }) };
}

/** The part of a principal's id that says which: always the same for the same name. */
function identifierOf(accountId: string, name: string): string {
  const digest = createHash('sha256').update(`${accountId} ${name}`).digest('hex');
  return digest.slice(0, 17).toUpperCase();
}
