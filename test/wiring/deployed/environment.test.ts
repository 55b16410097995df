import { describe, expect, test } from '@jest/globals';
import { EnvironmentFault, readEnvironment } from '../../../lib/wiring/deployed/environment.ts';

const SET = {
  AWS_REGION: 'us-east-1',
  AMBIT_TABLE: 'Ambit-Table',
  AMBIT_EVIDENCE_BUCKET: 'ambit-evidence',
  AMBIT_SIGNING_KEY: 'arn:aws:kms:us-east-1:111122223333:key/k',
  AMBIT_BUS: 'Ambit',
  AMBIT_SCHEDULE_GROUP: 'Ambit',
  AMBIT_SCHEDULE_ROLE: 'arn:aws:iam::111122223333:role/AmbitScheduler',
  AMBIT_DEADLINE_ARN: 'arn:aws:lambda:us-east-1:111122223333:function:Ambit-on-deadline',
  AMBIT_TOPIC: 'arn:aws:sns:us-east-1:111122223333:Ambit-findings',
  AMBIT_QUEUE: 'https://sqs.us-east-1.amazonaws.com/111122223333/Ambit-calls',
  AMBIT_SWEEP_QUEUE: 'https://sqs.us-east-1.amazonaws.com/111122223333/Ambit-sweep-pages',
  AMBIT_ROLE_PREFIX: 'Ambit',
  AMBIT_REGIONS: 'us-east-1,eu-west-1',
  AMBIT_ACCOUNTS: '111122223333,444455556666',
  AMBIT_MODE: 'observe',
  AMBIT_MOST_RECEIVES: '5',
};

describe('the environment of a function', () => {
  test('is read as the stack sets it', () => {
    expect(readEnvironment(SET)).toMatchObject({
      table: 'Ambit-Table',
      accounts: ['111122223333', '444455556666'],
      regions: ['us-east-1', 'eu-west-1'],
      ownStacks: [],
      mode: 'observe',
      identityCenter: undefined,
      trailBucket: undefined,
      mostReceives: 5,
    });
    expect(
      readEnvironment({ ...SET, AMBIT_ACCOUNTS: '', AMBIT_TRAIL_BUCKET: 'trail', AMBIT_IDENTITY_CENTER: 'eu-west-1' }),
    ).toMatchObject({
      accounts: [],
      identityCenter: 'eu-west-1',
      trailBucket: 'trail',
    });
  });

  test('tell where people sign in, if there is a console, and then all of it', () => {
    const signIn = {
      AMBIT_ISSUER: 'https://id.example',
      AMBIT_CLIENT: 'ambit',
      AMBIT_SIGN_IN_ORIGINS: 'https://id.example,https://token.example',
    };
    expect(readEnvironment(SET).signIn).toBeUndefined();
    expect(readEnvironment({ ...SET, ...signIn }).signIn).toEqual({
      issuer: 'https://id.example',
      clientId: 'ambit',
      origins: ['https://id.example', 'https://token.example'],
    });
    expect(() => readEnvironment({ ...SET, ...signIn, AMBIT_CLIENT: '' })).toThrow('one of them is not set');
  });

  test('names all that is missing at once', () => {
    const { AMBIT_TABLE: _, AMBIT_BUS: __, ...rest } = SET;
    expect(() => readEnvironment(rest)).toThrow(EnvironmentFault);
    expect(() => readEnvironment(rest)).toThrow('AMBIT_TABLE is not set; AMBIT_BUS is not set; deploy the stack again');
  });

  test.each([
    ['AMBIT_SIGNING_KEY', 'alias/ambit', 'AMBIT_SIGNING_KEY is "alias/ambit", no ARN with an account'],
    ['AMBIT_MODE', 'Enforce', 'AMBIT_MODE is "Enforce", not one of observe, warn, enforce'],
    ['AMBIT_MODE', '', 'AMBIT_MODE is "", not one of'],
    ['AMBIT_ACCOUNTS', '1111', 'AMBIT_ACCOUNTS has "1111", which is no account id'],
    ['AMBIT_MOST_RECEIVES', '0', 'AMBIT_MOST_RECEIVES is "0", not a number'],
    ['AMBIT_MOST_RECEIVES', 'many', 'AMBIT_MOST_RECEIVES is "many", not a number'],
  ])('with %s %j is refused, never guessed', (name, value, message) => {
    expect(() => readEnvironment({ ...SET, [name]: value })).toThrow(message);
  });
});
