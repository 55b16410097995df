import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { readSettings } from '../../infra/settings.ts';
import { OwnStack } from './own-stack.ts';
import { HUB } from './places.ts';
import { deploymentWith } from './synthesized.ts';
import { withoutValidation } from './without-validation.ts';

withoutValidation();

const readme = readFileSync(join(import.meta.dirname, '..', '..', 'infra', 'README.md'), 'utf8');

test('the example of an own stack is the one that is tested here', () => {
  const tested = readFileSync(join(import.meta.dirname, 'own-stack.ts'), 'utf8');
  expect(readme).toContain(`\`\`\`ts\n${tested.replaceAll("'../../infra/", "'./infra/")}\`\`\`\n`);
});

test('it has every part, and lets in the account that it names', async () => {
  const app = new App();
  const stack = new OwnStack(app, 'Own', {
    deployment: await deploymentWith({}),
    env: { account: HUB, region: 'us-east-1' },
  });
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::Lambda::Function', 7);
  template.resourceCountIs('AWS::CloudFormation::LambdaHook', 1);
  template.hasResourceProperties('AWS::Events::EventBusPolicy', {
    StatementId: Match.stringLikeRegexp('Send444455556666$'),
  });
});

test('every setting is documented', () => {
  const unknown = readSettings({ 'ambit:?': '' }, undefined);
  if (unknown.ok) throw new Error('an unknown setting was taken');
  const [, list = ''] = /one of (?<keys>[^;]+)/.exec(unknown.error[0]?.expected ?? '') ?? [];
  const missing = list.split(', ').filter((key) => !new RegExp(`\`(?:ambit:)?${key}\``).test(readme));
  // the folder of entries is for tests
  expect(missing).toEqual(['entries']);
});
