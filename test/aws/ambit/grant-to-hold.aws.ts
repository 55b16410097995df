import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { countersign, moveToEnd } from './countersign.ts';
import { decisionFor, grantExcess, makeAgent, passDrill } from './grants.ts';
import { installAmbit, type Installed } from './installed.ts';
import { caseOf, idle } from './waiting.ts';
import { assertSound } from './sound.ts';

const WRITE = 's3:PutObject';

let ambit: Installed;

beforeAll(async () => {
  ambit = await installAmbit();
});
afterEach(() => assertSound(ambit));
afterAll(() => ambit.stop());

describe('a grant beyond the standard', () => {
  test('is told of, and not held, until a drill has passed', async () => {
    const arn = await makeAgent(ambit.iam, 'early');
    await grantExcess(ambit.iam, 'early');
    await caseOf(ambit, arn, 'alerted');
    expect(await decisionFor(ambit.iam, 'early', WRITE)).toBe('allow');
  });

  test('is held, given back when two people have countersigned, and held again when the waiver ends', async () => {
    await passDrill(ambit);
    const arn = await makeAgent(ambit.iam, 'kiro');
    await grantExcess(ambit.iam, 'kiro');
    const { finding } = await caseOf(ambit, arn, 'held');
    expect(await decisionFor(ambit.iam, 'kiro', WRITE)).not.toBe('allow');

    expect(await countersign(ambit, finding, 'sub-ada')).toMatchObject({
      status: 403,
      body: { code: 'SIGNED_OWN_REQUEST' },
    });
    expect(await countersign(ambit, finding, 'sub-security')).toMatchObject({ body: { outcome: 'signed' } });
    expect(await decisionFor(ambit.iam, 'kiro', WRITE)).not.toBe('allow');
    expect(await countersign(ambit, finding, 'sub-owner')).toMatchObject({ body: { outcome: 'complete' } });
    const restored = await caseOf(ambit, arn, 'restored');
    expect(await decisionFor(ambit.iam, 'kiro', WRITE)).toBe('allow');

    // what would still be under way would be two days late
    await idle(ambit);
    moveToEnd(ambit, restored);
    await caseOf(ambit, arn, 'held');
    expect(await decisionFor(ambit.iam, 'kiro', WRITE)).not.toBe('allow');
  });
});
