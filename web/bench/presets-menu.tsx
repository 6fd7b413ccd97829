import { useRef } from 'preact/hooks';
import { formatRoute, home } from '../shell/route.js';
import { presets } from './presets.js';
import { defaults, toRoute } from './route.js';

/** States worth a look, each a link with its sentence. */
export function Presets() {
  const list = useRef<HTMLDetailsElement>(null);
  return (
    <details class="presets" ref={list}>
      <summary>Things to try</summary>
      <ul>
        {presets.map(({ title, sentence, settings }) => (
          <li key={title}>
            <a
              href={formatRoute({ panel: home, values: toRoute({ ...defaults, ...settings }) })}
              onClick={() => {
                if (list.current !== null) list.current.open = false;
              }}
            >
              {title}
            </a>
            <p>{sentence}</p>
          </li>
        ))}
      </ul>
    </details>
  );
}
