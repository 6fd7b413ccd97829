import { signal, useSignalEffect } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { curveInWords, drawCurve } from './curve.js';
import type { LineFrame } from './frame.js';
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
        >
          <Pieces live={live} />
        </View>
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
        >
          <Regions live={live} />
        </View>
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

function Regions({ live }: { readonly live: Live }) {
  const boundary = live.frame.value?.boundary;
  return (
    <p class="headline">
      {boundary === undefined ? (
        <span class="soft">Colours: how sure the network is. Its activations are curved, so there are no straight pieces to draw.</span>
      ) : (
        <>
          <b>{boundary.regions}</b> linear regions, boundary of <b>{boundary.pieces}</b> exact pieces
        </>
      )}
      <span class="legend">● training ○ test</span>
    </p>
  );
}

function Pieces({ live }: { readonly live: Live }) {
  const line: LineFrame | undefined = live.frame.value?.line;
  return (
    <p class="headline">
      {line === undefined || !line.isExact ? (
        <span class="soft">A smooth function: it has no linear pieces to count.</span>
      ) : (
        <>
          <span>
            κ = <b>{line.pieces}</b> linear pieces
          </span>
          <span>
            at most ∏(nₖ + 1) = <b>{line.bound}</b>
          </span>
        </>
      )}
      <span class="legend">breakpoints: first layer violet, last red</span>
    </p>
  );
}
