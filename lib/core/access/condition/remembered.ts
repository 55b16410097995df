/** A function of a text that remembers its last answers, so many of them; the same value is held against many operands. */
export function remembered<T>(find: (text: string) => T, most = 1024): (text: string) => T {
  const answers = new Map<string, { readonly answer: T }>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known.answer;
    const answer = find(text);
    if (answers.size >= most) answers.clear();
    // long texts are no values that come again, and would be held on to
    if (text.length <= 64) answers.set(text, { answer });
    return answer;
  };
}
