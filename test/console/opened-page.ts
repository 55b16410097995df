import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalApiDeps } from '../../lib/api/deps.ts';
import { CONSOLE_FOLDER } from '../../lib/wiring/console-files.ts';
import { ORIGIN, serveWorld, type ServedWorld } from '../api/visitor.ts';
import { Page } from './page-dom.ts';

/** The console in a browser's page, over the API of a world with one held finding. One to a test file: the page is a module. */
export class OpenedPage {
  readonly page: Page;
  readonly served: ServedWorld;

  private constructor(page: Page, served: ServedWorld) {
    this.page = page;
    this.served = served;
  }

  static async open(options: Partial<LocalApiDeps> = {}): Promise<OpenedPage> {
    const index = readFileSync(join(CONSOLE_FOLDER, 'index.html'), 'utf8');
    const page = new Page([...index.matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id));
    const served = await serveWorld(options);
    // the page reads its own clock
    served.world.at(Date.now());
    Object.assign(globalThis, page.globals(browserOf(served)));
    await import('../../console/main.js' satisfies string);
    const opened = new OpenedPage(page, served);
    await opened.shows('Choose a finding');
    return opened;
  }

  get text(): string {
    return this.page.at('#main').textContent;
  }

  /** Waits until the page shows a text. */
  async shows(text: string): Promise<void> {
    for (let tries = 0; tries < 200; tries += 1) {
      if (this.text.includes(text)) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`the page does not show "${text}" but: ${this.text}`);
  }

  async goTo(hash: string, shown: string): Promise<void> {
    this.page.hash = hash;
    await this.shows(shown);
  }

  async signInAs(personId: string, shown: string): Promise<void> {
    this.page.at('#person').value = personId;
    this.page.at('#person').fire('change');
    await this.shows(shown);
  }

  /** Gives a reason in the first form, whose last text it is, and sends it. */
  async submit(reason: string, shown: string): Promise<void> {
    const form = this.page.at('form');
    for (const area of form.querySelectorAll('textarea').slice(-1)) area.value = reason;
    form.fire('submit');
    await this.shows(shown);
  }
}

/** What a browser on the page's own origin sends, with its cookie. */
function browserOf({ app }: ServedWorld): (path: string, init: RequestInit) => Promise<Response> {
  let cookie = '';
  return async (path, init) => {
    const headers = new Headers(init.headers);
    for (const [name, value] of [
      ['host', '127.0.0.1:4700'],
      ['origin', ORIGIN],
      ['cookie', cookie],
    ] as const)
      headers.set(name, value);
    headers.set('sec-fetch-site', 'same-origin');
    const answer = await app.request(path, { ...init, headers });
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return answer;
  };
}
