import type { PolicyService, ServiceCall, StatementOrder } from '../../../core/account/plan-call.ts';
import { changedSince } from '../../../core/account/services/overwriting.ts';
import type { EnforceOutcome, ServiceEnforcer } from '../../../ports/enforcer.ts';
import { codeOf, isDenied, messageOf } from '../iam-fault.ts';
import { RoleNotAssumed } from '../member-clients.ts';
import type { SsoAsking } from '../sso-asking.ts';
import { assignmentFamily } from './assignment-family.ts';
import { membershipFamily } from './membership-family.ts';
import { organizationFamily } from './organization-family.ts';
import { permissionSetFamily } from './permission-set-family.ts';
import { policyFamily } from './policy-family.ts';
import type { PolicyStore } from './policy-store.ts';
import { FailedLater, type Family, type Looked } from './service-family.ts';
import type { CallBudget } from '../call-budget.ts';
import type { OrganizationsClient } from '@aws-sdk/client-organizations';

/** On whose behalf a client acts; undefined: it only looks. */
export type Behalf = string | undefined;

/** Where a call is made, and on whose behalf. */
export interface Place {
  readonly account: string;
  readonly region: string;
  readonly findingId: Behalf;
}

/** How services are reached: those above the accounts from the account that AWS trusts with them. */
export interface ServiceClients {
  readonly identityCenter: SsoAsking;
  readonly organizations: OrganizationsClient;
  readonly policies: (at: Place & { readonly service: PolicyService }) => Promise<PolicyStore>;
  readonly statements: (at: Place) => Promise<Family<StatementOrder>>;
}

/** What the enforcer asks of the world: clients, how many calls it may make, how it waits. */
export interface ServiceEnforcerDeps {
  readonly clients: ServiceClients;
  readonly budget: CallBudget;
  readonly pause: (milliseconds: number) => Promise<void>;
}

/**
 * What services say no to, whoever asks and whenever. All else (throttling, a conflict, an expired session, the network) may pass,
 * and is a fault. Source: API references of Organizations, Identity Center, its directory, S3, KMS, SNS, SQS, DynamoDB, Lambda,
 * Secrets Manager, ECR.
 */
const REFUSALS: ReadonlySet<string> = new Set([
  'AccountNotFound',
  'ConstraintViolation',
  'DestinationParentNotFound',
  'InvalidAttributeValue',
  'InvalidInput',
  'InvalidParameter',
  'InvalidParameterValue',
  'InvalidRequest',
  'KMSInvalidState',
  'LimitExceeded',
  'MalformedPolicy',
  'MalformedPolicyDocument',
  'NoSuchBucket',
  'NotFound',
  'PolicyLengthExceeded',
  'PolicyNotFound',
  'PolicyTypeNotEnabled',
  'PublicPolicy',
  'QueueDoesNotExist',
  'RepositoryNotFound',
  'ResourceNotFound',
  'ServiceQuotaExceeded',
  'SourceParentNotFound',
  'TargetNotFound',
  'UnsupportedOperation',
  'Validation',
]);

/** After these, somebody else was faster, and what was asked for is so. */
const SAYS_SO: ReadonlySet<string> = new Set(['DuplicatePolicyAttachment', 'PolicyNotAttached']);

/** One call, with how it is looked at and sent. */
interface Ready {
  readonly look: () => Promise<Looked>;
  readonly send: () => Promise<void>;
}

/** Makes calls of other services than IAM, and looks first what is there. */
export class AwsServiceEnforcer implements ServiceEnforcer {
  readonly #deps: ServiceEnforcerDeps;

  constructor(deps: ServiceEnforcerDeps) {
    this.#deps = deps;
  }

  async enforce(account: string, call: ServiceCall, findingId: string): Promise<EnforceOutcome> {
    try {
      const { look, send } = await this.#ready(account, call, findingId);
      const looked = await look();
      if (looked === 'changed') return changedSince(`what ${call.name} overwrites`);
      // what a set holds may be changed faster than Identity Center says that accounts lack it
      if (looked === 'already' && call.name !== 'ProvisionPermissionSet') return { kind: 'already' };
      await send();
      return { kind: looked === 'already' ? 'already' : 'done' };
    } catch (fault) {
      this.#deps.budget.check();
      const outcome = outcomeOf(fault);
      if (outcome !== undefined) return outcome;
      throw new Error(`a call in the account ${account} failed: ${call.name}: ${messageOf(fault)}`, { cause: fault });
    }
  }

  async shows(account: string, call: ServiceCall): Promise<boolean> {
    const { look } = await this.#ready(account, call, undefined);
    return (await look()) === 'already';
  }

  async #ready(account: string, call: ServiceCall, findingId: Behalf): Promise<Ready> {
    const { clients, budget, pause } = this.#deps;
    switch (call.service) {
      case 'sso': {
        const asking = clients.identityCenter;
        return 'assignment' in call
          ? bound(assignmentFamily(asking, pause), call)
          : bound(permissionSetFamily(asking, pause), call);
      }
      case 'identitystore':
        return bound(membershipFamily(clients.identityCenter.identityStore, budget), call);
      case 'organizations':
        return bound(organizationFamily(clients.organizations, budget), call);
      case 's3':
      case 'kms':
      case 'sns':
      case 'sqs':
      case 'dynamodb':
      case 'secretsmanager':
      case 'ecr': {
        const { service, region } = call;
        return bound(policyFamily(await clients.policies({ account, service, region, findingId })), call);
      }
      case 'lambda':
        return bound(await clients.statements({ account, region: call.region, findingId }), call);
    }
  }
}

function bound<C>(
  { look, send }: { readonly look: (call: C) => Promise<Looked>; readonly send: (call: C) => Promise<void> },
  call: C,
): Ready {
  return { look: () => look(call), send: () => send(call) };
}

/** Undefined: the fault may pass. */
function outcomeOf(fault: unknown): EnforceOutcome | undefined {
  if (fault instanceof FailedLater) return { kind: 'refused', code: 'FailedLater', detail: fault.message };
  if (!(fault instanceof Error)) return undefined;
  const said = fault.cause instanceof Error ? fault.cause : fault;
  if (said instanceof RoleNotAssumed) {
    return isDenied(said.cause) ? { kind: 'refused', code: 'AccessDenied', detail: said.message } : undefined;
  }
  const code = codeOf(said).replace(/^AWS\.SimpleQueueService\.NonExistentQueue$/, 'QueueDoesNotExist');
  if (SAYS_SO.has(code)) return { kind: 'already' };
  if (isDenied(said)) return { kind: 'refused', code: 'AccessDenied', detail: said.message };
  return REFUSALS.has(code) ? { kind: 'refused', code, detail: said.message } : undefined;
}
