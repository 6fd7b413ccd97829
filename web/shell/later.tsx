import type { ComponentChild } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { explain } from './errors.js';

/** A part of the page whose code is loaded when it is first shown. A failure is said in its place. */
export function Later({ load }: { readonly load: () => Promise<() => ComponentChild> }) {
  const [show, setShow] = useState<() => ComponentChild>();
  const [message, setMessage] = useState<string>();
  useEffect(() => {
    load().then(
      (made) => setShow(() => made),
      (error: unknown) => setMessage(explain(error)),
    );
  }, []);
  if (message !== undefined)
    return (
      <p class="error" role="alert">
        {message}
      </p>
    );
  return show === undefined ? <p role="status">Loading</p> : show();
}
