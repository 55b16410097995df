import { CfnElement, Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** A finding of `cdk-nag` that stands, and why: `AwsSolutions-S1`, with what it is about in brackets where it names that. */
export interface Acknowledged {
  readonly rule: string;
  readonly reason: string;
}

/** Says why findings about a construct, or what is in it, stand. Each is named in full, so that a new one is not covered. */
export function acknowledge(construct: IConstruct, findings: readonly Acknowledged[]): void {
  Validations.of(construct).acknowledge(...findings.map(({ rule, reason }) => ({ id: rule, reason })));
}

/** The rule that a policy names resources by a pattern, as `cdk-nag` writes it for this pattern. */
export function wildcardResource(pattern: string): string {
  return `AwsSolutions-IAM5[Resource::${pattern}]`;
}

/** The name in the template of the resource that a construct stands for, as `cdk-nag` writes references to it. */
export function logicalIdOf(construct: IConstruct): string {
  const resource = construct.node.defaultChild;
  if (!CfnElement.isCfnElement(resource)) throw new TypeError(`${construct.node.path} stands for no single resource`);
  return Stack.of(construct).getLogicalId(resource);
}
