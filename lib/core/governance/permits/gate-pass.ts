import type { Call } from '../../activity/call.ts';
import { isCloudFormation } from '../../activity/operation.ts';
import { mayBegin, type Permit } from './fold-permit.ts';
import { serviceOf } from './gated-change.ts';
import { resourceName } from '../standards/guarded.ts';
import type { DestroyedResource, PermitSubject } from './permit.ts';
import { changeOfCall } from './permit.ts';
import { isActor } from './permit-covers.ts';

/** A permit that let an operation of a stack pass the gate. */
export interface Pass {
  readonly permit: Permit;
  /** ARN of the stack. */
  readonly stack: string;
}

const CLOUDFORMATION = 'cloudformation.amazonaws.com';

/** What the gate is asked about within an operation that passed. */
export interface Within {
  readonly action: 'create' | 'update' | 'delete';
  readonly destroys: readonly DestroyedResource[];
}

/**
 * Whether an operation that passed comes to this as well: every deletion in a stack that is deleted, and nothing else there; of an
 * update what it destroys.
 */
export function isPartOf({ action, destroys }: Within, { permit: { terms, use } }: Pass): boolean {
  if (use === undefined) return false;
  if (terms.operation.kind === 'stack-delete') return action === 'delete';
  const all = use.destroys;
  return (
    destroys.length > 0 &&
    destroys.every((each) => all.some(({ type, physicalId }) => each.type === type && each.physicalId === physicalId))
  );
}

/**
 * What a recorded call is to an operation that passed: the call that began it, or a part of it that CloudFormation carried out for
 * the same actor, or with the stack's role; undefined: nothing. The gate could not tell who asked, the record can.
 */
export function roleInPass(call: Call, { permit, stack }: Pass): 'call' | 'part' | undefined {
  const { terms, use } = permit;
  const { resources } = call.change.kind === 'environment' ? call.change : { resources: [] };
  const isHere = call.account === terms.account && call.time >= terms.from && call.time < terms.until;
  if (use === undefined || !isHere || resources.length === 0 || !isDestruction(call)) return undefined;
  const actors = [terms.actor, ...(use.role === undefined ? [] : [use.role])];
  if (isCloudFormation(call.actor.via)) {
    const isDestroyed = (resource: string) => use.destroys.some((each) => isNamed(each, resource, call.source));
    return actors.some((each) => isActor(each, call.actor)) && resources.every(isDestroyed) ? 'part' : undefined;
  }
  if (!isActor(terms.actor, call.actor)) return undefined;
  if (!resources.every((resource) => begins(call, resource, { permit, stack }))) return undefined;
  return mayBegin(permit, call.id) ? 'call' : undefined;
}

/** Whether a call on a resource is the very call that a permit is for. */
function begins({ source, name }: Call, resource: string, { permit: { terms }, stack }: Pass): boolean {
  const { operation, target } = terms;
  switch (operation.kind) {
    case 'stack-delete':
      return source === CLOUDFORMATION && name === 'DeleteStack' && isStack(resource, stack);
    case 'destroying-call':
      return source === operation.source && name === operation.name && resource === target;
    case 'stack-update':
    case 'iam-resource':
      return false;
  }
}

/** What a permit for a call by itself is for: one permit for each resource that the call destroys. Empty: none can be. */
export function subjectsOfCall(call: Call): readonly PermitSubject[] {
  const { account, source, name, change } = call;
  if (change.kind !== 'environment' || !isDestruction(call)) return [];
  const operation = { kind: 'destroying-call', source, name } as const;
  return change.resources.map((target) => {
    const subject = { account, operation, target };
    return { ...subject, change: changeOfCall(subject) };
  });
}

function isDestruction({ change, error }: Call): boolean {
  return error === undefined && change.kind === 'environment' && change.effect === 'destroy';
}

/** A stack is named by its ARN, or by its name: then its id is not in the record. */
function isStack(resource: string, stack: string): boolean {
  return resource === stack || resource === `${stack.slice(0, stack.lastIndexOf('/'))}/*`;
}

function isNamed({ type, physicalId }: DestroyedResource, resource: string, source: string): boolean {
  // an ARN or a URL names one thing in all of AWS, a name only within its service
  if (physicalId === resource && /^(arn:|https:)/.test(resource)) return true;
  if (source !== `${serviceOf(type)}.amazonaws.com`) return false;
  // queues are named by their URL
  const name = physicalId.startsWith('https://') ? physicalId.slice(physicalId.lastIndexOf('/') + 1) : physicalId;
  return resourceName(resource) === resourceName(name);
}
