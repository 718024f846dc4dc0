import { type RefObject, useEffect, useRef } from 'react';

/**
 * Fields that say what the address says, also after Back, a link or Clear, and keep the focus then.
 * @param values by the names of the fields
 */
export function useFieldValues(values: Readonly<Record<string, string>>): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  const key = JSON.stringify(values);
  useEffect(() => {
    for (const [name, value] of Object.entries(JSON.parse(key) as Record<string, string>)) {
      const field = form.current?.elements.namedItem(name);
      const isField = field instanceof HTMLInputElement || field instanceof HTMLSelectElement;
      if (isField && (field.value !== value || field.validity.badInput)) field.value = value;
    }
  }, [key]);
  return form;
}
