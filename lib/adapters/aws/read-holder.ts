import type { AttachedPermissionsBoundary, AttachedPolicy, Tag } from '@aws-sdk/client-iam';
import { storedDocument } from '../../core/account/stored-document.ts';
import type { JsonObject } from '../../core/json.ts';
import { present, tagDetails } from './present.ts';
import { type InlineName, inlineKey } from './changed-parts.ts';
import type { ReadMemory } from './read-memory.ts';

/** A role, user or group as GetAccountAuthorizationDetails writes it, and the ARNs of the managed policies it names. */
export interface HolderReading {
  readonly detail: JsonObject;
  readonly policies: readonly string[];
}

/** Which role or user is meant: names are unique in an account. With an ARN the one of that ARN and no other. */
export interface PrincipalName {
  readonly name: string;
  readonly arn?: string;
}

/** The inline policies of one role, user or group: whose they are, and their names as they were listed. */
export interface InlineListing extends Pick<InlineName, 'account' | 'kind' | 'holder'> {
  readonly id: string;
  readonly names: readonly string[];
  readonly memory: ReadMemory;
}

/** The documents of inline policies, as GetAccountAuthorizationDetails writes them. */
export function readInline(
  { account, kind, holder, id, names, memory }: InlineListing,
  get: (policyName: string) => Promise<{ readonly PolicyDocument?: string | undefined }>,
): Promise<readonly JsonObject[]> {
  const readOne = async (policy: string) => {
    const read = async () => {
      const { PolicyDocument: text } = await get(policy);
      if (text === undefined) throw new Error(`IAM gave no document of the inline policy "${policy}" of ${holder}`);
      return storedDocument(text);
    };
    const key = inlineKey({ account, kind, holder, policy });
    return { PolicyName: policy, PolicyDocument: await memory.inline.recall({ key, owner: id, read }) };
  };
  return Promise.all(names.map(readOne));
}

/** The ARNs of attached policies; one without an ARN cannot be read, and is a fault. */
export function attachedArns(attached: readonly AttachedPolicy[]): readonly string[] {
  return attached.map(({ PolicyArn, PolicyName }) => {
    if (PolicyArn === undefined) throw new Error(`IAM gave no ARN of the attached policy "${PolicyName ?? ''}"`);
    return PolicyArn;
  });
}

/** What GetRole and GetUser say alike. */
interface SentPrincipal {
  readonly Path?: string | undefined;
  readonly Arn?: string | undefined;
  readonly PermissionsBoundary?: AttachedPermissionsBoundary | undefined;
  readonly Tags?: readonly Tag[] | undefined;
}

/** What IAM sent of a role or user, with the ARNs of the policies to be read: those attached, and the boundary. */
export function principalDetail(sent: SentPrincipal, attached: readonly string[]): HolderReading {
  const boundary = sent.PermissionsBoundary?.PermissionsBoundaryArn;
  if (sent.PermissionsBoundary !== undefined && boundary === undefined) {
    throw new Error(`IAM gave no ARN of the permissions boundary of ${sent.Arn ?? ''}`);
  }
  return {
    policies: boundary === undefined ? attached : [...attached, boundary],
    detail: {
      ...holderDetail(sent, attached),
      ...(boundary === undefined ? {} : { PermissionsBoundary: { PermissionsBoundaryArn: boundary } }),
      Tags: tagDetails(sent.Tags),
    },
  };
}

/** What roles, users and groups have in common. */
export function holderDetail(
  { Path, Arn }: Pick<SentPrincipal, 'Path' | 'Arn'>,
  attached: readonly string[],
): JsonObject {
  return { ...present({ Path, Arn }), AttachedManagedPolicies: attached.map((PolicyArn) => ({ PolicyArn })) };
}
