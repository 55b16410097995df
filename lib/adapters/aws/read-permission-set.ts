import {
  DescribePermissionSetCommand,
  GetInlinePolicyForPermissionSetCommand,
  GetPermissionsBoundaryForPermissionSetCommand,
  ListCustomerManagedPolicyReferencesInPermissionSetCommand,
  ListManagedPoliciesInPermissionSetCommand,
  type CustomerManagedPolicyReference,
  type PermissionsBoundary,
} from '@aws-sdk/client-sso-admin';
import type { PermissionSet, PolicyReference } from '../../core/account/permission-set.ts';
import { storedDocument } from '../../core/account/stored-document.ts';
import type { SsoAsking } from './sso-asking.ts';
import { allOf } from './token-pages.ts';

/** A permission set by its ARN, within an instance. */
export interface PermissionSetName {
  readonly InstanceArn: string;
  readonly PermissionSetArn: string;
}

/** The name of a permission set; undefined: it is not there. */
export async function readPermissionSetName(asking: SsoAsking, named: PermissionSetName): Promise<string | undefined> {
  const command = new DescribePermissionSetCommand(named);
  const answer = await asking.askIfThere('sso:DescribePermissionSet', (options) => asking.sso.send(command, options));
  if (answer === undefined) return undefined;
  const name = answer.PermissionSet?.Name;
  if (name === undefined) throw new Error(`Identity Center gave no name of ${named.PermissionSetArn}`);
  return name;
}

/** A permission set with all that it holds; undefined: it is not there, or was deleted while it was read. */
export async function readPermissionSet(
  asking: SsoAsking,
  named: PermissionSetName,
): Promise<PermissionSet | undefined> {
  const name = await readPermissionSetName(asking, named);
  if (name === undefined) return undefined;
  const [inline, managed, customerManaged, boundary] = await Promise.all([
    readInlinePolicy(asking, named),
    readManaged(asking, named),
    readReferences(asking, named),
    readBoundary(asking, named),
  ]);
  if (inline === undefined || managed === undefined || customerManaged === undefined) return undefined;
  return {
    arn: named.PermissionSetArn,
    name,
    ...(inline === '' ? {} : { inline: storedDocument(inline) }),
    managed,
    customerManaged,
    ...(boundary === undefined ? {} : { boundary: boundaryOf(boundary, named) }),
  };
}

/** Its text; empty where it has none. */
async function readInlinePolicy(asking: SsoAsking, named: PermissionSetName): Promise<string | undefined> {
  const command = new GetInlinePolicyForPermissionSetCommand(named);
  const answer = await asking.askIfThere('sso:GetInlinePolicyForPermissionSet', (options) =>
    asking.sso.send(command, options),
  );
  return answer === undefined ? undefined : (answer.InlinePolicy ?? '');
}

async function readManaged(asking: SsoAsking, named: PermissionSetName): Promise<readonly string[] | undefined> {
  const attached = await asking.ifThere(() =>
    allOf(
      (NextToken) =>
        asking.ask('sso:ListManagedPoliciesInPermissionSet', (options) =>
          asking.sso.send(new ListManagedPoliciesInPermissionSetCommand({ ...named, NextToken }), options),
        ),
      ({ AttachedManagedPolicies }) => AttachedManagedPolicies,
    ),
  );
  return attached
    ?.map(({ Arn }) => {
      if (Arn === undefined) throw new Error(`Identity Center gave no ARN of a policy of ${named.PermissionSetArn}`);
      return Arn;
    })
    .sort();
}

async function readReferences(
  asking: SsoAsking,
  named: PermissionSetName,
): Promise<readonly PolicyReference[] | undefined> {
  const references = await asking.ifThere(() =>
    allOf(
      (NextToken) =>
        asking.ask('sso:ListCustomerManagedPolicyReferencesInPermissionSet', (options) =>
          asking.sso.send(
            new ListCustomerManagedPolicyReferencesInPermissionSetCommand({ ...named, NextToken }),
            options,
          ),
        ),
      ({ CustomerManagedPolicyReferences }) => CustomerManagedPolicyReferences,
    ),
  );
  return references?.map((reference) => referenceOf(reference, named));
}

/** A set without a boundary is answered like one that is not there. */
async function readBoundary(asking: SsoAsking, named: PermissionSetName): Promise<PermissionsBoundary | undefined> {
  const command = new GetPermissionsBoundaryForPermissionSetCommand(named);
  const answer = await asking.askIfThere('sso:GetPermissionsBoundaryForPermissionSet', (options) =>
    asking.sso.send(command, options),
  );
  return answer?.PermissionsBoundary;
}

function boundaryOf(
  { ManagedPolicyArn, CustomerManagedPolicyReference: reference }: PermissionsBoundary,
  named: PermissionSetName,
): NonNullable<PermissionSet['boundary']> {
  if (ManagedPolicyArn !== undefined) return { managed: ManagedPolicyArn };
  if (reference !== undefined) return { customerManaged: referenceOf(reference, named) };
  throw new Error(`Identity Center names no policy in the boundary of ${named.PermissionSetArn}`);
}

function referenceOf({ Name, Path }: CustomerManagedPolicyReference, named: PermissionSetName): PolicyReference {
  if (Name === undefined) throw new Error(`Identity Center gave no name of a policy of ${named.PermissionSetArn}`);
  return { name: Name, path: Path ?? '/' };
}
