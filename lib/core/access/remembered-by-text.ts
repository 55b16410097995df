/** What was found for texts. When they have more letters in all than they may, everything is forgotten. */
export class RememberedByText<T> {
  private readonly mostLetters: number;
  private readonly found = new Map<string, { readonly answer: T }>();
  private letters = 0;

  constructor(mostLetters: number) {
    this.mostLetters = mostLetters;
  }

  /** What was found for a text, or is found now. */
  of(text: string, find: () => T): T {
    const known = this.found.get(text);
    if (known !== undefined) return known.answer;
    const answer = find();
    if (text.length > this.mostLetters / 8) return answer;
    if (this.letters + text.length > this.mostLetters) {
      this.found.clear();
      this.letters = 0;
    }
    this.letters += text.length;
    this.found.set(text, { answer });
    return answer;
  }
}
