import type { Reason, ExcessBox } from '../../access/excess.ts';
import type { Call } from '../../activity/call.ts';
import { isCloudFormation } from '../../activity/operation.ts';

const CDK_ROLE = /:role\/(?:.*\/)?cdk-[a-z0-9]+-cfn-exec-role-/;
/** Tools by what their user agent names first. */
const TOOL = /^(?<tool>Terraform|OpenTofu|Pulumi|aws-sam-cli|aws-cdk)\//i;

/**
 * The tool that made a call and keeps what it made in its own state, for people: `CloudFormation`, `the CDK`, `Terraform` …;
 * undefined: none that is known. CloudFormation is known by what AWS sets; the others by what the client says, so that who lies
 * about it is held by a deny all the same.
 * Source: CloudFormation user guide, "Logging API calls"; Terraform AWS provider, "User-Agent".
 */
export function keeperOf({ actor }: Pick<Call, 'actor'>): string | undefined {
  if (isCloudFormation(actor.invokedBy) || isCloudFormation(actor.via)) {
    return CDK_ROLE.test(actor.principalArn ?? '') ? 'the CDK' : 'CloudFormation';
  }
  const tool = TOOL.exec(actor.via)?.groups?.['tool'];
  return tool?.toLowerCase() === 'aws-cdk' ? 'the CDK' : tool;
}

/**
 * What is said of a hold that overwrites what a tool keeps in its state, as no deny can stand beside it: a policy of a resource or of
 * the organization, a permission set. None where no tool made the call.
 */
export function overwritten(call: Call, excess: readonly ExcessBox[]): readonly Reason[] {
  const keeper = keeperOf(call);
  if (keeper === undefined) return [];
  const detail = `the hold does not wait for ${keeper}, whose state differs from now on: what it writes again, also where it rolls back, is held again`;
  return [{ rule: 'kept-in-code', detail }, ...fixInCode(keeper, call.name, excess)];
}

/** Patterns of actions that are written out for people. */
const MOST_NAMED = 12;

/** What people change in their code so that the excess does not come again, statement by statement. */
export function fixInCode(keeper: string, call: string, excess: readonly ExcessBox[]): readonly Reason[] {
  if (/^(?:Delete|Detach|Remove|Untag)/.test(call)) {
    return [
      { rule: 'fix-in-code', detail: `${keeper} took away what limited it: put back in its code what ${call} took` },
    ];
  }
  return excess.map(({ policy, statement, actions, resources }) => ({
    rule: 'fix-in-code',
    detail: `in the code for ${keeper}: take ${listed(actions)} on ${listed(resources)} out of ${policy}, ${statement}`,
  }));
}

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return `${names.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
