/** As much of a browser's document as the console uses, in memory. */
type Listener = (event: { preventDefault(): void }) => void;

class PageNode {
  parentNode: PageElement | null = null;

  get textContent(): string {
    return '';
  }

  remove(): void {
    this.parentNode?.childNodes.splice(this.parentNode.childNodes.indexOf(this), 1);
    this.parentNode = null;
  }

  before(...nodes: readonly PageNode[]): void {
    this.#beside(0, nodes);
  }

  after(...nodes: readonly PageNode[]): void {
    this.#beside(1, nodes);
  }

  #beside(offset: 0 | 1, nodes: readonly PageNode[]): void {
    const parent = this.parentNode;
    if (parent === null) return;
    for (const node of nodes) node.remove();
    parent.childNodes.splice(parent.childNodes.indexOf(this) + offset, 0, ...nodes);
    for (const node of nodes) node.parentNode = parent;
  }
}

class PageText extends PageNode {
  readonly #text: string;

  constructor(text: string) {
    super();
    this.#text = text;
  }

  override get textContent(): string {
    return this.#text;
  }
}

/** An element; what a form's control holds is its `value`. */
class PageElement extends PageNode {
  readonly tag: string;
  readonly childNodes: PageNode[] = [];
  readonly #attributes = new Map<string, string>();
  readonly #listeners: (readonly [string, Listener])[] = [];
  #value = '';

  constructor(tag: string) {
    super();
    this.tag = tag;
  }

  override get textContent(): string {
    return this.childNodes.map((child) => child.textContent).join('');
  }

  get id(): string {
    return this.getAttribute('id') ?? '';
  }

  get value(): string {
    const [first] = this.querySelectorAll('option');
    return this.#value === '' && this.tag === 'select' ? (first?.getAttribute('value') ?? '') : this.#value;
  }

  set value(value: string) {
    this.#value = value;
  }

  get hidden(): boolean {
    return this.#attributes.has('hidden');
  }

  set hidden(isHidden: boolean) {
    this.toggleAttribute('hidden', isHidden);
  }

  readonly classList = {
    toggle: (name: string, isOn: boolean): void => {
      const names = this.#classes().filter((each) => each !== name);
      this.setAttribute('class', [...names, ...(isOn ? [name] : [])].join(' '));
    },
  };

  setAttribute(name: string, value: string): void {
    this.#attributes.set(name, value);
  }

  getAttribute(name: string): string | null {
    return this.#attributes.get(name) ?? null;
  }

  removeAttribute(name: string): void {
    this.#attributes.delete(name);
  }

  toggleAttribute(name: string, isOn: boolean): void {
    if (isOn) this.#attributes.set(name, '');
    else this.#attributes.delete(name);
  }

  addEventListener(name: string, listener: Listener): void {
    this.#listeners.push([name, listener]);
  }

  /** What a person does to it: `click`, `input`, `submit`, `change`. */
  fire(name: string): void {
    for (const [each, listener] of this.#listeners) if (each === name) listener({ preventDefault: () => undefined });
  }

  append(...nodes: readonly PageNode[]): void {
    for (const node of nodes) {
      node.remove();
      node.parentNode = this;
      this.childNodes.push(node);
    }
  }

  replaceChildren(...nodes: readonly PageNode[]): void {
    for (const child of this.childNodes.toReversed()) child.remove();
    this.append(...nodes);
  }

  /** `tag`, `.class`, `#id`, `[attribute]`, or a list of them. */
  querySelectorAll(selector: string): readonly PageElement[] {
    return this.#below().filter((each) => selector.split(', ').some((one) => each.#matches(one)));
  }

  querySelector(selector: string): PageElement | null {
    return this.querySelectorAll(selector)[0] ?? null;
  }

  reportValidity(): boolean {
    return this.value !== '';
  }

  #below(): readonly PageElement[] {
    return this.childNodes.flatMap((child) => (child instanceof PageElement ? [child, ...child.#below()] : []));
  }

  #classes(): readonly string[] {
    return (this.getAttribute('class') ?? '').split(' ').filter((name) => name !== '');
  }

  #matches(selector: string): boolean {
    const name = selector.replace(/^[.#[]|\]$/g, '');
    if (selector.startsWith('.')) return this.#classes().includes(name);
    if (selector.startsWith('#')) return this.id === name;
    return selector.startsWith('[') ? this.#attributes.has(name) : this.tag === selector;
  }
}

/** How the page asks the API. */
export type Fetch = (path: string, init: RequestInit) => Promise<Response>;

/** A page with the elements of `index.html` that have ids, as the globals of a browser. */
export class Page {
  readonly body = new PageElement('body');
  readonly #navigated: (() => void)[] = [];
  #hash = '';

  constructor(ids: readonly string[]) {
    for (const id of ids) {
      const made = new PageElement('div');
      made.setAttribute('id', id);
      this.body.append(made);
    }
  }

  get hash(): string {
    return this.#hash;
  }

  set hash(hash: string) {
    this.#hash = hash;
    for (const navigated of this.#navigated) navigated();
  }

  /** The element; an error where the page has none. */
  at(selector: string): PageElement {
    const found = this.body.querySelector(selector);
    if (found === null) throw new Error(`the page has no ${selector}: ${this.body.textContent}`);
    return found;
  }

  /** What a script finds around it. */
  globals(fetch: Fetch): Readonly<Record<string, unknown>> {
    const document = {
      createElement: (tag: string) => new PageElement(tag),
      createTextNode: (text: string) => new PageText(text),
      getElementById: (id: string) => this.body.querySelector(`#${id}`),
      querySelector: () => null,
      querySelectorAll: (selector: string) => this.body.querySelectorAll(selector),
      addEventListener: () => undefined,
      activeElement: null,
      hidden: true,
      title: '',
    };
    return {
      document,
      HTMLElement: PageElement,
      location: new Proxy(
        {},
        { get: (_, name) => (name === 'hash' ? this.hash : ''), set: (_, __, hash) => this.#go(String(hash)) },
      ),
      addEventListener: (name: string, listener: () => void) => name === 'hashchange' && this.#navigated.push(listener),
      scrollTo: () => undefined,
      confirm: () => true,
      setInterval: () => undefined,
      CSS: { escape: (text: string) => text },
      fetch,
    };
  }

  #go(hash: string): boolean {
    this.hash = hash;
    return true;
  }
}
