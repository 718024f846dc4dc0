import { useId } from 'react';
import { go, linkTo } from '../route.js';

/** What another program sent is in no list here; its id opens it. */
export function OpenById({ label, path }: { label: string; path: string }) {
  const id = useId();
  return (
    <form
      className="open-by-id"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        const given = String(new FormData(event.currentTarget).get('id') ?? '').trim();
        if (given) go(linkTo([path, given]));
      }}
    >
      <label htmlFor={id}>{label}</label>
      <div>
        <input id={id} name="id" autoComplete="off" spellCheck={false} placeholder="00000000-0000-…" />
        <button type="submit">Open</button>
      </div>
    </form>
  );
}
