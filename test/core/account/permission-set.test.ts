import { describe, expect, test } from '@jest/globals';
import { permissionSetOfRole } from '../../../lib/core/account/permission-set.ts';

const BELOW = 'role/aws-reserved/sso.amazonaws.com';

describe('the permission set of a role', () => {
  test.each([
    [`arn:aws:iam::111122223333:${BELOW}/AWSReservedSSO_Read_0123456789abcdef`, 'Read'],
    [`arn:aws:iam::111122223333:${BELOW}/eu-west-1/AWSReservedSSO_Read_0123456789abcdef`, 'Read'],
    [`arn:aws-cn:iam::111122223333:${BELOW}/cn-north-1/AWSReservedSSO_a_b+c=1_0123456789abcdef`, 'a_b+c=1'],
  ])('of %s is %s', (arn, name) => {
    expect(permissionSetOfRole(arn)).toEqual({ account: '111122223333', name });
  });

  test.each([
    'arn:aws:iam::111122223333:role/AWSReservedSSO_Read_0123456789abcdef',
    'arn:aws:iam::111122223333:role/team/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Read_0123456789abcdef',
    `arn:aws:iam::111122223333:${BELOW}/AWSReservedSSO_Read`,
    `arn:aws:iam::111122223333:${BELOW}/AWSReservedSSO_Read_0123456789ABCDEF`,
    `arn:aws:sts::111122223333:${BELOW}/AWSReservedSSO_Read_0123456789abcdef`,
    'arn:aws:iam::111122223333:user/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Read_0123456789abcdef',
    '',
  ])('is not told by %s', (arn) => {
    expect(permissionSetOfRole(arn)).toBeUndefined();
  });
});
