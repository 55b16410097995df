/** The pages of an answer that names the next one. A token that comes again would never end, and is a fault. */
export async function* tokenPages<A extends { readonly NextToken?: string | undefined }>(
  ask: (nextToken: string | undefined) => Promise<A>,
): AsyncGenerator<A> {
  let token: string | undefined;
  do {
    const page = await ask(token);
    yield page;
    if (page.NextToken !== undefined && page.NextToken === token)
      throw new Error('AWS named the same page as the next one');
    token = page.NextToken;
  } while (token !== undefined);
}

/** The items of all pages. */
export async function allOf<A extends { readonly NextToken?: string | undefined }, T>(
  ask: (nextToken: string | undefined) => Promise<A>,
  itemsOf: (page: A) => readonly T[] | undefined,
): Promise<readonly T[]> {
  const items: T[] = [];
  for await (const page of tokenPages(ask)) items.push(...(itemsOf(page) ?? []));
  return items;
}
