import type { CallView } from '../../dissectors/dcerpc/view.ts';

/** Values that are new in every session, by their form or by the name of what holds them. */
const BY_FORM: readonly (readonly [string, RegExp])[] = [
  ['time', /^\d{4}-\d\d-\d\dT[\d:.]+Z$/],
  ['id', /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i],
];
const BY_NAME: readonly (readonly [string, RegExp])[] = [
  ['handle', /handle|context_?attributes/i],
  ['nonce', /nonce|challenge|salt|session_?key|cookie|checksum|hash/i],
  ['time', /time|date/i],
];

/**
 * A call's arguments and results as paths and values. What is masked becomes `<handle 2>`: the second handle that its
 * capture shows, so that using the right one still counts.
 */
export class Masks {
  readonly #masked: boolean;
  readonly #seen = new Map<string, Map<string, number>>();

  constructor(masked: boolean) {
    this.#masked = masked;
  }

  call(view: CallView): Map<string, string> {
    const found = new Map<string, string>();
    this.#walk('in', view.in, found);
    this.#walk('out', view.out, found);
    found.set('state', view.state);
    if (view.status) found.set('status', view.status.name ?? String(view.status.value));
    return found;
  }

  #walk(path: string, value: unknown, to: Map<string, string>): void {
    if (value !== null && typeof value === 'object') {
      const whole = this.#kind(path, '');
      if (whole === 'handle') to.set(path, this.#number(whole, JSON.stringify(value)));
      else for (const [name, inner] of Object.entries(value)) this.#walk(`${path}.${name}`, inner, to);
      return;
    }
    const text = String(value);
    const kind = value === null ? undefined : this.#kind(path, text);
    to.set(path, kind ? this.#number(kind, text) : text);
  }

  #kind(path: string, text: string): string | undefined {
    if (!this.#masked) return undefined;
    const name = path.slice(path.lastIndexOf('.') + 1);
    return (BY_FORM.find(([, form]) => form.test(text)) ?? BY_NAME.find(([, form]) => form.test(name)))?.[0];
  }

  #number(kind: string, text: string): string {
    const seen = this.#seen.get(kind) ?? new Map<string, number>();
    this.#seen.set(kind, seen);
    if (!seen.has(text)) seen.set(text, seen.size + 1);
    // Nothing and zeros are the same in every session.
    return /^[0:.\- "{}]*$/.test(text) ? text : kind === 'handle' ? `<handle ${seen.get(text)}>` : `<${kind}>`;
  }
}
