/** Texts of SMT-LIB 2: connectives, and a script that gives every part a name. */
export type Smt = string;

/** What always is, */
export const TRUE: Smt = 'true';
/** and what never is. */
export const FALSE: Smt = 'false';

/** All of these terms. */
export function and(parts: readonly Smt[]): Smt {
  return joined('and', TRUE, FALSE, parts);
}

/** Any of these terms. */
export function or(parts: readonly Smt[]): Smt {
  return joined('or', FALSE, TRUE, parts);
}

/** The opposite of a term. */
export function not(part: Smt): Smt {
  if (part === TRUE) return FALSE;
  return part === FALSE ? TRUE : `(not ${part})`;
}

/** A number of so many bits, without sign. */
export function bits(value: bigint | number, width: number): Smt {
  return `(_ bv${value} ${width})`;
}

function joined(operator: 'and' | 'or', neutral: Smt, decisive: Smt, parts: readonly Smt[]): Smt {
  const open = [...new Set(parts)].filter((part) => part !== neutral);
  if (open.includes(decisive)) return decisive;
  const [only = neutral] = open;
  return open.length < 2 ? only : `(${operator} ${open.join(' ')})`;
}

/** A script under construction. Terms are defined once: equal terms have one name, so that the solver shares them. */
export class Script {
  private readonly lines: string[] = [];
  private readonly names = new Map<string, Smt>();

  declare(name: string, sort: string): Smt {
    this.lines.push(`(declare-const ${name} ${sort})`);
    return name;
  }

  /** A short name for a truth value. */
  define(term: Smt): Smt {
    if (!term.startsWith('(')) return term;
    const known = this.names.get(term);
    if (known !== undefined) return known;
    const name = `t${this.names.size}`;
    this.lines.push(`(define-fun ${name} () Bool ${term})`);
    this.names.set(term, name);
    return name;
  }

  assert(term: Smt): void {
    if (term !== TRUE) this.lines.push(`(assert ${term})`);
  }

  toString(): string {
    return this.lines.join('\n');
  }
}
