import { describe, expect, test } from '@jest/globals';
import { readSettings } from '../../infra/settings.ts';
import { settingsLines } from './settings-lines.ts';

describe('the settings of a deployment', () => {
  test('have a default for everything, and the first deployment only observes', () => {
    const read = readSettings({ '@aws-cdk/core:flag': true }, undefined);
    expect(read).toMatchObject({
      ok: true,
      value: { layout: 'one-account', mode: 'observe', prefix: 'Ambit', hubRegion: 'us-east-1', accounts: [] },
    });
  });

  test('take lists and numbers as texts, as the command line gives them', () => {
    const read = readSettings(
      { 'ambit:accounts': '111122223333, 444455556666', 'ambit:evidenceRetentionDays': '30' },
      undefined,
    );
    expect(read).toMatchObject({
      ok: true,
      value: { accounts: ['111122223333', '444455556666'], evidenceRetentionDays: 30 },
    });
  });

  test('put the hub where the partition of the caller records the calls of IAM', () => {
    const read = readSettings({}, 'cn-northwest-1');
    expect(read).toMatchObject({
      ok: true,
      value: {
        partition: { name: 'aws-cn' },
        hubRegion: 'cn-north-1',
        watchedRegions: ['cn-north-1', 'cn-northwest-1'],
      },
    });
  });

  test('watch the Regions of global services, whichever are asked for, each once', () => {
    const read = readSettings({ 'ambit:hubRegion': 'eu-west-1', 'ambit:regions': 'eu-west-1,eu-central-1' }, undefined);
    expect(read).toMatchObject({
      ok: true,
      value: { watchedRegions: ['eu-west-1', 'us-east-1', 'eu-central-1'] },
    });
  });

  test('watch the home Region of Identity Center, where its calls are recorded', () => {
    const read = readSettings({ 'ambit:identityCenterRegion': 'eu-central-1' }, undefined);
    expect(read).toMatchObject({
      ok: true,
      value: { identityCenterRegion: 'eu-central-1', watchedRegions: ['us-east-1', 'eu-central-1'] },
    });
  });

  test('are refused with a line for each problem, which says what was got, what is expected and where to set it', () => {
    expect(
      settingsLines({ 'ambit:mode': 'inforce', 'ambit:accounts': ['42'], 'ambit:evidenceRetentionDays': 'ten' }),
    ).toEqual([
      'ambit:accounts: got ["42"], expected account ids of 12 digits, separated by commas; set it in cdk.json under "context", or with -c ambit:accounts=VALUE',
      'ambit:mode: got "inforce", expected observe, warn or enforce; set it in cdk.json under "context", or with -c ambit:mode=VALUE',
      'ambit:evidenceRetentionDays: got "ten", expected a whole number of days from 1 to 36500; set it in cdk.json under "context", or with -c ambit:evidenceRetentionDays=VALUE',
    ]);
  });

  test('do not take a key that nobody knows, and suggest the one that was meant', () => {
    expect(settingsLines({ 'ambit:acounts': '111122223333' })).toEqual([
      expect.stringContaining('ambit:acounts: no such setting, expected one of prefix, layout,'),
    ]);
    expect(settingsLines({ 'ambit:acounts': '111122223333' })[0]).toContain('did you mean "accounts"?');
  });

  test.each(['ap-nowhere', 'us-iso-east-1', 'eusc-de-east-1'])('do not take the Region %s', (hubRegion) => {
    expect(settingsLines({ 'ambit:hubRegion': hubRegion })).toEqual([
      expect.stringContaining(JSON.stringify(hubRegion)),
    ]);
  });

  test('do not mix partitions, since no event crosses from one to another', () => {
    expect(settingsLines({ 'ambit:hubRegion': 'cn-north-1', 'ambit:regions': 'cn-northwest-1,eu-west-1' })).toEqual([
      expect.stringContaining('ambit:regions: got eu-west-1, expected Regions of the hub'),
    ]);
  });
});
