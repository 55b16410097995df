import type { Call } from '../../activity/call.ts';

/** What is named before an id that AWS adds to it: a stack, and a function whose version or alias follows. */
const BEFORE_ITS_ID = [
  /^(?<named>arn:[^:]+:cloudformation:[^:]*:[^:]*:stack\/[^/]+)(?:\/|$)/,
  /^(?<named>arn:[^:]+:lambda:[^:]*:[^:]*:function:[^:]+)/,
];
/** What has revisions, each with roles of its own: its name without one means the latest. */
const REVISION =
  /^(?<named>arn:[^:]+:(?:ecs:[^:]*:[^:]*:task-definition|batch:[^:]*:[^:]*:job-definition)\/[^:]+):\d+$/;

/** The name by which it is asked which roles something acts with: the same, however a call spells it. */
export function holderSought(resource: string): string {
  const named = BEFORE_ITS_ID.map((shape) => shape.exec(resource)?.groups?.['named']);
  return named.find((name) => name !== undefined) ?? resource;
}

/** The names by which what is handed a role is asked for later: a revision also as the latest of its name. */
export function holdersKept(resource: string): readonly string[] {
  const latest = REVISION.exec(resource)?.groups?.['named'];
  return [holderSought(resource), ...(latest === undefined ? [] : [latest])];
}

/** A holder by a name that is of one place: what a call names without an ARN is of its account, Region and service. */
export function placed(
  holder: string,
  { account, region, source }: Pick<Call, 'account' | 'region' | 'source'>,
): string {
  return holder.startsWith('arn:') ? holder : `${holder} of ${source} in ${account}, ${region}`;
}
