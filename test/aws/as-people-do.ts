import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const STAND_IN = join(import.meta.dirname, 'python', 'aws_cli.py');

/** Whether the AWS CLI is installed: to ask takes it a second or more. */
let isInstalled: boolean | undefined;

/** Whose credentials a person has, and where AWS is for them: names of variables of the AWS CLI. */
export interface Shell {
  readonly AWS_ACCESS_KEY_ID: string;
  readonly AWS_DEFAULT_REGION: string;
  readonly AWS_ENDPOINT_URL: string;
  /** Where IAM is, if it is elsewhere. */
  readonly AWS_ENDPOINT_URL_IAM?: string;
}

/**
 * Runs what people are given to paste, with the AWS CLI, or where it is not installed with what botocore makes of the same words.
 * Rejects with what it wrote where it fails.
 */
export async function runAsPeopleDo(pasted: string, shell: Shell): Promise<void> {
  isInstalled ??= spawnSync('aws', ['--version']).status === 0;
  const standIn = `aws() { "$AMBIT_AWS_PYTHON" ${STAND_IN} "$@"; }`;
  const env = { ...process.env, ...shell, AWS_SECRET_ACCESS_KEY: 'secret', AWS_EC2_METADATA_DISABLED: 'true' };
  await run('sh', ['-ec', isInstalled ? pasted : `${standIn}\n${pasted}`], { env });
}
