import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { decodeDocument } from '../../policy/decode.ts';
import { textsAt, valuesAt } from '../calls/resource-rules.ts';
import type { ResourcePolicyChange } from '../changes.ts';
import type { Offer } from './offer.ts';

/**
 * The policy of an API of API Gateway: a parameter of the API when it is made, or a patch of it. Its resources may be written
 * `execute-api:/STAGE/…`, which stands for the ARN of the API.
 * Source: API Gateway developer guide, "Control access to a REST API with API Gateway resource policies".
 */
export function restApiPolicy({ asked, resources }: ResourcePolicyChange): readonly Offer[] | undefined {
  const [resource = '*'] = resources;
  const places = [asked, ...Object.values(asked).filter(isJsonObject)];
  const made = places.flatMap((place) => textsAt(place, 'policy'));
  const patches = places.flatMap((place) => valuesAt(place, 'patchOperations')).filter(isJsonObject);
  if (made.length === 0 && patches.length === 0) return undefined;
  const patched = patches.filter(({ path }) => path === '/policy').flatMap((patch) => textsAt(patch, 'value'));
  return [...made, ...patched].map((text) => ({ resource, extent: 'whole', policy: inFull(readable(text), resource) }));
}

/** API Gateway hands policies out with quotes escaped once more, and takes them so. */
function readable(text: string): JsonValue {
  const plain = decodeDocument(text);
  if (plain.ok) return plain.value;
  const unescaped = decodeDocument(text.replaceAll(String.raw`\"`, '"').replaceAll(String.raw`\/`, '/'));
  return unescaped.ok ? unescaped.value : text;
}

function inFull(policy: JsonValue, api: string): JsonValue {
  if (!isJsonObject(policy)) return policy;
  const statements = [policy['Statement'] ?? []].flat();
  return { ...policy, Statement: statements.map((each) => (isJsonObject(each) ? statementInFull(each, api) : each)) };
}

function statementInFull(statement: JsonObject, api: string): JsonObject {
  const named = Object.entries(statement).map(([name, value]) => {
    if (name !== 'Resource' && name !== 'NotResource') return [name, value] as const;
    return [name, [value].flat().map((each) => (typeof each === 'string' ? arnInFull(each, api) : each))] as const;
  });
  return Object.fromEntries(named);
}

/** `arn:aws:apigateway:REGION::/restapis/ID` is the API as it is managed, `arn:aws:execute-api:REGION:ACCOUNT:ID/…` as it is called. */
function arnInFull(resource: string, api: string): string {
  if (!resource.startsWith('execute-api:/')) return resource;
  const [, partition = '*', , region = '*'] = api.split(':');
  const id = api.includes('/restapis/') ? api.slice(api.lastIndexOf('/') + 1) : '*';
  return `arn:${partition}:execute-api:${region}:*:${id}/${resource.slice('execute-api:/'.length)}`;
}
