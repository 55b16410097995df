import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import * as z from 'zod';
import type { Deployment } from '../../infra/deployment.ts';
import { readSettings } from '../../infra/settings.ts';
import { makeStacks } from '../../infra/stacks.ts';
import { readStandards } from '../../infra/standards.ts';
import { HUB } from './places.ts';

const cdkFile = z.looseObject({ context: z.record(z.string(), z.json()) });

type Context = Readonly<Record<string, z.core.util.JSONType>>;

/** What these settings deploy, but for the functions' code. */
export async function deploymentWith(context: Context): Promise<Deployment> {
  const settings = readSettings(context, undefined);
  const standards = await readStandards(undefined);
  if (!settings.ok || !standards.ok) throw new Error(JSON.stringify({ settings, standards }));
  const code = Code.fromInline('exports.handler = async (event) => event;');
  const { governance, digest: standardsDigest } = standards.value;
  return { settings: settings.value, governance, standardsDigest, code, account: HUB };
}

/** The app that `cdk synth` makes with these settings, but for the functions' code, and its stacks by name. */
export async function synthesized(
  context: Context = {},
): Promise<{ readonly app: App; readonly stacks: ReadonlyMap<string, Stack> }> {
  const root = join(import.meta.dirname, '..', '..');
  const file = cdkFile.parse(JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')));
  const app = new App({ context: file.context, treeMetadata: false, stackTraces: false });
  makeStacks(app, await deploymentWith(context));
  const stacks = app.node.children.filter(Stack.isStack);
  return { app, stacks: new Map(stacks.map((stack) => [stack.stackName, stack])) };
}

/** The template of one of the stacks. */
export function templateOf(stacks: ReadonlyMap<string, Stack>, name: string): Template {
  const stack = stacks.get(name);
  if (stack === undefined) throw new Error(`there is no stack ${name}, only ${[...stacks.keys()].join(', ')}`);
  return Template.fromStack(stack);
}
