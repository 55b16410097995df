import * as z from 'zod/mini';
import { isJsonObject, jsonForm, type JsonObject } from '../../json.ts';
import { governanceSchema } from './governance-schema.ts';

/** The JSON Schema (draft 2020-12) of `ambit.yaml`, for editors. */
export function governanceJsonSchema(): JsonObject {
  const schema = jsonForm(z.toJSONSchema(governanceSchema, { io: 'input' }));
  if (!isJsonObject(schema)) throw new TypeError('a JSON Schema is an object');
  return { title: 'ambit.yaml', ...schema };
}
