import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Cloud } from '../cloud.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const CDK = join(ROOT, 'node_modules', 'aws-cdk', 'bin', 'cdk');

/** Where a command of the CDK writes, and the AWS that it finds. */
export interface CdkPlace {
  readonly cloud: Cloud;
  /** For what it synthesizes and remembers. */
  readonly folder: string;
}

/**
 * Runs the CDK's command line in the checkout, as an operator does, and returns all that it writes.
 * @throws Error with the last of that, if it fails
 */
export async function cdk(words: readonly string[], { cloud: { ministack }, folder }: CdkPlace): Promise<string> {
  const env = {
    ...process.env,
    CDK_HOME: folder,
    CDK_DISABLE_CLI_TELEMETRY: '1',
    // the roles that it deploys with are in a stack of its own
    AWS_ENDPOINT_URL_IAM: ministack.endpoint,
    AWS_ENDPOINT_URL_STS: ministack.endpoint,
  };
  const child = spawn(process.execPath, [CDK, ...words, '--output', join(folder, 'cdk.out')], { cwd: ROOT, env });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (code !== 0) throw new Error(`cdk ${words[0]} ended with ${code}: ${(stdout + stderr).slice(-3000)}`);
  return stdout + stderr;
}

/** The same with what was synthesized last, which saves making it anew. */
export async function cdkAsBefore(words: readonly string[], place: CdkPlace): Promise<string> {
  return await cdk([...words, '--app', join(place.folder, 'cdk.out')], place);
}
