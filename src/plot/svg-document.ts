/**
 * As much of a document as drawing needs: elements that are made, given attributes and texts, nested and written out. A whole DOM would be
 * three times the size of everything else in the lab.
 */
const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\u00a0': '&#160;' };
const escaped = (text: string): string => text.replace(/[&<>"\u00a0]/g, (letter) => escapes[letter]!);

class SvgText {
  readonly nodeName = '#text';
  parentNode: SvgElement | null = null;

  constructor(readonly data: string) {}

  get outerHTML(): string {
    return escaped(this.data);
  }
}

class SvgElement {
  readonly #attributes = new Map<string, string>();
  #children: (SvgElement | SvgText)[] = [];
  parentNode: SvgElement | null = null;
  /** Properties by their names in scripts, `fontSize`; written out as the attribute. */
  readonly style: Record<string, string> = {};

  constructor(
    readonly ownerDocument: SvgDocument,
    readonly namespaceURI: string,
    readonly nodeName: string,
  ) {}

  setAttribute(name: string, value: unknown): void {
    this.#attributes.set(name, String(value));
  }

  setAttributeNS(_: string | null, name: string, value: unknown): void {
    this.setAttribute(name, value);
  }

  getAttribute(name: string): string | null {
    return this.#attributes.get(name) ?? null;
  }

  removeAttribute(name: string): void {
    this.#attributes.delete(name);
  }

  append(...nodes: readonly (SvgElement | SvgText | string)[]): void {
    for (const node of nodes) this.appendChild(typeof node === 'string' ? new SvgText(node) : node);
  }

  appendChild<Node extends SvgElement | SvgText>(node: Node): Node {
    return this.insertBefore(node, null);
  }

  insertBefore<Node extends SvgElement | SvgText>(node: Node, before: SvgElement | SvgText | null): Node {
    node.parentNode?.removeChild(node);
    const place = before === null ? this.#children.length : this.#children.indexOf(before);
    this.#children.splice(place, 0, node);
    node.parentNode = this;
    return node;
  }

  removeChild<Node extends SvgElement | SvgText>(node: Node): Node {
    this.#children = this.#children.filter((child) => child !== node);
    node.parentNode = null;
    return node;
  }

  get childNodes(): readonly (SvgElement | SvgText)[] {
    return this.#children;
  }

  get firstChild(): SvgElement | SvgText | null {
    return this.#children[0] ?? null;
  }

  get textContent(): string {
    return this.#children.map((child) => (child instanceof SvgText ? child.data : child.textContent)).join('');
  }

  set textContent(text: string) {
    this.#children = [];
    this.append(String(text));
  }

  get outerHTML(): string {
    const style = Object.entries(this.style).map(([name, value]) => `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}:${value}`);
    const attributes = [...this.#attributes, ...(style.length === 0 ? [] : [['style', style.join(';')] as const])].map(
      ([name, value]) => ` ${name}="${escaped(value)}"`,
    );
    const content = this.#children.map((child) => child.outerHTML).join('');
    return content === '' ? `<${this.nodeName}${attributes.join('')} />` : `<${this.nodeName}${attributes.join('')}>${content}</${this.nodeName}>`;
  }
}

export class SvgDocument {
  readonly documentElement = new SvgElement(this, 'http://www.w3.org/2000/svg', 'svg');

  createElementNS(namespace: string, name: string): SvgElement {
    return new SvgElement(this, namespace, name);
  }

  createTextNode(text: string): SvgText {
    return new SvgText(text);
  }
}
