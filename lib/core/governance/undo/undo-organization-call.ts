import type { Reason } from '../../access/excess.ts';
import type { Organization } from '../../account/organization/organization.ts';
import type { OrganizationCall } from '../../account/organization/organization-call.ts';
import { isJsonObject } from '../../json.ts';
import { awsCommand, shellWord } from './shell-word.ts';

/** How people take a call of Organizations back: the command of the AWS CLI, in the management account. */
export function undoOfOrganizationCall(call: OrganizationCall, before: Organization): Reason {
  return { rule: 'undo', detail: undoing(call, before) };
}

function undoing(call: OrganizationCall, before: Organization): string {
  switch (call.name) {
    case 'AttachPolicy':
      return awsCommand`DetachPolicy undoes it: aws organizations detach-policy --policy-id ${call.policyId} --target-id ${call.targetId}`;
    case 'DetachPolicy':
      return awsCommand`AttachPolicy undoes it: aws organizations attach-policy --policy-id ${call.policyId} --target-id ${call.targetId}`;
    case 'MoveAccount':
      return awsCommand`MoveAccount back undoes it: aws organizations move-account --account-id ${call.account} --source-parent-id ${call.to} --destination-parent-id ${call.from}`;
    case 'UpdatePolicy':
      return updateOf(call.policyId, before);
    case 'DisablePolicyType':
      return awsCommand`EnablePolicyType and AttachPolicy of every policy that was attached undo it: aws organizations enable-policy-type --root-id ${call.rootId} --policy-type ${call.type}`;
    case 'EnablePolicyType':
      return awsCommand`DisablePolicyType undoes it: aws organizations disable-policy-type --root-id ${call.rootId} --policy-type ${call.type}`;
    case 'RemoveAccountFromOrganization':
      return awsCommand`only an invitation that ${call.account} accepts undoes it: aws organizations invite-account-to-organization --target ${`Id=${call.account},Type=ACCOUNT`}`;
    case 'CreatePolicy':
      return awsCommand`DeletePolicy undoes it: aws organizations delete-policy --policy-id ${call.policy.id}`;
    case 'DeletePolicy':
      return `CreatePolicy with what ${call.policyId} said undoes it`;
  }
}

function updateOf(id: string, { policies }: Organization): string {
  const document = policies.get(id)?.document;
  const updating = awsCommand`UpdatePolicy undoes it: aws organizations update-policy --policy-id ${id} --content`;
  return isJsonObject(document)
    ? `${updating} ${shellWord(JSON.stringify(document))}`
    : `${updating} what it said before, which is not known`;
}
