// Single keys that do something (WCAG 2.1.4): listed by `?`, shown on buttons, switched off in the list, silent while somebody types.

export interface Binding {
  /** As `KeyboardEvent.key` gives it, lower case; several keys may do the same. */
  keys: readonly string[];
  /** As the list calls it, in the language of the moment. */
  name: () => string;
  run: (key: string) => void;
}

const SLOT = 'bonafide.console.keys';
const TYPES_NOTHING = new Set(['checkbox', 'radio', 'button', 'submit', 'reset']);

/** Whether a key pressed in this element is text, or moves within it. */
export function typesInto(element: EventTarget | null, key: string): boolean {
  if (!(element instanceof HTMLElement)) return false;
  if (element.isContentEditable || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement) return true;
  if (element instanceof HTMLInputElement && !TYPES_NOTHING.has(element.type)) return true;
  if (!key.startsWith('Arrow')) return false;
  return element instanceof HTMLInputElement || element.closest('[data-scrolls]') !== null;
}

class Keys {
  on = $state(remembered());
  /** Whether the list of keys is open: nothing else listens then. */
  listed = $state(false);
  #bound = $state.raw<Binding[]>([]);

  get bound(): readonly Binding[] {
    return this.#bound;
  }

  /** Adds these keys; answers what takes them away again. */
  bind(bindings: Binding[]): () => void {
    this.#bound = [...this.#bound, ...bindings];
    return () => (this.#bound = this.#bound.filter((binding) => !bindings.includes(binding)));
  }

  switch(on: boolean): void {
    this.on = on;
    try {
      localStorage.setItem(SLOT, on ? 'on' : 'off');
    } catch {
      // The choice then lasts as long as the page.
    }
  }

  pressed(event: KeyboardEvent): void {
    if (!this.on || this.listed || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.repeat && !event.key.startsWith('Arrow')) return;
    if (typesInto(event.target, event.key)) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const binding = this.#bound.findLast(({ keys }) => keys.includes(event.shiftKey && event.key.length > 1 ? `Shift+${key}` : key));
    if (!binding) return;
    event.preventDefault();
    binding.run(key);
  }
}

function remembered(): boolean {
  try {
    return localStorage.getItem(SLOT) !== 'off';
  } catch {
    return true;
  }
}

export const keys = new Keys();
