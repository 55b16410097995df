/** The beginning of a text that has at most so many bytes of UTF-8, whole characters, with `mark` where something was cut off. */
export function cutText(text: string, bytes: number, mark: string): string {
  const all = Buffer.from(text, 'utf8');
  if (all.byteLength <= bytes) return text;
  let end = bytes - Buffer.byteLength(mark, 'utf8');
  // a byte that begins with the bits 10 goes on with the character before
  while (end > 0 && ((all[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return `${all.toString('utf8', 0, end)}${mark}`;
}
