import type { Reason, ExcessBox } from '../../../access/excess.ts';
import type { Call } from '../../../activity/call.ts';
import { isCloudFormation } from '../../../activity/operation.ts';
import type { FindingKind, StackPart } from '../../finding.ts';
import type { Governance } from '../../standards/standards.ts';
import type { FindingDraft } from '../respond.ts';

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

/** A call whose hold overwrites something, and what a stack keeps of that. */
export interface Overwriting {
  readonly call: Call;
  readonly governance: Pick<Governance, 'waitForStackMinutes'>;
  /** Undefined: the hold waits for no stack. */
  readonly keptIn: StackPart | undefined;
}

/**
 * A finding whose hold overwrites what a tool keeps in its state, as no deny can stand beside it (a policy of a resource or of the
 * organization, a permission set), with what is said of that. As it was where no tool made the call.
 */
export function withOverwritten(draft: FindingDraft, { call, governance, keptIn }: Overwriting): FindingDraft {
  const keeper = keeperOf(call);
  if (keeper === undefined) return draft;
  const { waitForStackMinutes: most } = governance;
  const isWaiting = keptIn !== undefined && draft.severity !== 'critical' && most > 0;
  const waiting = isWaiting ? `waits at the most ${most} minutes for its stack` : 'waits for no stack';
  const detail = `the hold ${waiting}, and puts back what ${keeper} keeps in its state, which differs from then on: what is written again is held again`;
  const fixes = LOSSES.has(draft.kind)
    ? [putBackInCode(keeper, call.name)]
    : fixInCode(keeper, call.name, draft.excess);
  const reasons = [...draft.reasons, { rule: 'kept-in-code', detail }, ...fixes];
  return { ...draft, reasons, ...(isWaiting ? { keptIn } : {}) };
}

/** What was lost is not in what is there now: no statement of it can be named. */
const LOSSES: ReadonlySet<FindingKind> = new Set(['guardrail-removed', 'watch-tampered']);

/** Patterns of actions that are written out for people. */
const MOST_NAMED = 12;

/** What people change in their code so that the excess does not come again, statement by statement. */
export function fixInCode(keeper: string, call: string, excess: readonly ExcessBox[]): readonly Reason[] {
  if (/^(?:Delete|Detach|Remove|Untag)/.test(call)) {
    return [putBackInCode(keeper, call)];
  }
  return excess.map(({ policy, statement, actions, resources }) => ({
    rule: 'fix-in-code',
    detail: `in the code for ${keeper}: take ${listed(actions)} on ${listed(resources)} out of ${policy}, ${statement}`,
  }));
}

function putBackInCode(keeper: string, call: string): Reason {
  return { rule: 'fix-in-code', detail: `${keeper} took away what limited it: put back in its code what ${call} took` };
}

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return `${names.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
