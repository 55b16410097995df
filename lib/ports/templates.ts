import type { StackResource } from '../core/governance/permits/gated-change.ts';
import type { JsonValue } from '../core/json.ts';

/** What CloudFormation puts where a hook's request points to. Templates are JSON, with the long forms of all functions. */
export interface HookPayload {
  readonly template: JsonValue | undefined;
  /** Undefined: there is none before. */
  readonly previousTemplate: JsonValue | undefined;
  /** Of a change set. */
  readonly changedResources: JsonValue | undefined;
}

/** A stack as CloudFormation describes it. */
export interface StackDescription {
  /** ARN of the role with which CloudFormation works on it; undefined: with the caller's access. */
  readonly role: string | undefined;
  /** ARN of the outermost stack that it is nested in; undefined: it is not nested. */
  readonly root: string | undefined;
  /** Its tags by key; absent: it has none. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Reads what a stack is and what it is to become. What cannot be read is a fault. */
export interface Templates {
  /** What the pre-signed URL of a request leads to. */
  payloadAt(url: string): Promise<HookPayload>;
  /** The template of a stack (ARN) as it is; undefined: no such stack. */
  templateOf(stack: string): Promise<JsonValue | undefined>;
  /** Undefined: no such stack. */
  stackOf(stack: string): Promise<StackDescription | undefined>;
  /** The resources that a stack has now. */
  resourcesOf(stack: string): Promise<readonly StackResource[]>;
}
