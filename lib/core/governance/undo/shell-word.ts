/**
 * A text as a shell takes it for one word, whoever chose it: what a finding gives people to paste must run nothing else. Control
 * characters, which would move the cursor or end the line, become `?`.
 */
export function shellWord(text: string): string {
  if (/^(?!.*(?:^|[=:])=)[A-Za-z0-9._:/=@%+,-]+$/.test(text)) return text;
  return `'${text.replaceAll(/\p{Cc}/gu, '?').replaceAll("'", String.raw`'\''`)}'`;
}

/**
 * A command for people to paste, as a template: the words that are put into it are quoted where they have to be. One that begins
 * like an option is no option of its own: `--name -x` would end there.
 */
export function awsCommand(template: TemplateStringsArray, ...words: readonly string[]): string {
  return template.raw.reduce((command, text, index) => {
    const word = words[index - 1] ?? '';
    const isJoined = word.startsWith('-') && /(?:^| )--[a-z0-9-]+ $/.test(command);
    return `${isJoined ? `${command.slice(0, -1)}=` : command}${shellWord(word)}${text}`;
  });
}
