import * as z from 'zod/mini';
import { isJsonObject, type JsonValue } from '../../json.ts';
import { type Path, valueAt } from './governance-problem.ts';

/** Any schema, whatever it accepts. */
type Schema = z.core.SomeType;

/** The keys that a schema knows at a path of a document; of several forms, those of the one whose `kind` the document has. */
export function knownKeys(schema: Schema, path: Path, document: JsonValue): readonly string[] {
  let here: Schema | undefined = schema;
  for (const [depth, step] of path.entries())
    here = memberOf(formOf(here, valueAt(document, path.slice(0, depth))), step);
  return Object.keys(shapeOf(formOf(here, valueAt(document, path))));
}

function memberOf(schema: Schema | undefined, step: string | number): Schema | undefined {
  if (typeof step === 'string') return shapeOf(schema)[step];
  return schema instanceof z.ZodMiniArray ? schema._zod.def.element : undefined;
}

/** What a value of these is read by: not how it may be left out, and of several forms the one that it has. */
function formOf(schema: Schema | undefined, value: JsonValue | undefined): Schema | undefined {
  if (schema instanceof z.ZodMiniOptional || schema instanceof z.ZodMiniDefault) {
    return formOf(schema._zod.def.innerType, value);
  }
  if (!(schema instanceof z.ZodMiniDiscriminatedUnion)) return schema;
  const kind = isJsonObject(value) ? value['kind'] : undefined;
  return schema._zod.def.options.find((option) => {
    const { kind: expected } = shapeOf(option);
    return expected instanceof z.ZodMiniLiteral && expected._zod.def.values.some((each) => each === kind);
  });
}

function shapeOf(schema: Schema | undefined): Readonly<Record<string, Schema>> {
  return schema instanceof z.ZodMiniObject ? schema._zod.def.shape : {};
}
