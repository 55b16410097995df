import { ListRolesCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setTimeout } from 'node:timers/promises';
import { ambit } from '../../cli/cli.ts';
import { ACCOUNT, DeploymentInMoto } from './deployment-in-moto.ts';

let deployed: DeploymentInMoto;

beforeAll(async () => {
  deployed = await DeploymentInMoto.start();
});

afterAll(() => deployed.stop());

async function canaries(): Promise<readonly string[]> {
  const { Roles = [] } = await deployed.clients.iam.send(new ListRolesCommand({ PathPrefix: '/ambit-drill/' }));
  return Roles.map(({ Arn = '' }) => Arn);
}

/** The next canary, as soon as it is made. */
async function nextCanary(): Promise<string> {
  for (;;) {
    const [arn] = await canaries();
    if (arn !== undefined) return arn;
    await setTimeout(20);
  }
}

/** What the function that handles events writes down when it has found the canary, `seconds` after its call. */
async function find(principal: string, seconds: number): Promise<void> {
  const raisedAt = Date.now();
  const calledAt = raisedAt - seconds * 1000;
  const found = { findingId: 'F-0123456789ab', principal, account: ACCOUNT, calledAt, raisedAt, at: raisedAt };
  await deployed.ledger.append([{ kind: 'drill-passed', ...found }]);
}

describe('ambit drill', () => {
  test('makes a canary, waits for its finding, and removes it', async () => {
    const drill = ambit(['drill', '--json']);
    const canary = await nextCanary();
    await find(canary, 42);
    const { code, json, stderr } = await drill;
    expect(json()).toEqual([
      { canary, account: ACCOUNT, result: 'passed', finding: 'F-0123456789ab', seconds: 42, removed: true },
    ]);
    expect(stderr).toBe(`ambit: the canary is ${canary}\n`);
    expect(code).toBe(0);
    expect(await canaries()).toEqual([]);
  });

  test('has not passed where nothing is found in time, and says where to look', async () => {
    const { code, stdout } = await ambit(['drill', '--wait', '0.1']);
    expect(stdout).toBe('the drill did not pass: nothing was found in time; ambit doctor says where calls get lost\n');
    expect(code).toBe(70);
    expect(await canaries()).toEqual([]);
  });

  test('that is interrupted leaves no canary behind', async () => {
    const interrupt = new AbortController();
    const drill = ambit(['drill'], '', () => interrupt.signal);
    await nextCanary();
    interrupt.abort();
    const { code, stdout } = await drill;
    expect(stdout).toBe('stopped before the canary was found; nothing is known of the deployment\n');
    expect(code).toBe(0);
    expect(await canaries()).toEqual([]);
  });
});
