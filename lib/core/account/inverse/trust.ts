import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { IamCall } from '../call.ts';
import type { Role } from '../state.ts';
import { UNKNOWN_DOCUMENT } from '../stored-document.ts';
import { contain, exact, type Inverse, none } from './undo.ts';

/**
 * Ids of deleted users and roles: IAM shows them in place of the ARN, and does not take them back in a document. Nobody can be them
 * again, so a document without them trusts the same.
 * Source: IAM user guide, "AWS JSON policy elements: Principal".
 */
const DELETED_PRINCIPAL = /^A(?:IDA|ROA)[A-Z0-9]{8,}$/;

/** Takes back UpdateAssumeRolePolicy: the trust policy before, as far as IAM accepts it. */
export function undoTrust(before: Role): Inverse {
  if (before.trust === UNKNOWN_DOCUMENT) return none('the trust policy before is not known');
  const writable = withoutDeleted(before.trust);
  const call: IamCall = { name: 'UpdateAssumeRolePolicy', roleName: before.name, policyDocument: writable };
  if (writable === before.trust) return exact(call);
  if (statementsOf(writable).length === 0) {
    return none('the trust policy before trusted only deleted principals, which IAM does not write back');
  }
  return contain('deleted principals of the trust policy before are left out: IAM does not write them back', call);
}

function statementsOf(document: JsonValue): readonly JsonValue[] {
  if (!isJsonObject(document)) return [];
  const statement = document['Statement'];
  return isList(statement) ? statement : statement === undefined ? [] : [statement];
}

/** The same document (the same object) where it names no deleted principal. */
function withoutDeleted(document: JsonValue): JsonValue {
  if (!isJsonObject(document)) return document;
  const before = statementsOf(document);
  const after = before.flatMap(statementWithoutDeleted);
  const unchanged = after.length === before.length && after.every((statement, index) => statement === before[index]);
  return unchanged ? document : { ...document, Statement: after };
}

/** No statement where all its principals are deleted; a Deny of deleted principals is as empty as an Allow. */
function statementWithoutDeleted(statement: JsonValue): readonly JsonValue[] {
  if (!isJsonObject(statement)) return [statement];
  const principal = statement['Principal'];
  if (!isJsonObject(principal)) return [statement];
  const aws = principal['AWS'];
  const names = isList(aws) ? aws : aws === undefined ? [] : [aws];
  const living = names.filter((name) => typeof name !== 'string' || !DELETED_PRINCIPAL.test(name));
  if (living.length === names.length) return [statement];
  const others = Object.entries(principal).filter(([kind]) => kind !== 'AWS');
  const kept: JsonObject = Object.fromEntries(living.length === 0 ? others : [...others, ['AWS', living]]);
  return Object.keys(kept).length === 0 ? [] : [{ ...statement, Principal: kept }];
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
