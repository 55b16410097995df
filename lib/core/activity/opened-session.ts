import type { JsonObject } from '../json.ts';
import { textAt } from './member.ts';

/** The session of a role that somebody opened with credentials of their own. */
export interface OpenedSession {
  /** With its path. */
  readonly roleArn: string;
  readonly name?: string;
  /** `AROA…:session-name`; absent: the record does not say it. */
  readonly userId?: string;
  /** Id of the access key that was issued for it. */
  readonly key?: string;
  readonly sourceIdentity?: string;
}

/**
 * The session that a record of AssumeRole says was opened; undefined: of which role is not said. Other calls that give
 * credentials are not made by who has a session already.
 * Source: IAM user guide, "Logging IAM and AWS STS API calls with CloudTrail".
 */
export function openedSessionOf(record: JsonObject): OpenedSession | undefined {
  const roleArn = textAt(record, 'requestParameters.roleArn');
  if (roleArn === undefined) return undefined;
  const name = textAt(record, 'requestParameters.roleSessionName');
  const userId = textAt(record, 'responseElements.assumedRoleUser.assumedRoleId');
  const key = textAt(record, 'responseElements.credentials.accessKeyId');
  const sourceIdentity =
    textAt(record, 'responseElements.sourceIdentity') ?? textAt(record, 'requestParameters.sourceIdentity');
  return {
    roleArn,
    ...(name === undefined ? {} : { name }),
    ...(userId === undefined ? {} : { userId }),
    ...(key === undefined ? {} : { key }),
    ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
  };
}
