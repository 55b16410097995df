import { describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import type { Call } from '../../lib/core/activity/call.ts';
import { EmbeddedAccount } from '../../lib/adapters/local/embedded-account.ts';
import { LocalDatabase } from '../../lib/adapters/local/local-database.ts';
import { handleCall } from '../../lib/usecases/calls/handle-call.ts';
import { meetDueDeadlines } from '../../lib/usecases/approval/meet-due-deadlines.ts';
import { resumeAlone } from '../../lib/usecases/resume.ts';
import { ADMIN, AGENT, allow, callOf, DAY, MINUTE, NOW, record } from '../usecases/company.ts';
import { commandsIn } from './pasted.ts';
import { byAgent, bySomebodyElse, heldGrant } from './attacked.ts';
import { begin } from './begin.ts';

describe('a hold that somebody takes back', () => {
  const again = { roleName: 'deployer', policyArn: ADMIN };

  async function undoneBy(call: (time: number) => Call) {
    const here = await begin();
    const findingId = await heldGrant(here);
    here.at(NOW + MINUTE);
    const found = await Promise.all((await here.happens(call(NOW + MINUTE))).map((each) => here.caseOf(each)));
    expect(await here.attached()).toEqual([]);
    expect((await here.caseOf(findingId)).status).toBe('held');
    return { findingId, finding: found.map(({ finding }) => finding).find(({ kind }) => kind === 'hold-undone') };
  }

  test('itself, by the principal that is held, is a critical finding, and is held again', async () => {
    const { finding, findingId } = await undoneBy((time) => byAgent('AttachRolePolicy', again, { id: 'undo', time }));
    expect(finding).toMatchObject({ severity: 'critical', principal: AGENT, resources: [findingId] });
    expect(finding?.reasons.map(({ rule }) => rule)).toEqual(['hold-undone', 'own-hold']);
  });

  test('by who made the grant is the same', async () => {
    const undo = (time: number) => callOf(record('AttachRolePolicy', again, { id: 'undo', time }));
    const { finding } = await undoneBy(undo);
    expect(finding).toMatchObject({ severity: 'critical', actor: { name: 'rita' } });
  });

  test('by somebody else is grave as well', async () => {
    const undo = (time: number) => bySomebodyElse('AttachRolePolicy', again, { id: 'undo', time });
    const { finding } = await undoneBy(undo);
    expect(finding).toMatchObject({ severity: 'high', reasons: [{ rule: 'hold-undone' }] });
  });

  test.each([
    ['is told as that, where the account has it again', { isMade: true, kinds: ['excess-access', 'hold-undone'] }],
    ['is not, where it came before the hold', { isMade: false, kinds: ['excess-access'] }],
  ])(
    'by the same call in the second of the hold, which is all that a record tells, %s',
    async (_, { isMade, kinds }) => {
      const here = await begin();
      here.at(NOW + 400);
      const findingId = await heldGrant(here);
      here.at(NOW + 900);
      const undo = bySomebodyElse('AttachRolePolicy', again, { id: 'undo', time: NOW });
      const found = isMade ? await here.happens(undo) : (await handleCall(undo, here.deps)).findings;
      const cases = await Promise.all(found.map((each) => here.caseOf(each)));
      expect(cases.map(({ finding }) => finding.kind)).toEqual(kinds);
      const undone = cases.find(({ finding }) => finding.kind === 'hold-undone');
      expect(undone?.finding.resources ?? [findingId]).toEqual([findingId]);
      expect(await here.attached()).toEqual([]);
    },
  );

  test.each([
    ['a minute later', { held: 0, removed: MINUTE, written: MINUTE }],
    ['in the same second, which is all that a record tells', { held: 400, removed: 900, written: 0 }],
  ])('by removing a deny of Ambit’s is held again too: %s', async (_, { held, removed, written }) => {
    const here = await begin();
    here.at(NOW + held);
    // what nobody told Ambit of keeps the call from being undone, so that it is denied
    const drift = { roleName: 'deployer', policyName: 'drift', policyDocument: JSON.stringify(allow('s3:GetObject')) };
    await here.account.play(callOf(record('PutRolePolicy', drift, { id: 'drift', time: NOW })));
    const { hold } = await here.caseOf(await heldGrant(here));
    const [deny] = hold.kind === 'none' ? [] : hold.calls;
    if (deny?.name !== 'PutRolePolicy' || !('roleName' in deny)) throw new Error('a deny was to be put');
    here.at(NOW + removed);
    const lift = { roleName: 'deployer', policyName: deny.policyName };
    const found = await here.happens(byAgent('DeleteRolePolicy', lift, { id: 'lift', time: NOW + written }));
    const kinds = await Promise.all(found.map(async (each) => (await here.caseOf(each)).finding.kind));
    expect(kinds).toContain('hold-undone');
    const inline = (await here.account.stateOf(AGENT))?.roles.get('deployer')?.inline;
    expect(inline?.get(deny.policyName)).toBeDefined();
  });

  test('is told of by the call that took it back alone, also where the record of the hold itself comes after that', async () => {
    const here = await begin();
    const drift = { roleName: 'deployer', policyName: 'drift', policyDocument: JSON.stringify(allow('s3:GetObject')) };
    await here.account.play(callOf(record('PutRolePolicy', drift, { id: 'drift', time: NOW })));
    await heldGrant(here);
    const denies = async () =>
      [...((await here.account.stateOf(AGENT))?.roles.get('deployer')?.inline ?? [])].filter(([name]) =>
        name.startsWith('AmbitHold-'),
      );
    /** The record of Ambit's own call that put a deny. */
    const recordOf = ([policyName, document]: readonly [string, unknown], time: number) => {
      const policyDocument = JSON.stringify(document);
      const parameters = { roleName: 'deployer', policyName, policyDocument };
      return bySomebodyElse('PutRolePolicy', parameters, { id: `own-${policyName}`, time });
    };
    const [deny] = await denies();
    if (deny === undefined) throw new Error('a deny was to be put');
    const lift = { roleName: 'deployer', policyName: deny[0] };
    await here.account.play(bySomebodyElse('DeleteRolePolicy', lift, { id: 'lift', time: NOW + MINUTE }));
    here.at(NOW + MINUTE + 400);
    // the excess is seen, and held, before anybody knows who did it
    const first = (await handleCall(recordOf(deny, NOW), here.deps)).findings;
    const [next] = await denies();
    if (next === undefined) throw new Error('it was to be held again');
    const second = (await handleCall(recordOf(next, NOW + MINUTE), here.deps)).findings;
    const kinds = await Promise.all([...first, ...second].map(async (each) => (await here.caseOf(each)).finding.kind));
    expect(kinds).toEqual(['excess-access']);
  });

  test('by the commands that were announced, with Ambit gone and who must sign held too, is told of when it is back', async () => {
    const before = await begin();
    const drift = { roleName: 'deployer', policyName: 'drift', policyDocument: JSON.stringify(allow('s3:GetObject')) };
    await before.account.play(callOf(record('PutRolePolicy', drift, { id: 'drift', time: NOW })));
    const findingId = await heldGrant(before);
    const { folder, told } = before;
    before.close();
    const commands = told.flatMap((line) => line.split('without Ambit it is released by: ')[1] ?? []);

    const database = LocalDatabase.open(join(folder, 'state'));
    const account = new EmbeddedAccount(database);
    const pasted = commandsIn(commands.join(' && ')).map(([name, parameters], index) =>
      bySomebodyElse(name, parameters, { id: `pasted-${index}`, time: NOW + MINUTE }),
    );
    for (const call of pasted) await account.play(call);
    expect((await account.stateOf(AGENT))?.roles.get('deployer')).toMatchObject({ attached: [ADMIN] });
    const inline = (await account.stateOf(AGENT))?.roles.get('deployer')?.inline;
    expect([...(inline?.keys() ?? [])].sort()).toEqual(['drift', 'look']);
    database.close();

    const here = await begin({ folder });
    here.at(NOW + DAY);
    await resumeAlone(here.deps);
    expect((await here.caseOf(findingId)).status).toBe('held');
    const found = (await Promise.all(pasted.map((call) => here.happens(call)))).flat();
    const cases = await Promise.all(found.map((each) => here.caseOf(each)));
    expect(cases.map(({ finding: { kind, severity } }) => [kind, severity])).toContainEqual(['hold-undone', 'high']);
  });

  test('is none where two people signed it, also when its record comes late', async () => {
    const here = await begin();
    const findingId = await heldGrant(here);
    for (const person of ['sam', 'pat']) await here.signs(person, findingId);
    const late = bySomebodyElse('AttachRolePolicy', again, { id: 'restored', time: NOW });
    expect(await here.happens(late)).toEqual([]);
    expect(await here.attached()).toEqual([ADMIN]);
    here.at(NOW + DAY + MINUTE);
    await meetDueDeadlines(here.deps);
    const later = await here.happens(bySomebodyElse('AttachRolePolicy', again, { id: 'again', time: NOW + 1000 }));
    const kinds = await Promise.all(later.map(async (each) => (await here.caseOf(each)).finding.kind));
    expect(kinds).not.toContain('hold-undone');
  });
});
