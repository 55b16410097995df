import { expect, test } from '@jest/globals';
import { handleCall } from '../../../lib/usecases/calls/handle-call.ts';
import { MINUTE, NOW } from '../company.ts';
import { caseOf } from '../handled.ts';
import { open } from '../opened.ts';
import { answers, put } from './held-world.ts';

test('what a call wrote over is not put back where it was in excess itself, and its record came too late to tell of it', async () => {
  const here = await open();
  const first = put('deployer', 's3:PutObject', 'first');
  here.account.play(first);
  here.at(NOW + 60 * MINUTE);
  const second = put('deployer', 's3:DeleteObject', 'second');
  const later = { ...second, time: NOW + 60 * MINUTE };
  here.account.play(later);
  // half an hour late a call only alerts, and the account shows nothing of it any more
  await handleCall(first, here.deps);
  const { findings } = await handleCall(later, here.deps);

  expect(findings).toHaveLength(1);
  expect((await caseOf(here, findings[0])).status).toBe('held');
  expect(answers(here, 'deployer', ['s3:PutObject', 's3:DeleteObject', 's3:GetObject'])).toEqual([
    'deny',
    'deny',
    'allow',
  ]);
});
