import { beforeAll, describe, expect, test } from '@jest/globals';
import { affectedBy } from '../../../lib/core/account/affected-by.ts';
import { applyCall } from '../../../lib/core/account/apply.ts';
import type { IamCall } from '../../../lib/core/account/call.ts';
import { emptyAccount } from '../../../lib/core/account/empty-account.ts';
import { inverseOf } from '../../../lib/core/account/inverse.ts';
import type { AccountState } from '../../../lib/core/account/state.ts';
import { IAM_CALL_NAMES } from '../../../lib/core/activity/calls/iam.ts';
import { readCall } from '../../../lib/core/activity/read-call.ts';
import { comparable } from '../../core/account/comparable.ts';
import { modelledRecord, POLICY, VARIANTS } from './modelled-record.ts';
import { type Modelled, modelsOf } from './models.ts';
import { after } from '../../core/account/after.ts';

let models: ReadonlyMap<string, Modelled>;
let before: readonly AccountState[];

beforeAll(async () => {
  models = await modelsOf(IAM_CALL_NAMES.map((name) => ({ source: 'iam', name })));
  before = states();
}, 120_000);

/** The calls that records of an operation tell, built from IAM's model. */
function callsOf(name: string): readonly IamCall[] {
  const modelled = models.get(`iam:${name}`);
  return VARIANTS.flatMap((variant) => {
    if (modelled === undefined) return [];
    const reading = readCall(modelledRecord(modelled, variant));
    const change = reading.kind === 'call' ? reading.call.change : undefined;
    return change?.kind === 'access' && change.iam !== undefined ? [change.iam] : [];
  });
}

/** Calls that make what the records name, in this order. */
const MAKING = ['CreatePolicy', 'CreateRole', 'CreateUser', 'CreateGroup', 'CreateInstanceProfile'];
const FILLING = [
  'AttachRolePolicy',
  'AttachUserPolicy',
  'AttachGroupPolicy',
  'PutRolePolicy',
  'PutUserPolicy',
  'PutGroupPolicy',
  'PutRolePermissionsBoundary',
  'PutUserPermissionsBoundary',
  'AddUserToGroup',
  'AddRoleToInstanceProfile',
  'CreateAccessKey',
  'CreateLoginProfile',
  'TagRole',
  'TagUser',
  'TagPolicy',
];

/** States of one account: empty, with policies only, with all that the records name, and with all of that filled. */
function states(): readonly AccountState[] {
  const nothing: AccountState = { ...emptyAccount('111122223333', 'aws'), coverage: 'whole' };
  const spare = withPolicies(nothing, ['v1']);
  const made = afterNamed(withPolicies(nothing, ['v1', 'a-VersionId']), MAKING);
  return [nothing, spare, made, afterNamed(made, FILLING)];
}

function afterNamed(state: AccountState, names: readonly string[]): AccountState {
  return names.reduce((current, name) => {
    const [call] = callsOf(name);
    const applied = call === undefined ? undefined : applyCall(current, call);
    if (applied?.ok !== true) throw new Error(`${name} was refused: ${applied?.error.detail}`);
    return applied.value;
  }, state);
}

/** The policies that requests name by ARN, with these versions, the first of which is the default. */
function withPolicies(state: AccountState, [first, ...others]: readonly [string, ...string[]]): AccountState {
  return ['PolicyArn', 'PermissionsBoundary'].reduce((current, name) => {
    const arn = `arn:aws:iam::111122223333:policy/${name}`;
    const versions = new Map([first, ...others].map((id) => [id, POLICY]));
    const policy = { arn, name, path: '/', id: name, defaultVersion: first, versions, tags: new Map() };
    return { ...current, policies: new Map([...current.policies, [arn, policy]]) };
  }, state);
}

describe('every call of IAM that the model of an account knows', () => {
  test('is an operation of IAM, and its record is read whole', () => {
    expect(IAM_CALL_NAMES.filter((name) => callsOf(name).length === 0)).toEqual([]);
  });

  test('applies to an account that has what it names', () => {
    const refused = IAM_CALL_NAMES.filter((name) =>
      callsOf(name).every((call) => before.every((state) => !applyCall(state, call).ok)),
    );
    expect(refused).toEqual([]);
  });

  test('and its exact inverse give the account from before; what is lossy claims none', () => {
    const lossy = IAM_CALL_NAMES.filter((name) => {
      const checked = callsOf(name).flatMap((call) => before.map((state) => undone(call, state)));
      expect(checked.filter((each) => each === 'differs').map(() => name)).toEqual([]);
      return !checked.includes('same');
    });
    expect(lossy.toSorted()).toEqual(LOSSY.toSorted());
  });

  test('affects whom it names', () => {
    const nobody = IAM_CALL_NAMES.filter((name) =>
      callsOf(name).every((call) =>
        before.every((state) => {
          const applied = applyCall(state, call);
          return affectedBy(call, state).length === 0 && (!applied.ok || affectedBy(call, applied.value).length === 0);
        }),
      ),
    );
    expect(nobody.toSorted()).toEqual(AFFECTS_NOBODY.toSorted());
  });
});

/** What a call and its exact inverse leave; undefined: it is refused, or has no exact inverse. */
function undone(call: IamCall, state: AccountState): 'same' | 'differs' | undefined {
  const applied = applyCall(state, call);
  const inverse = inverseOf(call, state);
  if (!applied.ok || inverse.kind !== 'exact') return undefined;
  const last = after(applied.value, ...inverse.calls);
  return JSON.stringify(comparable(last)) === JSON.stringify(comparable(state)) ? 'same' : 'differs';
}

/** Ids, keys and passwords do not come back, and no inverse deletes a role, user or key. */
const LOSSY: readonly string[] = [
  'CreateRole',
  'CreateServiceLinkedRole',
  'DeleteRole',
  'DeleteServiceLinkedRole',
  'CreateUser',
  'DeleteUser',
  'CreateAccessKey',
  'DeleteAccessKey',
  'CreateLoginProfile',
  'UpdateLoginProfile',
  'DeleteLoginProfile',
  'CreateServiceSpecificCredential',
  'ResetServiceSpecificCredential',
  'UpdateServiceSpecificCredential',
  'UploadSSHPublicKey',
  'UpdateSSHPublicKey',
  'UploadSigningCertificate',
  'UpdateSigningCertificate',
];

/** These change nobody's access: descriptions and tags of policies, and what nothing is attached to. */
const AFFECTS_NOBODY: readonly string[] = [
  'UpdateRole',
  'UpdateRoleDescription',
  'CreateInstanceProfile',
  'DeleteInstanceProfile',
  'CreatePolicy',
  'DeletePolicyVersion',
  'TagPolicy',
  'UntagPolicy',
];
