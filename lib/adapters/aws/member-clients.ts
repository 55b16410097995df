import type { IAMClient } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import { BoundedMap } from './bounded-map.ts';
import type { CallBudget } from './call-budget.ts';
import { controlPlaneOf } from './control-plane.ts';

/** The roles that Ambit has in every account it watches; what each may do is declared where they are deployed. */
export type MemberRole = 'Observer' | 'Holder' | 'Restorer' | 'Auditor';

/** Temporary credentials of a role in one account. */
export interface MemberCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** How a function assumes Ambit's roles in the accounts that it watches. */
export interface MemberClientSettings {
  readonly partition: string;
  /** The roles are named `<prefix>Observer` and so on. */
  readonly rolePrefix: string;
  /** The function that acts, e.g. `on-call`: sessions are named `ambit-on-call`, as the accounts' own records then show. */
  readonly actingAs: string;
  readonly sts: STSClient;
  readonly budget: CallBudget;
  readonly makeIam: (config: {
    readonly region: string;
    readonly credentials: () => Promise<MemberCredentials>;
  }) => IAMClient;
}

/** A role of a watched account could not be assumed; `cause` says why. */
export class RoleNotAssumed extends Error {
  override readonly name = 'RoleNotAssumed';

  constructor(arn: string, account: string, cause: unknown) {
    super(`${arn} could not be assumed; see that the account ${account} has it and trusts this function`, { cause });
  }
}

/** Clients that are kept ready: more accounts than this in one run are rare, and a client is made in no time. */
const MOST_CLIENTS = 64;
/** Role chaining allows no more. Source: IAM user guide, "Roles terms and concepts", role chaining. */
const SESSION_SECONDS = 3600;

/**
 * IAM clients of the accounts that are watched, each by a role of that account, also in the account that Ambit runs in. A
 * client assumes its role when it first needs to, and again 5 minutes before the session ends (the SDK's own rule).
 */
export class MemberClients {
  readonly #settings: MemberClientSettings;
  readonly #clients = new BoundedMap<IAMClient>(MOST_CLIENTS);

  constructor(settings: MemberClientSettings) {
    this.#settings = settings;
  }

  /** @param findingId what the client acts for: the session is named `ambit-on-call-F-57675e6173b4` then */
  iam(account: string, role: MemberRole, findingId?: string): IAMClient {
    const key = `${account}/${role}/${findingId ?? ''}`;
    const known = this.#clients.get(key);
    if (known !== undefined) return known;
    const client = this.#settings.makeIam({
      region: controlPlaneOf(this.#settings.partition).iam,
      credentials: () => this.credentials(account, role, findingId),
    });
    this.#clients.set(key, client);
    return client;
  }

  /** Assumes a role. A fault where that is not allowed, which names account and role. */
  async credentials(account: string, role: MemberRole, findingId?: string): Promise<MemberCredentials> {
    const { partition, rolePrefix, actingAs, sts, budget } = this.#settings;
    const arn = `arn:${partition}:iam::${account}:role/${rolePrefix}${role}`;
    const command = new AssumeRoleCommand({
      RoleArn: arn,
      RoleSessionName: sessionName(actingAs, findingId),
      DurationSeconds: SESSION_SECONDS,
    });
    budget.check();
    const { Credentials: given } = await sts.send(command, budget.options()).catch((cause: unknown) => {
      throw new RoleNotAssumed(arn, account, cause);
    });
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = given ?? {};
    if (
      AccessKeyId === undefined ||
      SecretAccessKey === undefined ||
      SessionToken === undefined ||
      Expiration === undefined
    ) {
      throw new Error(`AWS gave no whole credentials for ${arn}`);
    }
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
      expiration: Expiration,
    };
  }
}

/** Source: STS API reference, "AssumeRole": at most 64 of these characters. */
function sessionName(actingAs: string, findingId: string | undefined): string {
  const name = findingId === undefined ? `ambit-${actingAs}` : `ambit-${actingAs}-${findingId}`;
  return name.replaceAll(/[^\w+=,.@-]/g, '-').slice(0, 64);
}
