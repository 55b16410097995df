import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { sessionActor, type Actor } from './actor.ts';

const SESSION = /^arn:aws:sts::(?<accountId>\d{12}):assumed-role\/(?<role>[^/]+)\/(?<session>.+)$/;

/** The function in its role to which MiniStack gave an access key; undefined if it is nobody's there. */
export async function functionActor(endpoint: string, accessKeyId: string): Promise<Actor | undefined> {
  const sts = new STSClient({ endpoint, region: 'us-east-1', credentials: { accessKeyId, secretAccessKey: 'none' } });
  const { accountId, role, session } = SESSION.exec(await identityOf(sts))?.groups ?? {};
  if (accountId === undefined || role === undefined || session === undefined) return undefined;
  return { ...sessionActor({ accountId, role, session }), isFunction: true };
}

async function identityOf(sts: STSClient): Promise<string> {
  try {
    return (await sts.send(new GetCallerIdentityCommand({}))).Arn ?? '';
  } catch (error) {
    if (error instanceof Error && error.name === 'InvalidClientTokenId') return '';
    throw error;
  }
}
