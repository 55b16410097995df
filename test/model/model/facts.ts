import * as z from 'zod';
import type { Change } from './changes.ts';
import type { Json } from './digest.ts';
import type { Grants, Rule } from './policies.ts';

/** The lines of the ledger as docs/json.md tells them: the members that the model looks at. */
const json: z.ZodType<Json> = z.json();
const at = z.number();
const findingId = z.string();
const calls = z.array(json);
const response = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.enum(['observe', 'alert']) }),
  z.looseObject({ kind: z.literal('hold'), plan: z.looseObject({ calls, restore: calls }) }),
  z.looseObject({
    kind: z.literal('hold-unless-approved'),
    plan: z.looseObject({ calls, restore: calls }),
    deadline: at,
  }),
]);
const finding = z.looseObject({
  id: z.string(),
  kind: z.string(),
  principal: z.string(),
  account: z.string(),
  verdict: z.string(),
  excess: json,
  resources: json,
  frozen: json.optional(),
  digest: z.string(),
  call: z.looseObject({ id: z.string() }).nullable(),
  response,
});

const factForms = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('call-assessed'), callId: z.string(), findings: z.array(z.string()), at }),
  z.object({ kind: z.literal('finding-raised'), finding, at }),
  z.object({
    kind: z.literal('hold-intended'),
    findingId,
    calls,
    why: z.string().optional(),
    again: z.string().optional(),
    at,
  }),
  z.object({ kind: z.literal('hold-confirmed'), findingId, at }),
  z.object({ kind: z.literal('hold-failed'), findingId, detail: z.string(), at }),
  z.object({ kind: z.literal('gap-looked'), findingId, at }),
  z.object({ kind: z.literal('announced'), findingId, channel: z.string(), at }),
  z.object({ kind: z.literal('signed'), findingId, digest: z.string(), personId: z.string(), until: at, at }),
  z.object({ kind: z.literal('signature-refused'), findingId, personId: z.string(), code: z.string(), at }),
  z.object({ kind: z.literal('rejected'), findingId, personId: z.string(), at }),
  z.object({ kind: z.literal('restore-intended'), findingId, digest: z.string(), calls, waiverUntil: at, at }),
  z.object({ kind: z.literal('restore-confirmed'), findingId, at }),
  z.object({ kind: z.literal('restore-failed'), findingId, detail: z.string(), at }),
  z.object({ kind: z.literal('waiver-ended'), findingId, at }),
  z.object({ kind: z.literal('waiver-due'), findingId, until: at, at }),
  z.object({ kind: z.literal('waiver-kept'), findingId, digest: z.string(), waiverUntil: at, at }),
  z.object({ kind: z.literal('waiver-revoked'), findingId, personId: z.string(), at }),
  z.object({ kind: z.literal('glass-broken'), findingId, personId: z.string(), until: at, at }),
  z.object({ kind: z.literal('approval-requested'), findingId, personId: z.string(), at }),
]);

export type WrittenFact = z.infer<typeof factForms>;
export type WrittenFinding = z.infer<typeof finding>;

/** A line of the ledger, read from its JSON. */
export function factFrom(written: unknown): WrittenFact {
  return factForms.parse(written);
}

const names = z.union([z.string(), z.array(z.string())]);
const statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: names.optional(),
  NotAction: names.optional(),
  Resource: z.union([z.literal('*'), z.tuple([z.literal('*')])]),
});
const policyDocument = z.looseObject({ Statement: z.array(statement) });
const named = z.tuple([z.string(), policyDocument]);
const accountForm = z.looseObject({
  roles: z.array(
    z.looseObject({
      name: z.string(),
      inline: z.array(named),
      attached: z.array(z.string()),
      boundary: z.string().optional(),
    }),
  ),
  policies: z.array(z.looseObject({ arn: z.string(), defaultVersion: z.string(), versions: z.array(named) })),
});

function rulesIn(document: z.infer<typeof policyDocument>): readonly Rule[] {
  return document.Statement.map(({ Effect: effect, Action: actions, NotAction: others }) => ({
    effect,
    actions: [actions ?? others ?? []].flat(),
    isAboutOthers: actions === undefined,
  }));
}

function rulesByName(documents: readonly z.infer<typeof named>[]): ReadonlyMap<string, readonly Rule[]> {
  return new Map(documents.map(([name, document]) => [name, rulesIn(document)]));
}

/** The grants of an account, or of a part of one, from the JSON form that findings freeze. */
export function grantsFrom(written: unknown): Grants {
  const { roles, policies } = accountForm.parse(written);
  return {
    roles: new Map(
      roles.map(({ name, inline, attached, boundary }) => [name, { inline: rulesByName(inline), attached, boundary }]),
    ),
    policies: new Map(
      policies.map(({ arn, versions, defaultVersion }) => [
        arn,
        { versions: rulesByName(versions), current: defaultVersion },
      ]),
    ),
  };
}

const roleName = z.string();
const callForm = z.discriminatedUnion('name', [
  z.object({ name: z.literal('PutRolePolicy'), roleName, policyName: z.string(), policyDocument }),
  z.object({ name: z.literal('DeleteRolePolicy'), roleName, policyName: z.string() }),
  z.object({ name: z.literal('AttachRolePolicy'), roleName, policyArn: z.string() }),
  z.object({ name: z.literal('DetachRolePolicy'), roleName, policyArn: z.string() }),
  z.object({ name: z.literal('PutRolePermissionsBoundary'), roleName, permissionsBoundary: z.string() }),
  z.object({ name: z.literal('DeleteRolePermissionsBoundary'), roleName }),
  z.object({
    name: z.literal('CreatePolicyVersion'),
    policyArn: z.string(),
    policyDocument,
    versionId: z.string(),
    setAsDefault: z.literal(true),
  }),
  z.object({ name: z.literal('SetDefaultPolicyVersion'), policyArn: z.string(), versionId: z.string() }),
  z.object({ name: z.literal('DeletePolicyVersion'), policyArn: z.string(), versionId: z.string() }),
]);

/** What an IAM call of the runs changes; any other is a fault of the run. */
export function changeFrom(call: unknown): Change {
  const read = callForm.parse(call);
  switch (read.name) {
    case 'PutRolePolicy':
      return { kind: 'put', role: read.roleName, policy: read.policyName, rules: rulesIn(read.policyDocument) };
    case 'DeleteRolePolicy':
      return { kind: 'drop', role: read.roleName, policy: read.policyName };
    case 'AttachRolePolicy':
      return { kind: 'attach', role: read.roleName, arn: read.policyArn };
    case 'DetachRolePolicy':
      return { kind: 'detach', role: read.roleName, arn: read.policyArn };
    case 'PutRolePermissionsBoundary':
      return { kind: 'fence', role: read.roleName, arn: read.permissionsBoundary };
    case 'DeleteRolePermissionsBoundary':
      return { kind: 'fence', role: read.roleName, arn: undefined };
    case 'CreatePolicyVersion':
      return { kind: 'add-version', arn: read.policyArn, version: read.versionId, rules: rulesIn(read.policyDocument) };
    case 'SetDefaultPolicyVersion':
      return { kind: 'use-version', arn: read.policyArn, version: read.versionId };
    case 'DeletePolicyVersion':
      return { kind: 'drop-version', arn: read.policyArn, version: read.versionId };
  }
}
