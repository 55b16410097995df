import type { PolicyReference } from '../../account/permission-set.ts';
import type { SetBoundary } from '../../account/plan-call.ts';

/**
 * A policy of the accounts as the AWS CLI takes it for an option: in its shorthand, or in JSON where the name has what the shorthand
 * would take for its own. Source: AWS CLI user guide, "Using shorthand syntax".
 */
export function referenceText({ name, path }: PolicyReference): string {
  return isPlain(name + path) ? `Name=${name},Path=${path}` : JSON.stringify({ Name: name, Path: path });
}

/** A boundary of a permission set, in the same way. */
export function boundaryText(boundary: SetBoundary): string {
  if ('managed' in boundary) {
    const { managed } = boundary;
    return isPlain(managed) ? `ManagedPolicyArn=${managed}` : JSON.stringify({ ManagedPolicyArn: managed });
  }
  const { name, path } = boundary.customerManaged;
  return isPlain(name + path)
    ? `CustomerManagedPolicyReference={Name=${name},Path=${path}}`
    : JSON.stringify({ CustomerManagedPolicyReference: { Name: name, Path: path } });
}

function isPlain(text: string): boolean {
  return !/[,={}[\]"'\\]/.test(text);
}
