import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../../../lib/core/json.ts';
import { findingsOf } from './findings-of.ts';
import { OWN, policy, STRANGER } from './shared-resources.ts';
import { WHOLE_POLICIES, type WholePolicy } from './whole-policies.ts';

const said = ({ action, resource }: WholePolicy, principal: JsonObject | string, condition: JsonObject = {}) =>
  policy({ principal, action, resource: resource.split(' '), condition });

describe.each(WHOLE_POLICIES)('the policy that $service $name sets', (whole) => {
  const { service, name, asked, action } = whole;
  const found = (document: JsonObject) => findingsOf({ service, name, asked: asked(document) });

  test('lets everyone in: exactly its action is in excess, and a stranger shows it', () => {
    const [finding, ...others] = found(said(whole, '*'));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      kind: 'excess-sharing',
      severity: 'critical',
      verdict: 'exceeds',
      excess: [{ actions: [action] }],
      witness: { action, principal: expect.stringContaining('unnamed') },
    });
  });

  test('lets another account in: somebody of it shows it', () => {
    const [finding] = found(said(whole, { AWS: `arn:aws:iam::${STRANGER}:root` }));
    expect(finding).toMatchObject({
      kind: 'excess-sharing',
      verdict: 'exceeds',
      witness: { action, principal: expect.stringContaining(STRANGER) },
    });
    expect(['high', 'critical']).toContain(finding?.severity);
  });

  test.each([
    ['its own account', { AWS: `arn:aws:iam::${OWN}:root` }, {}],
    ['everyone of its own account', '*', { StringEquals: { 'aws:PrincipalAccount': OWN } }],
    [
      'a service that acts for its account',
      { Service: 'sns.amazonaws.com' },
      { StringEquals: { 'aws:SourceAccount': OWN } },
    ],
  ] as const)('lets %s in: nothing is said', (_, principal, condition) => {
    expect(found(said(whole, principal, condition))).toEqual([]);
  });
});
