import { expect, test } from '@jest/globals';
import { holderSought, holdersKept } from '../../../../lib/core/governance/roles/role-holder.ts';

const at = (service: string, name: string) => `arn:aws:${service}:us-east-1:111122223333:${name}`;

test.each([
  ['a stack, by its id', at('cloudformation', 'stack/app/7f-1'), at('cloudformation', 'stack/app')],
  ['a stack, whose id is not said', at('cloudformation', 'stack/app/*'), at('cloudformation', 'stack/app')],
  ['an alias of a function', at('lambda', 'function:f:live'), at('lambda', 'function:f')],
  ['a revision of a task', at('ecs', 'task-definition/web:3'), at('ecs', 'task-definition/web:3')],
  ['an instance', at('ec2', 'instance/i-1'), at('ec2', 'instance/i-1')],
  ['what has a name only', 'web', 'web'],
])('the roles of %s are asked for by one name', (_, resource, sought) => {
  expect(holderSought(resource)).toBe(sought);
  expect(holdersKept(resource)).toContain(sought);
});

test('what has revisions is asked for by its name alone where the latest is meant', () => {
  const revision = at('batch', 'job-definition/nightly:12');
  expect(holdersKept(revision)).toEqual([revision, at('batch', 'job-definition/nightly')]);
});
