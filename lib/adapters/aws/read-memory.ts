import { asksForAttributes } from '../../core/account/affected-by.ts';
import type { IamCall } from '../../core/account/call.ts';
import { isAwsManaged } from '../../core/account/iam-arn.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import type { Clock } from '../../ports/clock.ts';
import { RecentParts } from './recent-parts.ts';

/** What GetPolicy says of a managed policy. */
export interface PolicyHead {
  readonly id: string;
  readonly defaultVersion: string;
  /** As GetAccountAuthorizationDetails writes it, without documents. */
  readonly detail: JsonObject;
}

/** Who holds an inline policy. */
export interface InlineName {
  readonly account: string;
  readonly kind: 'role' | 'user' | 'group';
  readonly holder: string;
  readonly policy: string;
}

/**
 * What was read of accounts a short while ago, so that an event costs no more than it has to: documents of inline policies,
 * what GetPolicy says, instance profiles, which roles trust by attributes. What a call changes is forgotten when the memory is told of the call. A call that
 * it is not told of is hidden for `keepFor` milliseconds at most; about as long IAM itself may hide it. 0: nothing is kept.
 */
export class ReadMemory {
  readonly inline: RecentParts<JsonValue>;
  readonly policies: RecentParts<PolicyHead>;
  readonly profiles: RecentParts<readonly JsonObject[]>;
  /** Names of the roles of an account that trust by what a principal is called or tagged with. */
  readonly trustingByAttribute: RecentParts<readonly string[]>;

  constructor(keepFor: number, clock: Clock) {
    this.inline = new RecentParts(keepFor, clock);
    this.policies = new RecentParts(keepFor, clock);
    this.profiles = new RecentParts(keepFor, clock);
    this.trustingByAttribute = new RecentParts(keepFor, clock);
  }

  /**
   * Another process may have been told of the policy's last change while nobody held it. AWS's own policies do not change
   * at anybody's call, so they are not asked about again.
   */
  #comesToCount(policyArn: string): void {
    if (!isAwsManaged(policyArn)) this.policies.changed(policyArn);
  }

  /** Somebody makes or made this call in the account: what it changes is read anew. */
  told(account: string, call: IamCall): void {
    switch (call.name) {
      case 'PutRolePolicy':
      case 'DeleteRolePolicy':
        this.inline.changed(inlineKey({ account, kind: 'role', holder: call.roleName, policy: call.policyName }));
        return;
      case 'PutUserPolicy':
      case 'DeleteUserPolicy':
        this.inline.changed(inlineKey({ account, kind: 'user', holder: call.userName, policy: call.policyName }));
        return;
      case 'PutGroupPolicy':
      case 'DeleteGroupPolicy':
        this.inline.changed(inlineKey({ account, kind: 'group', holder: call.groupName, policy: call.policyName }));
        return;
      case 'AddRoleToInstanceProfile':
      case 'RemoveRoleFromInstanceProfile':
        this.profiles.changed(profilesKey(account, call.roleName));
        return;
      case 'DeletePolicy':
      case 'CreatePolicyVersion':
      case 'DeletePolicyVersion':
      case 'SetDefaultPolicyVersion':
      case 'TagPolicy':
      case 'UntagPolicy':
        this.policies.changed(call.policyArn);
        return;
      case 'AttachRolePolicy':
      case 'AttachUserPolicy':
      case 'AttachGroupPolicy':
        this.#comesToCount(call.policyArn);
        return;
      case 'PutRolePermissionsBoundary':
      case 'PutUserPermissionsBoundary':
        this.#comesToCount(call.permissionsBoundary);
        return;
      case 'CreateRole':
        if (asksForAttributes(call.assumeRolePolicyDocument)) this.trustingByAttribute.changed(account);
        return;
      case 'UpdateAssumeRolePolicy':
        if (asksForAttributes(call.policyDocument)) this.trustingByAttribute.changed(account);
        return;
      case 'CreatePolicy':
      case 'CreateInstanceProfile':
      case 'DeleteInstanceProfile':
      case 'CreateServiceLinkedRole':
      case 'DeleteRole':
      case 'DeleteServiceLinkedRole':
      case 'UpdateRole':
      case 'UpdateRoleDescription':
      case 'TagRole':
      case 'UntagRole':
      case 'DetachRolePolicy':
      case 'DeleteRolePermissionsBoundary':
      case 'CreateUser':
      case 'DeleteUser':
      case 'UpdateUser':
      case 'TagUser':
      case 'UntagUser':
      case 'DetachUserPolicy':
      case 'DeleteUserPermissionsBoundary':
      case 'AddUserToGroup':
      case 'RemoveUserFromGroup':
      case 'CreateAccessKey':
      case 'UpdateAccessKey':
      case 'DeleteAccessKey':
      case 'CreateLoginProfile':
      case 'UpdateLoginProfile':
      case 'DeleteLoginProfile':
      case 'CreateServiceSpecificCredential':
      case 'ResetServiceSpecificCredential':
      case 'UpdateServiceSpecificCredential':
      case 'UploadSSHPublicKey':
      case 'UpdateSSHPublicKey':
      case 'UploadSigningCertificate':
      case 'UpdateSigningCertificate':
      case 'CreateGroup':
      case 'DeleteGroup':
      case 'UpdateGroup':
      case 'DetachGroupPolicy':
        // nothing of this is remembered: who is there, with what attached and in which groups, is read each time
        return;
    }
  }
}

/** The key of an inline policy: names ignore case. */
export function inlineKey({ account, kind, holder, policy }: InlineName): string {
  return `${account}/${kind}/${holder}/${policy}`.toLowerCase();
}

/** The key of the instance profiles of a role. */
export function profilesKey(account: string, roleName: string): string {
  return `${account}/${roleName}`.toLowerCase();
}
