import { describe, expect, test } from '@jest/globals';
import { parseArn, splitArnPattern } from '../../../lib/core/policy/arn.ts';

describe('an ARN', () => {
  test('has six parts, of which the last keeps its colons', () => {
    expect(parseArn('arn:aws:lambda:eu-west-1:111122223333:function:f:1')).toEqual({
      partition: 'aws',
      service: 'lambda',
      region: 'eu-west-1',
      account: '111122223333',
      resource: 'function:f:1',
    });
  });
  test('may have no region and no account', () => {
    expect(parseArn('arn:aws-cn:s3:::bucket/key')).toEqual({
      partition: 'aws-cn',
      service: 's3',
      region: '',
      account: '',
      resource: 'bucket/key',
    });
  });
  test.each([
    '',
    '*',
    'arn',
    'arn:aws:s3',
    'arn:aws:s3:::',
    'ARN:aws:s3:::b',
    'arn::s3:::b',
    'arn:aws::::b',
    'x:arn:aws:s3:::b',
  ])('is not the text "%s"', (text) => {
    expect(parseArn(text)).toBeUndefined();
  });
});

describe('a pattern for ARNs', () => {
  test('is split at its first five colons', () => {
    expect(splitArnPattern('arn:*:sns:us-*::t:*')).toEqual({
      prefix: 'arn',
      partition: '*',
      service: 'sns',
      region: 'us-*',
      account: '',
      resource: 't:*',
    });
  });
  test('is every ARN in the parts that it leaves out', () => {
    expect(splitArnPattern('arn:aws:s3')).toMatchObject({ service: 's3', region: '*', account: '*', resource: '*' });
    expect(splitArnPattern('*')).toMatchObject({ prefix: '*', partition: '*', resource: '*' });
  });
});
