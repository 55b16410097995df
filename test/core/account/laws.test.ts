import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { affectedBy } from '../../../lib/core/account/affected-by.ts';
import { applyCall } from '../../../lib/core/account/apply.ts';
import { readAuthorizationDetails } from '../../../lib/core/account/authorization-details.ts';
import type { IamCall } from '../../../lib/core/account/call.ts';
import { policySetOf } from '../../../lib/core/account/effective.ts';
import { inverseOf } from '../../../lib/core/account/inverse.ts';
import { missingFor, withStub } from '../../../lib/core/account/missing.ts';
import { principalOf, principalsOf, sliceOf } from '../../../lib/core/account/slice.ts';
import type { AccountState } from '../../../lib/core/account/state.ts';
import { stateFromJson } from '../../../lib/core/account/state-from-json.ts';
import { stateToJson } from '../../../lib/core/account/state-json.ts';
import { writeAuthorizationDetails } from './write-authorization-details.ts';
import { canonicalText } from '../../../lib/core/digest.ts';
import type { JsonValue } from '../../../lib/core/json.ts';
import { comparable } from './comparable.ts';
import { randomAccount, randomCall } from './random-calls.ts';

const parseJson: (text: string) => JsonValue = JSON.parse;

function applyAll(state: AccountState, calls: readonly IamCall[]): AccountState {
  return calls.reduce((current, call) => {
    const result = applyCall(withStub(current, call), call);
    if (!result.ok) throw new Error(`${call.name}: ${result.error.detail}`);
    return result.value;
  }, state);
}

describe('laws', () => {
  test('a call and its exact inverse give the state before', () => {
    fc.assert(
      fc.property(randomAccount, randomCall, (before, call) => {
        const after = applyCall(before, call);
        const inverse = inverseOf(call, before);
        if (!after.ok || inverse.kind !== 'exact') return;
        expect(comparable(applyAll(after.value, inverse.calls))).toEqual(comparable(before));
      }),
      { numRuns: 1500 },
    );
  });

  test('what contains a call applies after it, and deletes no role, user or key', () => {
    fc.assert(
      fc.property(randomAccount, randomCall, (before, call) => {
        const after = applyCall(before, call);
        const inverse = inverseOf(call, before);
        if (inverse.kind === 'none') return;
        const names = inverse.calls.map((each) => each.name);
        expect(
          ['DeleteRole', 'DeleteUser', 'DeleteAccessKey'].filter((name) => names.some((each) => each === name)),
        ).toEqual([]);
        if (after.ok) applyAll(after.value, inverse.calls);
      }),
      { numRuns: 300 },
    );
  });

  test('stubs let any call find what it needs', () => {
    fc.assert(
      fc.property(randomAccount, randomCall, (state, call) => {
        expect(missingFor(call, withStub(state, call))).toBeUndefined();
      }),
    );
  });

  test('a slice decides the same as the whole', () => {
    fc.assert(
      fc.property(randomAccount, (state) => {
        for (const { arn } of principalsOf(state)) {
          const slice = sliceOf(state, arn);
          expect(slice === undefined ? undefined : policySetOf(slice, arn)).toEqual(policySetOf(state, arn));
        }
      }),
    );
  });

  test('only the principals that a call affects have other policies after it', () => {
    fc.assert(
      fc.property(randomAccount, randomCall, (before, call) => {
        const after = applyCall(before, call);
        if (!after.ok) return;
        const affected = new Set([...affectedBy(call, before), ...affectedBy(call, after.value)]);
        for (const { arn } of [...principalsOf(before), ...principalsOf(after.value)]) {
          if (affected.has(arn)) continue;
          expect(decided(after.value, arn)).toEqual(decided(before, arn));
        }
      }),
      { numRuns: 300 },
    );
  });

  test('a state survives its JSON form, whatever the order of its parts', () => {
    fc.assert(
      fc.property(randomAccount, (state) => {
        const json = stateToJson(state);
        expect(stateFromJson(parseJson(canonicalText(json)))).toEqual({ ok: true, value: state });
      }),
    );
  });

  test('an account that was read is read the same from what is written of it', () => {
    fc.assert(
      fc.property(randomAccount, (state) => {
        const first = readAuthorizationDetails([writeAuthorizationDetails(state)]);
        if (!first.ok) return;
        expect(readAuthorizationDetails([writeAuthorizationDetails(first.value)])).toEqual(first);
      }),
    );
  });
});

/** What decides about a principal: its policies but for their names, and who may assume it. */
function decided(state: AccountState, arn: string) {
  const principal = principalOf(state, arn);
  const policies = policySetOf(state, arn);
  return {
    identity: policies?.identity.map((policy) => policy.document),
    boundary: policies?.boundary?.map((policy) => policy.document),
    tags: policies?.principal.tags,
    trust: principal?.kind === 'role' ? principal.trust : undefined,
  };
}
