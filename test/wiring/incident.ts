import type { JsonValue } from '../../lib/core/json.ts';
import { playRecords } from '../../lib/usecases/calls/play-records.ts';
import { resumeAlone } from '../../lib/usecases/resume.ts';
import type { Embedded } from '../../lib/wiring/embedded.ts';
import { ADMIN, MINUTE, NOW, record } from '../usecases/company.ts';

const INCIDENT: readonly JsonValue[] = [
  record('AttachRolePolicy', { roleName: 'deployer', policyArn: ADMIN }, { id: 'attach' }),
  record('DeleteRolePermissionsBoundary', { roleName: 'deployer' }, { id: 'boundary' }),
  record('AttachUserPolicy', { userName: 'intruder', policyArn: ADMIN }, { id: 'attach-user' }),
  record('CreateUser', { userName: 'intruder' }, { id: 'create-user' }),
  record('DeleteStack', { stackName: 'cost-prod' }, { id: 'delete', source: 'cloudformation.amazonaws.com' }),
  record(
    'CreateStack',
    { stackName: 'cost-prod' },
    { id: 'create', source: 'cloudformation.amazonaws.com', time: NOW - MINUTE + 1000 },
  ),
  record('AttachRolePolicy', null, { id: 'denied', errorCode: 'AccessDenied' }),
  record('AttachRolePolicy', { policyArn: ADMIN }, { id: 'broken' }),
  record('GetRole', { roleName: 'deployer' }, { id: 'read' }),
];

async function* stream(records: readonly JsonValue[]): AsyncIterable<JsonValue> {
  yield* records;
}

/**
 * Plays the incident until so many records were handled, then stops as if killed. Nothing is waited for: the embedded account
 * shows at once what it will ever show.
 */
export async function play(embedded: Pick<Embedded, 'deps'>, most = Number.POSITIVE_INFINITY): Promise<void> {
  const deps = { ...embedded.deps, pause: async () => undefined };
  let played = 0;
  await resumeAlone(deps);
  const next = async () => undefined;
  for await (const _ of playRecords({ records: stream(INCIDENT), next }, deps)) {
    played += 1;
    if (played >= most) return;
  }
}
