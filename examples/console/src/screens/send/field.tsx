import { createContext, type ReactNode, useCallback, useContext, useId, useLayoutEffect, useState } from 'react';
import type { Violation } from '../../graph/errors.js';

export interface FieldRules {
  readonly violations: readonly Violation[];
  readonly warnings: readonly Violation[];
  /** After an attempt to send, every field shows what it lacks; before, those that were left. */
  readonly showsAll: boolean;
  readonly isLocked: boolean;
  /** Registers a place on the screen where rules are shown. @returns when it is not any more */
  readonly show: (place: Place) => () => void;
}

/** Where rules are shown: a field, for itself and its parts, or a group, for itself alone. */
interface Place {
  readonly path: string;
  readonly isGroup: boolean;
}

export const Rules = createContext<FieldRules>({
  violations: [],
  warnings: [],
  showsAll: false,
  isLocked: false,
  show: () => () => undefined,
});

const isAt = ({ path, isGroup }: Place, { inputPath }: Violation): boolean => {
  const at = inputPath.join('.');
  return at === path || (!isGroup && at.startsWith(`${path}.`));
};

/** The places on the screen; the rules about none of them have to be shown elsewhere. */
export function usePlaces() {
  const [places, setPlaces] = useState<readonly Place[]>([]);
  const show = useCallback((place: Place) => {
    setPlaces((all) => [...all, place]);
    return () => setPlaces((all) => all.filter((one) => one !== place));
  }, []);
  const isElsewhere = (violation: Violation): boolean => !places.some((place) => isAt(place, violation));
  return { show, isElsewhere };
}

function usePlace(path: string, isGroup: boolean): void {
  const { show } = useContext(Rules);
  useLayoutEffect(() => show({ path, isGroup }), [show, path, isGroup]);
}

interface FieldProps {
  readonly label: string;
  /** As in `inputPath`: `input.content.text`. */
  readonly path: string;
  readonly value: string;
  readonly set: (value: string) => void;
  readonly hint?: ReactNode;
  readonly rows?: number;
  readonly type?: string;
  readonly list?: string;
  readonly placeholder?: string;
}

/** A field with the rules that its value breaks, in the graph's own words. */
export function Field({ label, path, value, set, hint, rows, type = 'text', list, placeholder }: FieldProps) {
  const id = useId();
  const { violations, warnings, showsAll, isLocked } = useContext(Rules);
  const [wasLeft, setWasLeft] = useState(false);
  usePlace(path, false);
  const isOwn = (one: Violation): boolean => isAt({ path, isGroup: false }, one);
  const broken = showsAll || wasLeft || value !== '' ? violations.filter(isOwn) : [];
  const doubtful = warnings.filter(isOwn);
  const control = {
    id,
    value,
    placeholder,
    disabled: isLocked,
    dir: 'auto',
    'aria-invalid': broken.length > 0,
    'aria-describedby': `${id}-rules`,
    onBlur: () => setWasLeft(true),
  };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {rows ? (
        <textarea {...control} rows={rows} onChange={(event) => set(event.target.value)} />
      ) : (
        <input {...control} type={type} list={list} autoComplete="off" onChange={(event) => set(event.target.value)} />
      )}
      <div id={`${id}-rules`}>
        {hint && broken.length === 0 && <p className="note">{hint}</p>}
        <Broken rules={broken} path={path} />
        {doubtful.map(({ code, message }) => (
          <p key={code} className="doubt">
            {message}
          </p>
        ))}
      </div>
    </div>
  );
}

/** The rules about a whole group of fields, such as which of them go together. */
export function GroupRules({ path, isEmpty }: { path: string; isEmpty: boolean }) {
  const { violations, warnings, showsAll } = useContext(Rules);
  usePlace(path, true);
  const isOwn = (one: Violation): boolean => (showsAll || !isEmpty) && isAt({ path, isGroup: true }, one);
  return (
    <div role="status">
      <Broken rules={violations.filter(isOwn)} />
      {warnings.filter(isOwn).map(({ code, message }) => (
        <p key={code} className="doubt">
          {message}
        </p>
      ))}
    </div>
  );
}

/** @param path of the field that they are shown beside */
export const Broken = ({ rules, path }: { rules: readonly Violation[]; path?: string }) =>
  rules.map(({ inputPath, message }) => (
    <p key={`${inputPath.join('.')} ${message}`} className="broken">
      {entryOf(inputPath, path)}
      {message}
    </p>
  ));

/** `Entry 2: ` of the list that a field holds, counted from one; elsewhere of the list that the path ends with. */
const entryOf = (inputPath: Violation['inputPath'], path?: string): string => {
  const within = path === undefined ? inputPath.slice(-1) : inputPath.slice(path.split('.').length);
  const index = within.find((part) => /^\d+$/.test(String(part)));
  return index === undefined ? '' : `Entry ${Number(index) + 1}: `;
};
