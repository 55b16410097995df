import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { HUB, REGION } from '../cloud.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const cdkJson = z.object({ context: z.record(z.string(), z.unknown()) });

/**
 * Synthesizes Ambit's stacks as `cdk synth` does, into a folder.
 * @param settings as in cdk.json, without `ambit:`, e.g. `{ mode: 'enforce' }`
 * @param root the checkout to synthesize
 */
export function synthesizeAmbit(outdir: string, settings: Readonly<Record<string, string>>, root = ROOT): void {
  const { context } = cdkJson.parse(JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')));
  const own = Object.fromEntries(Object.entries(settings).map(([key, value]) => [`ambit:${key}`, value]));
  const run = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', 'infra/app.ts'], {
    cwd: root,
    encoding: 'utf8',
    env: {
      ...process.env,
      CDK_OUTDIR: outdir,
      CDK_CONTEXT_JSON: JSON.stringify({ ...context, ...own }),
      CDK_DEFAULT_ACCOUNT: HUB,
      CDK_DEFAULT_REGION: REGION,
      // test/infra/validation.test.ts asks what CloudFormation would say
      CDK_VALIDATION: 'false',
    },
  });
  if (run.status !== 0) throw new Error(`the stacks were not synthesized: ${run.stderr}`);
}
