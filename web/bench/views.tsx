import { signal, useSignalEffect } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { activations } from '../../src/network/activation.js';
import { curveInWords, drawCurve } from './curve.js';
import { drawLayers, layersHeight, layersInWords } from './layers.js';
import { drawLine, lineInWords } from './line.js';
import type { Live } from './live.js';
import { drawPlane, planeInWords } from './plane.js';
import { View } from './view.js';

const square = (width: number): number => Math.min(width, 560);

/** The pictures of a network: what it computes, how it learns, what is inside. Only what is on the screen is asked for. */
export function Views({ live }: { readonly live: Live }) {
  const sight = useMemo(() => signal({ picture: false, layers: false }), []);
  const see = (view: 'picture' | 'layers') => (isVisible: boolean) => {
    if (sight.peek()[view] !== isVisible) sight.value = { ...sight.peek(), [view]: isVisible };
  };
  const kind = live.opened.value?.data.kind;
  useSignalEffect(() => {
    const { picture, layers } = sight.value;
    const shown = live.opened.value?.data.kind;
    const isPlane = picture && shown === 'plane';
    live.look({ boundary: isPlane, heat: isPlane, line: picture && shown === 'line', layers });
  });
  const frame = () => live.frame.value;
  const data = () => live.opened.value?.data;
  const layers = live.opened.value?.settings.widths.length ?? 0;
  const waiting = 'The network is not there yet.';
  return (
    <>
      {kind === 'line' ? (
        <View
          key="line"
          name="function"
          title="What it computes"
          heightFor={square}
          draw={(pen, colors) => data()?.kind === 'line' && drawLine(pen, colors, data()!, frame(), layers)}
          inWords={() => (frame() === undefined ? waiting : lineInWords(frame()!))}
          onVisible={see('picture')}
        />
      ) : kind === 'many' ? (
        <p class="view many">Points of {data()?.features} features cannot be drawn in a plane: see the loss, the share of right answers, and the layers.</p>
      ) : (
        <View
          key="plane"
          name="boundary"
          title="What it computes"
          heightFor={square}
          draw={(pen, colors) => data()?.kind === 'plane' && drawPlane(pen, colors, data()!, frame())}
          inWords={() => (data() === undefined || frame() === undefined ? waiting : planeInWords(data()!, frame()!))}
          onVisible={see('picture')}
        />
      )}
      <View
        name="loss"
        title="Loss"
        heightFor={(width) => Math.max(200, Math.min(260, width * 0.7))}
        draw={(pen, colors) => {
          frame();
          drawCurve(pen, colors, live.history.rows);
        }}
        inWords={() => (frame() === undefined ? waiting : curveInWords(frame()!, live.history.rows))}
      >
        <p class="legend">
          <span class="key train">training</span> <span class="key test">test</span> <span class="key batch">batches</span>
        </p>
      </View>
      <Count live={live} />
      <View
        name="layers"
        title="Inside the layers"
        heightFor={() => layersHeight(layers)}
        draw={(pen, colors) => {
          const shown = frame()?.layers;
          if (shown !== undefined && shown.length > 0) drawLayers(pen, colors, shown);
          else pen.text(0, 30, layers === 0 ? 'There is no hidden layer.' : '', { color: colors.soft });
        }}
        inWords={() => layersInWords(frame()?.layers ?? [])}
        onVisible={see('layers')}
      >
        <p class="legend">† dead: units that pass no gradient for any training point. Heights of the bars are square roots of counts.</p>
      </View>
    </>
  );
}

/** The exact figures of the picture, live. */
function Count({ live }: { readonly live: Live }) {
  const opened = live.opened.value;
  const frame = live.frame.value;
  if (opened === undefined || frame === undefined || opened.data.kind === 'many') return null;
  const isCurved = opened.settings.activations.some((name) => !activations[name].piecewiseLinear);
  const { boundary, line } = frame;
  return (
    <section class="view view-count" aria-label="Exact counts">
      {isCurved ? (
        <p class="soft">A smooth activation: there are no linear pieces to count.</p>
      ) : opened.data.kind === 'plane' ? (
        <dl>
          <Figure name="linear regions" value={boundary === undefined ? '–' : String(boundary.regions)} />
          <Figure name="straight pieces of the boundary" value={boundary === undefined ? '–' : String(boundary.pieces)} />
        </dl>
      ) : (
        <dl>
          <Figure name="linear pieces, κ" value={line === undefined ? '–' : String(line.pieces)} />
          <Figure name="at most ∏ (nₖ + 1)" value={line?.bound ?? '–'} />
        </dl>
      )}
      <p class="legend">{opened.data.kind === 'plane' ? '● training ○ test' : 'Dots: breakpoints, from the first layer (violet) to the last (red).'}</p>
    </section>
  );
}

function Figure({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
