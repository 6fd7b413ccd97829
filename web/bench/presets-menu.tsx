import { useRef } from 'preact/hooks';
import { formatRoute, home, route } from '../shell/route.js';
import { type Preset, presets } from './presets.js';
import { defaults, fromRoute, toRoute } from './route.js';

/** States worth a look, each a link with its sentence. */
export function Presets() {
  const list = useRef<HTMLDetailsElement>(null);
  const isShown = ({ settings }: Preset) =>
    JSON.stringify(toRoute({ ...defaults, ...settings })) === JSON.stringify(toRoute(fromRoute(route.value.values).settings));
  const shown = presets.find(isShown);
  const close = () => {
    if (list.current !== null) list.current.open = false;
  };
  return (
    <>
      <details class="presets" ref={list} onKeyDown={(event) => event.key === 'Escape' && close()}>
        <summary>Things to try</summary>
        <ul>
          {presets.map(({ title, sentence, settings }, index) => (
            <li key={title}>
              <a
                href={formatRoute({ panel: home, values: toRoute({ ...defaults, ...settings }) })}
                onClick={close}
                aria-current={isShown(presets[index]!) ? 'true' : undefined}
              >
                {title}
              </a>
              <p>{sentence}</p>
            </li>
          ))}
        </ul>
      </details>
      {shown !== undefined && (
        <p class="sentence">
          <b>{shown.title}.</b> {shown.sentence}
        </p>
      )}
    </>
  );
}
