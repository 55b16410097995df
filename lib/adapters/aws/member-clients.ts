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

export interface MemberClientSettings {
  readonly partition: string;
  /** The roles are named `<prefix>Observer` and so on. */
  readonly rolePrefix: string;
  /** The function that acts, e.g. `on-call`: sessions are named `ambit-on-call`, which the accounts' records then show. */
  readonly actingAs: string;
  readonly sts: STSClient;
  readonly budget: CallBudget;
  readonly makeIam: (config: {
    readonly region: string;
    readonly credentials: () => Promise<MemberCredentials>;
  }) => IAMClient;
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

  iam(account: string, role: MemberRole): IAMClient {
    const key = `${account}/${role}`;
    const known = this.#clients.get(key);
    if (known !== undefined) return known;
    const client = this.#settings.makeIam({
      region: controlPlaneOf(this.#settings.partition).iam,
      credentials: () => this.credentials(account, role),
    });
    this.#clients.set(key, client);
    return client;
  }

  /** Assumes a role. A fault where that is not allowed, which names account and role. */
  async credentials(account: string, role: MemberRole): Promise<MemberCredentials> {
    const { partition, rolePrefix, actingAs, sts, budget } = this.#settings;
    const arn = `arn:${partition}:iam::${account}:role/${rolePrefix}${role}`;
    const command = new AssumeRoleCommand({
      RoleArn: arn,
      RoleSessionName: `ambit-${actingAs}`,
      DurationSeconds: SESSION_SECONDS,
    });
    budget.check();
    const { Credentials: given } = await sts.send(command, budget.options()).catch((cause: unknown) => {
      throw new Error(`${arn} could not be assumed; see that the account ${account} has it and trusts this function`, {
        cause,
      });
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
