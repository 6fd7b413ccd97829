import { useEffect, useRef, useState } from 'preact/hooks';
import { catalogue } from '../catalogue.js';
import { Later } from './later.js';
import { formatRoute, home, route } from './route.js';

/** The whole page: a list of panels, and the one that the URL names. */
export function Lab() {
  const { panel } = route.value;
  const main = useRef<HTMLElement>(null);
  const [isFirst, setFirst] = useState(true);
  const entry = catalogue.find(({ name }) => name === panel);
  const title = panel === home ? 'Network bench' : (entry?.title ?? 'Nothing here');
  useEffect(() => {
    document.title = `${title} - Fathom`;
    if (isFirst) setFirst(false);
    else main.current?.focus(); // a screen reader goes on where the page has changed
  }, [panel]);
  return (
    <>
      <button type="button" class="skip" onClick={() => main.current?.focus()}>
        To the content
      </button>
      <header class="top">
        <a class="brand" href={formatRoute({ panel: home, values: {} })}>
          Fathom
        </a>
        <span class="motto">what depth buys a neural network</span>
      </header>
      <div class="frame">
        <Navigation current={panel} />
        <main id="main" ref={main} tabIndex={-1} aria-label={title}>
          {panel === home ? (
            <Later
              key={home}
              load={async () =>
                (
                  ({ Bench }) =>
                  () => <Bench />
                )(await import('../bench/bench.js'))
              }
            />
          ) : entry === undefined ? (
            <Unknown panel={panel} />
          ) : (
            <Later
              key={entry.name}
              load={async () =>
                (
                  ({ ExperimentPanel }) =>
                  () => <ExperimentPanel entry={entry} />
                )(await import('../experiments/panel.js'))
              }
            />
          )}
        </main>
      </div>
    </>
  );
}

function Navigation({ current }: { readonly current: string }) {
  const [isOpen, setOpen] = useState(false); // on a narrow page; a wide one shows the list always
  useEffect(() => setOpen(false), [current]);
  const link = (name: string, text: string) => (
    <li key={name}>
      <a href={formatRoute({ panel: name, values: {} })} aria-current={name === current ? 'page' : undefined} onClick={() => setOpen(false)}>
        {text}
      </a>
    </li>
  );
  return (
    <nav aria-label="Panels">
      <button type="button" class="menu" aria-expanded={isOpen} aria-controls="panels" onClick={() => setOpen(!isOpen)}>
        Panels
      </button>
      <div id="panels" class={isOpen ? 'open' : ''}>
        <ul>{link(home, 'Network bench')}</ul>
        <p class="group" id="lecture">
          The lecture
        </p>
        <ol aria-labelledby="lecture">{catalogue.map(({ name, title }) => link(name, title))}</ol>
      </div>
    </nav>
  );
}

function Unknown({ panel }: { readonly panel: string }) {
  return (
    <>
      <h1>Nothing here</h1>
      <p role="alert">There is no panel named “{panel}”. Choose one from the list.</p>
    </>
  );
}
