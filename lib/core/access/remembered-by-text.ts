/** What was found for texts. When all of it together is larger than it may be, everything is forgotten. */
export class RememberedByText<T> {
  private readonly most: number;
  private readonly sizeOf: (answer: T) => number;
  private readonly found = new Map<string, { readonly answer: T }>();
  private size = 0;

  /** `most`: the size of all that is remembered, a letter of a text being 1; `sizeOf`: that of an answer. */
  constructor(most: number, sizeOf: (answer: T) => number) {
    this.most = most;
    this.sizeOf = sizeOf;
  }

  /** What was found for a text, or is found now. What is larger than an eighth of the whole is not held on to. */
  of(text: string, find: () => T): T {
    const known = this.found.get(text);
    if (known !== undefined) return known.answer;
    const answer = find();
    const size = text.length + this.sizeOf(answer);
    if (size > this.most / 8) return answer;
    if (this.size + size > this.most) {
      this.found.clear();
      this.size = 0;
    }
    this.size += size;
    this.found.set(text, { answer });
    return answer;
  }
}
