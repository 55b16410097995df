import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Call } from '../../lib/core/activity/call.ts';
import { type Case, foldCase } from '../../lib/core/governance/cases/case.ts';
import type { Fact } from '../../lib/core/governance/ledger/fact.ts';
import type { Instant } from '../../lib/core/instant.ts';
import type { JsonObject, JsonValue } from '../../lib/core/json.ts';
import { isList } from '../../lib/core/policy/parse-texts.ts';
import { decideApproval, type Decision } from '../../lib/usecases/approval/decide-approval.ts';
import { handleCall } from '../../lib/usecases/calls/handle-call.ts';
import { type Embedded, openEmbedded } from '../../lib/wiring/embedded.ts';
import {
  ACCOUNT_FILE,
  ADMIN,
  AGENT,
  callOf,
  DAY,
  NOW,
  record,
  type RecordOptions,
  STANDARDS,
} from '../usecases/company.ts';

/** Ambit as `ambit up` opens it, in a folder of its own, with the company's account and standards. */
export interface Attacked extends Embedded {
  readonly folder: string;
  /** Moves the clock. */
  at(now: Instant): void;
  /** What was announced. */
  readonly told: readonly string[];
  /** The call happens in the account and is then handled. Ids of the findings that it led to. */
  happens(call: Call): Promise<readonly string[]>;
  caseOf(findingId: string): Promise<Case>;
  factsAbout(subject: string): Promise<readonly Fact[]>;
  /** A signature with what the person is shown, or what the attacker says instead. */
  signs(personId: string, findingId: string, parts?: Partial<Extract<Decision, { kind: 'sign' }>>): Signing;
  /** Any other decision of a person who has just signed in. */
  decides(personId: string, findingId: string, decision: Decision): Signing;
  /** ARNs of what is attached to the agent's role. */
  attached(): Promise<readonly string[]>;
  end(): void;
}

type Signing = ReturnType<typeof decideApproval>;

/** What is otherwise in an attacked world. */
export interface AttackedOptions {
  /** People besides those of the company. */
  readonly people?: readonly JsonObject[];
  /** Members of the standards that are replaced. */
  readonly standards?: JsonObject;
  /** A folder that was opened before. */
  readonly folder?: string;
}

/** A world with a finding that is held, and people who try to get past countersigning. */
export async function underAttack(options: AttackedOptions = {}): Promise<Attacked> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'ambit-attacks-'));
  const people: JsonValue = [...peopleIn(STANDARDS), ...(options.people ?? [])];
  const write = (name: string, content: JsonValue): string => {
    writeFileSync(join(folder, name), JSON.stringify(content));
    return join(folder, name);
  };
  let now = NOW;
  const told: string[] = [];
  const opened = await openEmbedded({
    dir: join(folder, 'state'),
    accountFile: write('account.json', ACCOUNT_FILE),
    standardsFile: write('ambit.yaml', { ...STANDARDS, people, ...options.standards }),
    announceTo: {
      write: (line, done) => {
        told.push(line);
        done();
      },
    },
    clock: { now: () => now },
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const { deps, account } = opened.value;
  const caseOf = async (findingId: string): Promise<Case> => {
    const found = foldCase(await deps.ledger.about(findingId));
    if (found === undefined) throw new Error(`no finding ${findingId}`);
    return found;
  };
  return {
    ...opened.value,
    folder,
    told,
    caseOf,
    at(instant) {
      now = instant;
    },
    async happens(call) {
      await account.play(call);
      return (await handleCall(call, deps)).findings;
    },
    factsAbout: async (subject) => (await deps.ledger.about(subject)).map(({ fact }) => fact),
    async signs(personId, findingId, parts = {}) {
      const { digest } = (await caseOf(findingId)).finding;
      const decision: Decision = { kind: 'sign', digest, reason: 'release', until: now + DAY, ...parts };
      return decideApproval({ findingId, personId, signedInAt: now, decision }, deps);
    },
    decides: async (personId, findingId, decision) =>
      decideApproval({ findingId, personId, signedInAt: now, decision }, deps),
    async attached() {
      const slice = await account.stateOf(AGENT);
      return slice?.roles.get('deployer')?.attached ?? [];
    },
    end() {
      opened.value.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function peopleIn({ people }: JsonObject): readonly JsonValue[] {
  return people !== undefined && isList(people) ? people : [];
}

/** What somebody is answered who is refused for this reason. */
export const code = (wanted: string) => ({ ok: false, error: { code: wanted } });

/** What the attack begins with: Rita attaches AdministratorAccess to the agent's role, which is held. */
export async function heldGrant(attacked: Attacked, policyArn = ADMIN): Promise<string> {
  const call = callOf(record('AttachRolePolicy', { roleName: 'deployer', policyArn }, { time: NOW }));
  const [findingId = ''] = await attacked.happens(call);
  return findingId;
}

/** A call of the agent's own role. */
export function byAgent(name: string, parameters: JsonObject, options: RecordOptions): Call {
  return bySession(record(name, parameters, options), { arn: AGENT, role: 'deployer', session: 'run-1' });
}

/** A call of an administrator who has nothing to do with what is held. */
export function bySomebodyElse(name: string, parameters: JsonObject, options: RecordOptions): Call {
  const role = { arn: 'arn:aws:iam::111122223333:role/admin', role: 'admin', session: 'omar' };
  return bySession(record(name, parameters, options), role);
}

interface Session {
  /** Of the role. */
  readonly arn: string;
  readonly role: string;
  readonly session: string;
}

function bySession(told: JsonObject, { arn, role, session }: Session): Call {
  const id = `AROA${role.toUpperCase()}`;
  return callOf({
    ...told,
    userIdentity: {
      type: 'AssumedRole',
      principalId: `${id}:${session}`,
      arn: `arn:aws:sts::111122223333:assumed-role/${role}/${session}`,
      accountId: '111122223333',
      sessionContext: {
        sessionIssuer: { type: 'Role', principalId: id, arn, accountId: '111122223333', userName: role },
      },
    },
  });
}
