import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { bundleFunctions } from './bundle.ts';
import { consoleFiles } from './console-files.ts';
import { describeSize } from './bundle-sizes.ts';
import { contextOf } from './context-of.ts';
import { HUB_FUNCTIONS } from './reach/member-roles.ts';
import { describeSettingsProblem, readSettings } from './settings.ts';
import { makeStacks } from './stacks.ts';
import { readStandards } from './standards.ts';

/** What `cdk` runs: checks settings and standards, bundles the functions, makes the stacks of the chosen layout. */
const app = new App();
const settings = readSettings(contextOf(app), process.env['CDK_DEFAULT_REGION']);
if (!settings.ok) refuse(settings.error.map(describeSettingsProblem));
const standards = await readStandards(settings.value.standards);
if (!standards.ok) refuse(standards.error);
const { entries } = settings.value;
const without = HUB_FUNCTIONS.filter((name) => !existsSync(path.join(entries, `${name}.ts`)));
if (without.length > 0)
  refuse(without.map((name) => `ambit:entries: ${entries} has no ${name}.ts, the entry of a function`));
const bundle = await bundleFunctions({
  entries,
  files: new Map([['governance.json', standards.value.json], ...(await consoleFiles())]),
  maps: path.join(app.outdir, 'source-maps'),
});
say(bundle.sizes.map(describeSize));
makeStacks(app, {
  settings: settings.value,
  governance: standards.value.governance,
  standardsDigest: standards.value.digest,
  code: Code.fromAsset(bundle.folder),
  account: process.env['CDK_DEFAULT_ACCOUNT'],
});
app.synth();
await rm(bundle.folder, { recursive: true });

function say(lines: readonly string[]): void {
  process.stderr.write(`${lines.join('\n')}\n`);
}

function refuse(lines: readonly string[]): never {
  say(lines);
  process.exit(1);
}
