import { GetPolicyCommand, GetPolicyVersionCommand } from '@aws-sdk/client-iam';
import { storedDocument } from '../../core/account/stored-document.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import { BoundedMap } from './bounded-map.ts';
import type { IamAsking } from './iam-asking.ts';
import { NotThere } from './iam-fault.ts';
import { present, tagDetails } from './present.ts';
import type { PolicyHead, ReadMemory } from './read-memory.ts';

/** A version of a managed policy: its ARN, its own id (`ANPA…`), and the version's id. */
interface PolicyVersionName {
  readonly arn: string;
  readonly id: string;
  readonly version: string;
}

/** Characters of documents that are kept: some thousand policies. */
const MOST_CHARACTERS = 8_000_000;

/**
 * Managed policies with the document of their default version, AWS's own among them. A version never changes, so its
 * document is kept by the policy's id (an ARN is used again, by another policy that has a `v1` as well) and version id.
 */
export class ManagedPolicies {
  readonly #memory: ReadMemory;
  readonly #documents = new BoundedMap<{ readonly document: JsonValue; readonly length: number }>(
    MOST_CHARACTERS,
    ({ length }) => length,
  );

  constructor(memory: ReadMemory) {
    this.#memory = memory;
  }

  /** The policy as GetAccountAuthorizationDetails writes it, with one version. @throws NotThere */
  async read(asking: IamAsking, arn: string): Promise<JsonObject> {
    const head = await this.#memory.policies.recall({ key: arn, owner: '', read: () => readHead(asking, arn) });
    const { id, defaultVersion, detail } = head;
    const document = await this.document(asking, { arn, id, version: defaultVersion });
    const version = { VersionId: defaultVersion, IsDefaultVersion: true, Document: document };
    return { ...detail, DefaultVersionId: defaultVersion, PolicyVersionList: [version] };
  }

  /** Each of these once. @throws NotThere where one of them is gone */
  readAll(asking: IamAsking, arns: readonly string[]): Promise<readonly JsonObject[]> {
    return Promise.all([...new Set(arns)].map((arn) => this.read(asking, arn)));
  }

  /** The same; undefined: not there. */
  async readIfThere(asking: IamAsking, arn: string): Promise<JsonObject | undefined> {
    try {
      return await this.read(asking, arn);
    } catch (fault) {
      if (fault instanceof NotThere) return undefined;
      throw fault;
    }
  }

  /** The document of one version. @throws NotThere */
  async document(asking: IamAsking, { arn, id, version }: PolicyVersionName): Promise<JsonValue> {
    const key = `${arn} ${id} ${version}`;
    const known = this.#documents.get(key);
    if (known !== undefined) return known.document;
    const command = new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: version });
    try {
      const answer = await asking.ask('iam:GetPolicyVersion', (options) => asking.iam.send(command, options));
      const text = answer.PolicyVersion?.Document;
      if (text === undefined) throw new Error(`IAM gave no document of ${arn}, version "${version}"`);
      const document = storedDocument(text);
      this.#documents.set(key, { document, length: text.length });
      return document;
    } catch (fault) {
      // another version has become the default one meanwhile
      if (fault instanceof NotThere) this.#memory.policies.changed(arn);
      throw fault;
    }
  }
}

async function readHead(asking: IamAsking, arn: string): Promise<PolicyHead> {
  const command = new GetPolicyCommand({ PolicyArn: arn });
  const { Policy } = await asking.ask('iam:GetPolicy', (options) => asking.iam.send(command, options));
  const { PolicyId: id, DefaultVersionId: defaultVersion } = Policy ?? {};
  if (Policy === undefined || id === undefined || defaultVersion === undefined) {
    throw new Error(`IAM gave no id or no default version of ${arn}`);
  }
  const { PolicyName, Path, Arn, Description } = Policy;
  const detail = present({ PolicyName, PolicyId: id, Arn, Path, Description, Tags: tagDetails(Policy.Tags) });
  return { id, defaultVersion, detail };
}
