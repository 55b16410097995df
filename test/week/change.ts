import type { JsonObject } from '../../lib/core/json.ts';
import type { Principal } from './company.ts';

/** A call that somebody makes, as CloudTrail writes it down. */
export interface Change {
  readonly name: string;
  readonly parameters: JsonObject;
  readonly response?: JsonObject;
}

const isUser = ({ kind }: Principal): boolean => kind === 'engineer';

/** The call of this name on a principal: `Put…Policy` becomes `PutUserPolicy` or `PutRolePolicy`. */
export function changeOf(subject: Principal, name: string, parameters: JsonObject): Change {
  const type = isUser(subject) ? 'User' : 'Role';
  const who = isUser(subject) ? { userName: subject.name } : { roleName: subject.name };
  return { name: name.replace('…', type), parameters: { ...who, ...parameters } };
}

/** A change of a managed policy to a new default version. */
export function versionOf(policyArn: string, document: string, versionId: string): Change {
  return {
    name: 'CreatePolicyVersion',
    parameters: { policyArn, policyDocument: document, setAsDefault: true },
    response: { policyVersion: { versionId, isDefaultVersion: true } },
  };
}
