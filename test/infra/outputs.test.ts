import { expect, test } from '@jest/globals';
import { HUB_OUTPUTS } from '../../lib/core/hub-outputs.ts';
import { synthesized, templateOf } from './synthesized.ts';
import { withoutValidation } from './without-validation.ts';

withoutValidation();

test('the stack of a hub tells where everything is that the command line looks for', async () => {
  const { stacks } = await synthesized({ 'ambit:accounts': '111122223333,444455556666', 'ambit:mode': 'warn' });
  const outputs = templateOf(stacks, 'Ambit').findOutputs('*');
  expect(Object.keys(outputs)).toEqual(expect.arrayContaining(Object.keys(HUB_OUTPUTS)));
  for (const [key, description] of Object.entries(HUB_OUTPUTS)) {
    expect(outputs[key]).toMatchObject({ Description: description });
    expect(outputs[key]?.['Value']).toBeTruthy();
  }
  expect(outputs).toMatchObject({
    Accounts: { Value: '111122223333,444455556666' },
    Mode: { Value: 'warn' },
    Regions: { Value: expect.stringContaining('us-east-1') },
  });
});

test('the mode of a first deployment is observe, and it looks after all accounts that it hears of', async () => {
  const { stacks } = await synthesized({});
  expect(templateOf(stacks, 'Ambit').findOutputs('*')).toMatchObject({
    Accounts: { Value: '*' },
    Standards: { Value: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) },
    Mode: { Value: 'observe' },
  });
});
