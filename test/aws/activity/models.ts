import { execFile } from 'node:child_process';
import { join } from 'node:path';
import * as z from 'zod';

const SCRIPT = join(import.meta.dirname, '../python/service_models.py');
const LARGEST_ANSWER = 64 * 1024 * 1024;

/** What a member of a request or response is, by AWS's model of the service. */
export type Shape =
  | {
      readonly type: 'structure';
      readonly members: Readonly<Record<string, Shape>>;
      readonly required: readonly string[];
    }
  | { readonly type: 'list'; readonly of: Shape }
  /** `values` are all that it may be, where the model says so. */
  | { readonly type: 'string'; readonly values: readonly string[] }
  | { readonly type: 'boolean' | 'integer' | 'long' | 'float' | 'double' | 'timestamp' | 'blob' | 'map' | 'cut' };

const shape: z.ZodType<Shape> = z.lazy(() =>
  z.union([
    z.object({ type: z.literal('structure'), members: z.record(z.string(), shape), required: z.array(z.string()) }),
    z.object({ type: z.literal('list'), of: shape }),
    z.object({ type: z.literal('string'), values: z.array(z.string()) }),
    z.object({
      type: z.enum(['boolean', 'integer', 'long', 'float', 'double', 'timestamp', 'blob', 'map', 'cut']),
    }),
  ]),
);

const answer = z.object({
  source: z.string(),
  name: z.string(),
  found: z.array(
    z.object({
      service: z.string(),
      protocol: z.string(),
      /** Names of the errors by which it is refused, as far as the model has them. */
      refusals: z.array(z.string()),
      input: z.optional(shape),
      output: z.optional(shape),
    }),
  ),
});

/** What the models of AWS's services have under one source and name of an operation. */
export type Modelled = z.output<typeof answer>;

/** An operation, by the first label of its event source, without version suffix. */
export interface Operation {
  readonly source: string;
  readonly name: string;
}

/**
 * What botocore's models of AWS's services have of these operations, by `source:name`.
 * @throws Error where the Python of `npm run test:aws` is not there, or ends badly
 */
export async function modelsOf(operations: readonly Operation[]): Promise<ReadonlyMap<string, Modelled>> {
  const python = process.env['AMBIT_AWS_PYTHON'];
  if (python === undefined) throw new Error('there is no AMBIT_AWS_PYTHON: run these tests by npm run test:aws');
  const asked = operations.map(({ source, name }) => ({ source, name }));
  const text = await new Promise<string>((resolve, reject) => {
    const child = execFile(python, [SCRIPT], { maxBuffer: LARGEST_ANSWER }, (fault, stdout) => {
      if (fault === null) resolve(stdout);
      else reject(new Error('the models could not be read', { cause: fault }));
    });
    child.stdin?.end(JSON.stringify(asked));
  });
  const answers = z.array(answer).parse(JSON.parse(text));
  return new Map(answers.map((each) => [`${each.source}:${each.name}`, each]));
}
