import type { IAMClient } from '@aws-sdk/client-iam';
import type { IamCall, Tag } from '../../../core/account/call.ts';
import type { JsonValue } from '../../../core/json.ts';
import type { SendOptions } from '../call-budget.ts';

/** Sends one command to IAM; what AWS answers besides "done" is of no use to anyone. */
export type Send = (iam: IAMClient, options: SendOptions) => Promise<unknown>;

/** How a call is made, or why Ambit never makes it. */
export type Command = { readonly send: Send } | { readonly never: string };

/** One command for each call. */
export type Commands<C extends IamCall> = {
  readonly [N in C['name']]: (call: Extract<C, { readonly name: N }>) => Command;
};

/** A command that only has to be sent. */
export function sent(send: Send): Command {
  return { send };
}

/** A policy document as IAM takes it; one that could not be parsed goes back as the text it was. */
export function documentText(document: JsonValue): string {
  return typeof document === 'string' ? document : JSON.stringify(document);
}

/** Tags as IAM takes them. */
export function tagList(tags: readonly Tag[]): { Key: string; Value: string }[] {
  return tags.map(({ key, value }) => ({ Key: key, Value: value }));
}
