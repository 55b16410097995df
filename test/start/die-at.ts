import { DatabaseSync, StatementSync } from 'node:sqlite';

/** A place between two writes: so many durable writes after the first fact of a kind that the process has written itself. */
export interface Place {
  readonly fact: string;
  readonly writes: number;
}

/**
 * Loaded into a process in front of its program (`--import`, with `DIE_AT` as `FACT WRITES`): it is gone, as by kill -9, as soon as
 * it comes to that place.
 */
const [fact = '', writes = '0'] = (process.env['DIE_AT'] ?? '').split(' ');
let left: number | undefined;
let isOpen = false;

after(StatementSync.prototype, 'run', (values) => {
  const isIt = values.some((value) => typeof value === 'string' && value.includes(`"kind":"${fact}"`));
  if (isIt) left ??= Number(writes);
  if (!isOpen) written();
});

after(DatabaseSync.prototype, 'exec', ([sql]) => {
  if (sql === 'BEGIN IMMEDIATE') isOpen = true;
  if (sql === 'ROLLBACK') isOpen = false;
  if (sql !== 'COMMIT') return;
  isOpen = false;
  written();
});

function written(): void {
  if (left === 0) process.kill(process.pid, 'SIGKILL');
  if (left !== undefined) left -= 1;
}

/** Has something done after each call of a method, with its arguments. */
function after(owner: object, name: string, work: (values: readonly unknown[]) => void): void {
  const method: unknown = Reflect.get(owner, name);
  if (typeof method !== 'function') throw new Error(`${name} is no method`);
  Object.defineProperty(owner, name, {
    value(this: unknown, ...values: readonly unknown[]): unknown {
      const result: unknown = Reflect.apply(method, this, values);
      work(values);
      return result;
    },
  });
}
