import { isJsonObject, type JsonValue } from '../../json.ts';
import { textsAt } from '../calls/resource-rules.ts';
import type { ResourcePolicyChange } from '../changes.ts';
import { type Offer, policyOf, principalNamed, textOf } from './offer.ts';

/**
 * `PutPermission` of EventBridge: a whole policy, or one statement of an account, or of everyone (`*`) on a condition.
 * Source: EventBridge API reference, "PutPermission".
 */
export function busPermission({ asked, document, resources }: ResourcePolicyChange): readonly Offer[] | undefined {
  const [resource] = resources;
  if (resource === undefined) return undefined;
  if (document !== undefined) return [{ resource, extent: 'whole', policy: document }];
  const principal = textOf(asked, 'principal');
  const action = textOf(asked, 'action');
  if (principal === undefined || action === undefined) return undefined;
  const sid = textOf(asked, 'statementId');
  const condition = conditionIn(asked['condition']);
  const allowed = { principal: principalNamed(principal), actions: [action], resources: [resource], ...condition };
  const policy = policyOf([sid === undefined ? allowed : { ...allowed, sid }]);
  // by its name: an ARN is refused there
  const bus = ['--event-bus-name', resource.slice(resource.lastIndexOf('/') + 1)];
  const undo = sid === undefined ? {} : { undo: ['events', 'remove-permission', '--statement-id', sid, ...bus] };
  return [{ resource, extent: 'statement', policy, ...undo }];
}

function conditionIn(condition: JsonValue | undefined) {
  if (!isJsonObject(condition)) return {};
  const [type, key, value] = ['type', 'key', 'value'].map((name) => textOf(condition, name));
  if (type === undefined || key === undefined || value === undefined) return {};
  return { condition: { [type]: { [key]: value } } };
}

/** A document of Systems Manager for accounts or everyone. Source: Systems Manager API reference, "ModifyDocumentPermission". */
export function documentPermission({ asked, resources }: ResourcePolicyChange): readonly Offer[] | undefined {
  const [resource] = resources;
  const added = textsAt(asked, 'accountIdsToAdd');
  if (resource === undefined || Object.keys(asked).length === 0) return undefined;
  if (added.length === 0) return [];
  const principal = added.some((each) => each.toLowerCase() === 'all') ? '*' : { AWS: added };
  const actions = ['ssm:DescribeDocument', 'ssm:GetDocument'];
  const name = textOf(asked, 'name') ?? resource;
  const undo = ['ssm', 'modify-document-permission', '--name', name, '--permission-type', 'Share'];
  const taken = { undo: [...undo, '--account-ids-to-remove', ...added] };
  return [{ resource, extent: 'beside', policy: policyOf([{ principal, actions, resources: [resource] }]), ...taken }];
}

/** A private authority for ACM, in an account. Source: AWS Private CA API reference, "CreatePermission". */
export function authorityPermission({ asked, resources }: ResourcePolicyChange): readonly Offer[] | undefined {
  const [resource] = resources;
  const principal = textOf(asked, 'principal');
  const actions = textsAt(asked, 'actions').map((action) => `acm-pca:${action}`);
  if (resource === undefined || principal === undefined || actions.length === 0) return undefined;
  const account = textOf(asked, 'sourceAccount');
  // without an account it is the caller's own
  if (account === undefined) return [];
  const condition = { StringEquals: { 'aws:SourceAccount': account } };
  const allowed = { principal: principalNamed(principal), actions, resources: [resource], condition };
  return [{ resource, extent: 'beside', policy: policyOf([allowed]) }];
}

/** The builds of a project for everyone. Source: CodeBuild API reference, "UpdateProjectVisibility". */
export function projectVisibility({ asked, resources }: ResourcePolicyChange): readonly Offer[] | undefined {
  const [resource] = resources;
  const visibility = textOf(asked, 'projectVisibility');
  if (visibility === 'PRIVATE') return [];
  if (resource === undefined || visibility === undefined) return undefined;
  const actions = ['codebuild:BatchGetBuilds', 'codebuild:ListBuildsForProject'];
  const policy = policyOf([{ principal: '*', actions, resources: [resource] }]);
  const undo = ['codebuild', 'update-project-visibility', '--project-arn', resource];
  return [{ resource, extent: 'beside', policy, undo: [...undo, '--project-visibility', 'PRIVATE'] }];
}
