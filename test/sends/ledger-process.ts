import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { compiledSources } from '../support/compiled-sources.js';

/** The ledger's own sources as JavaScript, for processes that a test may kill. */
export interface LedgerProgram {
  /**
   * Runs a script in a process of its own. In its scope are `dataDir`, `store` (which writes its state on the output, as
   * `state up`), and `shop`, with `bind(key)`, `accept(key, campaign)` and `look(key)`.
   * @param fileBlocks the largest file that it may write, in blocks of 1024 bytes: its disk is full beyond
   */
  run(dataDir: string, script: string, fileBlocks?: number): LedgerProcess;
  /** Ends what still runs. */
  killAll(): Promise<void>;
}

export interface LedgerProcess {
  /** Resolves when the script has printed this line, after what was waited for before. */
  prints(line: string): Promise<void>;
  signal(signal: NodeJS.Signals): Promise<void>;
  kill(): Promise<void>;
}

export async function compileLedger(): Promise<LedgerProgram> {
  const directory = await compiledSources();
  const running: LedgerProcess[] = [];
  return {
    run(dataDir, script, fileBlocks) {
      const file = join(directory, `ledger-script-${running.length}.js`);
      const text = `
        import { openEmbeddedLedger } from './sends/embedded-store.js';
        const dataDir = ${JSON.stringify(dataDir)};
        const store = await openEmbeddedLedger({
          dataDir, campaignRecordDays: 2, sendTimeoutMs: 30000, onState: (state) => console.log('state ' + state),
        });
        const ledger = store.forTenant('shop');
        const input = { form: 1, text: 'input', inForm: () => 'input' };
        const ids = new Map();
        const shop = {
          async bind(key) {
            const result = await ledger.bind({ key, kind: 'VIBER_CAMPAIGN', input, scheduledAt: null });
            if (result.isNew) ids.set(key, result.send.id);
            return result.isNew;
          },
          accept: (key, campaign) => ledger.accept(ids.get(key), { vendorId: campaign.trackingId, receipt: campaign }),
          look: (key) => ledger.look(key, input).then((bound) => bound?.send.outcome ?? 'FREE'),
        };
        setInterval(() => {}, 1000);
        ${script}`;
      const limit = fileBlocks === undefined ? '' : `ulimit -f ${fileBlocks};`;
      const started = writeFile(file, text).then(() =>
        spawn('bash', ['-c', `${limit} exec "$0" "$1"`, process.execPath, file], {
          stdio: ['ignore', 'pipe', 'inherit'],
        }),
      );
      const lines = started.then((child) => createInterface({ input: child.stdout! })[Symbol.asyncIterator]());
      const ledgerProcess: LedgerProcess = {
        prints: async (line) => waitForLine(await lines, line),
        signal: async (signal) => void (await started).kill(signal),
        async kill() {
          const child = await started;
          if (child.exitCode !== null || child.signalCode !== null) return;
          const exit = once(child, 'exit');
          child.kill('SIGKILL');
          await exit;
        },
      };
      running.push(ledgerProcess);
      return ledgerProcess;
    },
    async killAll() {
      for (const each of running) await each.kill();
    },
  };
}

async function waitForLine(lines: AsyncIterator<string>, expected: string): Promise<void> {
  const others: string[] = [];
  for (;;) {
    const { value, done } = await lines.next();
    if (done) throw new Error(`the process ended without "${expected}" and printed: ${others.join(' | ')}`);
    if (value === expected) return;
    others.push(value);
  }
}
