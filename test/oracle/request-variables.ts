import type { ArnValue } from './arn-value.ts';
import { type Smt, and, or, text } from './smt.ts';

/**
 * The request as SMT variables: `r1` to `r5` are the parts of the resource's ARN; each context key is present or not, and has a value of its type.
 * aws:TagKeys has up to four values.
 */
export const DECLARATIONS = `
(declare-const r1 String) (declare-const r2 String) (declare-const r3 String) (declare-const r4 String) (declare-const r5 String)
(declare-const has_useragent Bool) (declare-const useragent String)
(declare-const has_tag Bool) (declare-const tag String)
(declare-const has_username Bool) (declare-const username String)
(declare-const has_blob Bool) (declare-const blob String)
(declare-const has_arn Bool)
(declare-const a1 String) (declare-const a2 String) (declare-const a3 String) (declare-const a4 String) (declare-const a5 String)
(declare-const has_secure Bool) (declare-const secure Bool)
(declare-const has_number Bool) (declare-const number Real)
(declare-const has_time Bool) (declare-const time Int)
(declare-const has_ip Bool) (declare-const ip6 Bool) (declare-const ip Int)
(declare-const tags Int) (declare-const tag0 String) (declare-const tag1 String) (declare-const tag2 String) (declare-const tag3 String)
(assert (and (<= 0 tags) (<= tags 4)))
(assert (and (<= 0 ip) (< ip (ite ip6 ${2n ** 128n} ${2n ** 32n}))))
${['r1', 'r2', 'r3', 'r4', 'a1', 'a2', 'a3', 'a4'].map((part) => `(assert (not (str.contains ${part} ":")))`).join('\n')}
`;

export const TAG_VALUES: readonly Smt[] = ['tag0', 'tag1', 'tag2', 'tag3'];

/** Names of the SMT variables of a key: whether it is present, and its value. */
export const VARIABLES: Readonly<Record<string, { readonly has: Smt; readonly value: Smt }>> = {
  'aws:useragent': { has: 'has_useragent', value: 'useragent' },
  'aws:principaltag/t': { has: 'has_tag', value: 'tag' },
  'aws:username': { has: 'has_username', value: 'username' },
  'example:blob': { has: 'has_blob', value: 'blob' },
  'aws:sourcearn': { has: 'has_arn', value: '(str.++ "arn:" a1 ":" a2 ":" a3 ":" a4 ":" a5)' },
  'aws:securetransport': { has: 'has_secure', value: 'secure' },
  's3:max-keys': { has: 'has_number', value: 'number' },
  'aws:currenttime': { has: 'has_time', value: 'time' },
  'aws:sourceip': { has: 'has_ip', value: 'ip' },
  'aws:tagkeys': { has: '(> tags 0)', value: 'tag0' },
};

/** What is known of the principal: a user has a name and exactly its tags, a role has no name. */
export function factsOf(
  principal: { readonly arn: string; readonly tags: { readonly [key: string]: string } } | undefined,
): Smt {
  if (principal === undefined) return 'true';
  const [, user] = /:user\/(.*)$/.exec(principal.arn) ?? [];
  const tag = principal.tags['t'];
  return and([
    user === undefined ? '(not has_username)' : `(and has_username (= username ${text(user)}))`,
    tag === undefined ? 'true' : `(and has_tag (= tag ${text(tag)}))`,
  ]);
}

/** Every value of aws:TagKeys has a property, or some value has it. */
export function ofTags(quantifier: 'every' | 'some', property: (value: Smt) => Smt): Smt {
  const parts = TAG_VALUES.map((value, index) =>
    quantifier === 'every' ? or([`(<= tags ${index})`, property(value)]) : and([`(> tags ${index})`, property(value)]),
  );
  return quantifier === 'every' ? and(parts) : or(parts);
}

/** aws:SourceArn, by its parts. */
export const SOURCE_ARN: ArnValue = [
  { kind: 'text', text: 'arn' },
  ...['a1', 'a2', 'a3', 'a4', 'a5'].map((name) => ({ kind: 'variable', name }) as const),
];

/** An ARN of a shape: parts that the shape fixes are fixed, the others are variables. */
export function arnOfShape(shape: string): ArnValue {
  const split = shape.split(':');
  return [...split.slice(0, 5), split.slice(5).join(':')].map((part, index) =>
    part.includes('*') ? { kind: 'variable', name: `r${index}` } : { kind: 'text', text: part },
  );
}
