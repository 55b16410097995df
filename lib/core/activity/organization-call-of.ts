import type { OrganizationCall } from '../account/organization/organization-call.ts';
import { storedDocument, UNKNOWN_DOCUMENT } from '../account/stored-document.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { Call } from './call.ts';
import type { WatchedChange } from './changes.ts';
import { accountAt, member, textAt } from './member.ts';

/**
 * The call of Organizations as its model has it; undefined for one that changes no limit of accounts, and where the record
 * lacks what it is about. Parameters: AWS Organizations API reference.
 */
export function organizationCallOf(call: Call, change: WatchedChange): OrganizationCall | undefined {
  if (call.source !== 'organizations.amazonaws.com') return undefined;
  return READERS[call.name]?.({ asked: change.asked, call, change });
}

interface Recorded {
  readonly asked: JsonObject;
  readonly call: Call;
  readonly change: WatchedChange;
}

type Reader = (recorded: Recorded) => OrganizationCall | undefined;

const READERS: Readonly<Record<string, Reader>> = {
  AttachPolicy: attachment('AttachPolicy'),
  DetachPolicy: attachment('DetachPolicy'),
  CreatePolicy: ({ asked, change }) => {
    // its id is in the answer, which the row of the call reads
    const [id] = change.resources;
    const [name, type] = [textAt(asked, 'name'), textAt(asked, 'type')];
    if (id === undefined) return undefined;
    const document = documentOf(asked) ?? UNKNOWN_DOCUMENT;
    return {
      name: 'CreatePolicy',
      policy: { id, ...(name === undefined ? {} : { name }), ...(type === undefined ? {} : { type }), document },
    };
  },
  UpdatePolicy: ({ asked }) => {
    const [policyId, name, document] = [textAt(asked, 'policyId'), textAt(asked, 'name'), documentOf(asked)];
    if (policyId === undefined) return undefined;
    return {
      name: 'UpdatePolicy',
      policyId,
      change: { ...(name === undefined ? {} : { name }), ...(document === undefined ? {} : { document }) },
    };
  },
  DeletePolicy: ({ asked }) => {
    const policyId = textAt(asked, 'policyId');
    return policyId === undefined ? undefined : { name: 'DeletePolicy', policyId };
  },
  EnablePolicyType: policyType('EnablePolicyType'),
  DisablePolicyType: policyType('DisablePolicyType'),
  MoveAccount: ({ asked }) => {
    const account = accountAt(asked, 'accountId');
    const [from, to] = [textAt(asked, 'sourceParentId'), textAt(asked, 'destinationParentId')];
    if (account === undefined || from === undefined || to === undefined) return undefined;
    return { name: 'MoveAccount', account, from, to };
  },
  RemoveAccountFromOrganization: ({ asked }) => {
    const account = accountAt(asked, 'accountId');
    return account === undefined ? undefined : { name: 'RemoveAccountFromOrganization', account };
  },
  LeaveOrganization: ({ call }) => ({ name: 'RemoveAccountFromOrganization', account: call.account }),
};

function attachment(name: 'AttachPolicy' | 'DetachPolicy'): Reader {
  return ({ asked }) => {
    const [policyId, targetId] = [textAt(asked, 'policyId'), accountAt(asked, 'targetId')];
    return policyId === undefined || targetId === undefined ? undefined : { name, policyId, targetId };
  };
}

function policyType(name: 'EnablePolicyType' | 'DisablePolicyType'): Reader {
  return ({ asked }) => {
    const [rootId, type] = [textAt(asked, 'rootId'), textAt(asked, 'policyType')];
    return rootId === undefined || type === undefined ? undefined : { name, rootId, type };
  };
}

function documentOf(asked: JsonObject): JsonValue | undefined {
  const content = member(asked, 'content');
  return content === undefined || content === null ? undefined : storedDocument(content);
}
