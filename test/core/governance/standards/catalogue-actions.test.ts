import { describe, expect, test } from '@jest/globals';
import { catalogueActions } from '../../../../lib/core/governance/standards/catalogue-actions.ts';

describe('an action in a standard', () => {
  test.each(['s3:GetObject', 'S3:getobject', 's3:Get*', 's3:*', '*', 'ec2:Describe?pcs'])('%s is known', (name) => {
    expect(catalogueActions.knownAction(name)).toBe(true);
  });

  test.each([
    ['s3:GetObjects', 's3:GetObject'],
    ['s3:GetObejct', 's3:GetObject'],
    ['S4:GetObject', 's3:GetObject'],
    ['iam:PasRole', 'iam:PassRole'],
  ])('%s is not known: %s was meant', (name, meant) => {
    expect(catalogueActions.knownAction(name)).toBe(false);
    expect(catalogueActions.suggestAction(name)).toBe(meant);
  });

  test('that is like no other has no suggestion', () => {
    expect(catalogueActions.suggestAction('frobnicate')).toBeUndefined();
  });
});
