/** The settings are wrong. The message lists every mistake, and never holds a value that was set. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  /** `NAME: what is wrong and what is expected`, sorted. */
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    const count = mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`;
    super(`The settings have ${count}:\n${mistakes.map((mistake) => `  ${mistake}`).join('\n')}`);
    this.mistakes = mistakes;
  }
}

/** Collects mistakes, so that one start reports them all. */
export class Mistakes {
  readonly #found = new Map<string, Set<string>>();

  add(name: string, text: string): void {
    const texts = this.#found.get(name) ?? new Set();
    this.#found.set(name, texts.add(text));
  }

  /** Whether a setting is already wrong: its consequences are not reported too. */
  has(name: string): boolean {
    return this.#found.has(name);
  }

  /** @throws ConfigError when there are any */
  throwIfAny(): void {
    if (this.#found.size === 0) return;
    const names = [...this.#found].sort(([a], [b]) => (a < b ? -1 : 1));
    throw new ConfigError(names.flatMap(([name, texts]) => [...texts].map((text) => `${name}: ${text}`)));
  }
}
