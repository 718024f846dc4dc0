import { useEffect, useRef } from 'react';
import type { Channel, FailoverFlowKind, FailoverStatus } from '../generated/graphql.js';
import { words } from '../format.js';
import { fieldTimeOf, instantOf } from '../instant.js';
import { useFieldValues } from '../parts/use-field-values.js';
import { go, goInPlace, linkTo } from '../route.js';

const STATUSES: readonly FailoverStatus[] = ['QUEUED', 'IN_PROGRESS', 'SUCCEEDED', 'FAILED', 'UNKNOWN'];
const CHANNELS: readonly Channel[] = ['VIBER', 'SMS', 'VOICE'];
const KINDS: readonly FailoverFlowKind[] = ['STANDARD', 'TRANSACTIONAL'];

/** A pause in typing a time, after which the list is searched; only the graph knows when a number is complete. */
const PAUSE_MS = 600;

/** Years of four digits, as the graph reads them. */
const LIMITS = { min: '0001-01-01T00:00', max: '9999-12-31T23:59' } as const;

interface FilterProps {
  readonly search: URLSearchParams;
  readonly hidesNumbers: boolean;
}

/** What is chosen goes into the address at once, a time after a pause too, all that is typed on Enter or when its field is left. */
export function Filter({ search, hidesNumbers }: FilterProps) {
  const values = Object.fromEntries(NAMES.map((name) => [name, shown(name, search.get(name))]));
  const form = useFieldValues(values);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const address = search.toString();
  useEffect(() => () => clearTimeout(timer.current), [address]);

  /** @param move into the history, or in place of its present entry */
  const apply = (move: (link: string) => void): void => {
    clearTimeout(timer.current);
    if (!form.current) return; // a field loses the focus with its screen
    const fields = [...form.current.elements] as HTMLInputElement[];
    const halfTyped = new Set(fields.filter(({ validity }) => validity.badInput).map(({ name }) => name));
    const given = [...new FormData(form.current)].map(([name, value]) => {
      const text = String(value).trim();
      const isAsBefore = isTime(name) && (halfTyped.has(name) || text === values[name]);
      return [name, isAsBefore ? (search.get(name) ?? '') : written(name, text)];
    });
    const link = linkTo(['flows'], Object.fromEntries(given) as Record<string, string>);
    if (link !== linkTo(['flows'], Object.fromEntries(search))) move(link);
  };
  const timeTyped = (): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => apply(goInPlace), PAUSE_MS);
  };
  const text = (name: string) => ({ name, defaultValue: values[name]!, onBlur: () => apply(goInPlace) });

  return (
    <form
      ref={form}
      noValidate
      className="filters card"
      role="search"
      aria-label="Filter"
      onChange={({ target }) => (target as Element).matches('select') && apply(go)}
      onKeyDown={(event) => event.key === 'Enter' && event.target instanceof HTMLInputElement && apply(goInPlace)}
      onSubmit={(event) => event.preventDefault()}
    >
      <Choice name="status" label="Status" values={STATUSES} chosen={values['status']!} />
      <Choice name="channel" label="Uses" values={CHANNELS} chosen={values['channel']!} />
      <Choice name="endedBy" label="Ended by" values={CHANNELS} chosen={values['endedBy']!} />
      <Choice name="kind" label="Kind" values={KINDS} chosen={values['kind']!} />
      <label>
        From
        <input type="datetime-local" {...LIMITS} onChange={timeTyped} {...text('from')} />
      </label>
      <label>
        Until
        <input type="datetime-local" {...LIMITS} onChange={timeTyped} {...text('until')} />
      </label>
      {hidesNumbers ? (
        <p className="note">Numbers are masked for this key, which may not search by them.</p>
      ) : (
        <label>
          Recipient
          <input type="tel" placeholder="+30…" {...text('recipient')} />
        </label>
      )}
      {search.size > 0 && (
        <a
          className="clear"
          href={linkTo(['flows'])}
          onClick={() => form.current?.querySelector('select')?.focus()} // it is gone then
        >
          Clear
        </a>
      )}
    </form>
  );
}

const NAMES = ['status', 'channel', 'endedBy', 'kind', 'from', 'until', 'recipient'] as const;
const isTime = (name: string): boolean => name === 'from' || name === 'until';

/** What a field shows of a value of the address. */
const shown = (name: string, value: string | null): string => (isTime(name) ? fieldTimeOf(value) : (value ?? ''));

/** What the address has of the value of a field. */
const written = (name: string, value: string): string | null => (isTime(name) ? instantOf(value) : value);

interface ChoiceProps {
  readonly name: string;
  readonly label: string;
  readonly values: readonly string[];
  readonly chosen: string;
}

const Choice = ({ name, label, values, chosen }: ChoiceProps) => (
  <label>
    {label}
    <select name={name} defaultValue={chosen}>
      <option value="">Any</option>
      {values.map((value) => (
        <option key={value} value={value}>
          {words(value)}
        </option>
      ))}
    </select>
  </label>
);
