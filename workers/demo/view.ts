/** What the terminal shows: one row per mail, a progress line below them where it is a terminal. */
import { spokenDate, spokenTime } from '../../src/contest/spoken.ts';
import { colour, visible } from '../cli/print.ts';
import { fitWidth } from '../cli/width.ts';

export type Row = { at: Date; what: string; kind: string; registered: string; answered: string; ok: boolean };

export type View = {
  /** columns of the terminal */
  width: number;
  line: (text?: string) => void;
  row: (row: Row) => void;
  /** shown until the next line; null removes it */
  progress: (done: number, of: number, now: string) => void;
  clear: () => void;
};

const WIDTHS = [18, 32, 13, 38] as const;

export function openView(out: NodeJS.WriteStream, zone: string): View {
  const live = out.isTTY === true;
  const wipe = (): void => { if (live) out.write('\r\u001b[K'); };
  const line = (text = ''): void => {
    wipe();
    out.write(`${text}\n`);
  };
  return {
    // Written to a file, lines are as wide as in most terminals.
    get width() { return out.columns ?? 100; },
    line,
    clear: wipe,
    row: ({ at, what, kind, registered, answered, ok }) => {
      const time = `${spokenDate(at, zone, 'vi').padStart(9)} ${spokenTime(at, zone, 'en').slice(0, 8)}`;
      const cells = [time, what, kind, registered].map((cell, i) => fitWidth(visible(cell), WIDTHS[i] ?? 10, true));
      line(`${ok ? colour('✓', 'green') : colour('✗', 'red')} ${cells.join('  ')}  ${answered}`);
    },
    progress: (done, of, now) => {
      if (!live) return;
      const filled = Math.round((done / of) * 24);
      wipe();
      out.write(colour(fitWidth(`  ${'█'.repeat(filled)}${'░'.repeat(24 - filled)} ${done}/${of}  ${now}`, (out.columns ?? 100) - 1, false), 'dim'));
    },
  };
}

export function header(): string {
  const titles = ['reached us', 'what was sent', 'understood as', 'what became of it'];
  return colour(`  ${titles.map((t, i) => fitWidth(t, WIDTHS[i] ?? 10, true)).join('  ')}  answered`, 'dim');
}
