import { signal, useSignalEffect } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { rasterize, save } from '../shell/save.js';
import { canvasPen, pixelAddress } from './canvas-pen.js';
import { type Colors, darkColors, lightColors, type Pen, svgPen } from './pen.js';

const dark = matchMedia('(prefers-color-scheme: dark)');
const colors = signal<Colors>(dark.matches ? darkColors : lightColors);
dark.addEventListener('change', () => {
  colors.value = dark.matches ? darkColors : lightColors;
});

interface ViewProps {
  readonly name: string;
  readonly title: string;
  /** Its height for a width, in pixels. */
  readonly heightFor: (width: number) => number;
  /** Reads the signals that it shows: it is drawn again when one of them changes. */
  readonly draw: (pen: Pen, colors: Colors) => void;
  readonly inWords: () => string;
  readonly onVisible?: (isVisible: boolean) => void;
  readonly children?: ComponentChildren;
}

/** A live drawing with its title, its numbers as text for who cannot see it, and its files. */
export function View({ name, title, heightFor, draw, inWords, onVisible, children }: ViewProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = useMemo(() => signal(0), []);
  const current = useMemo(() => signal({ heightFor, draw, inWords, onVisible }), []);
  current.value = { heightFor, draw, inWords, onVisible };
  const telling = useRef({ last: 0, timer: 0 });

  useEffect(() => {
    const element = canvas.current!;
    const size = new ResizeObserver(([entry]) => {
      width.value = Math.floor(entry!.contentRect.width);
    });
    size.observe(element.parentElement!);
    const sight = new IntersectionObserver((entries) => current.peek().onVisible?.(entries.at(-1)!.isIntersecting), { rootMargin: '100px' });
    sight.observe(element);
    return () => {
      size.disconnect();
      sight.disconnect();
      clearTimeout(telling.current.timer);
      current.peek().onVisible?.(false);
    };
  }, []);

  useSignalEffect(() => {
    const element = canvas.current;
    if (element === null || width.value === 0) return;
    const height = current.value.heightFor(width.value);
    const ratio = Math.min(2, devicePixelRatio);
    const [across, down] = [Math.round(width.value * ratio), Math.round(height * ratio)];
    if (element.width !== across || element.height !== down) {
      element.width = across;
      element.height = down;
      element.style.width = `${width.value}px`;
      element.style.height = `${height}px`;
    }
    const context = element.getContext('2d')!;
    const pen = canvasPen(context, width.value, height, ratio);
    context.fillStyle = colors.value.ground;
    context.fillRect(0, 0, width.value, height);
    current.value.draw(pen, colors.value);
    // The words change twice a second at most: who hears them could not follow more.
    clearTimeout(telling.current.timer);
    const tell = () => {
      telling.current.last = performance.now();
      element.setAttribute('aria-label', `${title}. ${current.peek().inWords()}`);
    };
    const rest = 500 - (performance.now() - telling.current.last);
    if (rest <= 0) tell();
    else telling.current.timer = window.setTimeout(tell, rest);
  });

  const svg = (): string => {
    const pen = svgPen(width.peek(), current.peek().heightFor(width.peek()), colors.peek().ground, pixelAddress);
    current.peek().draw(pen, colors.peek());
    return pen.svg();
  };
  return (
    <figure class={`view view-${name}`}>
      <figcaption>
        <h2>{title}</h2>
        <span class="files">
          <button type="button" aria-label={`${title} as PNG`} onClick={async () => save(`${name}.png`, await rasterize(svg()), 'image/png')}>
            PNG
          </button>
          <button type="button" aria-label={`${title} as SVG`} onClick={() => save(`${name}.svg`, svg(), 'image/svg+xml')}>
            SVG
          </button>
        </span>
      </figcaption>
      <div class="sheet">
        <canvas ref={canvas} role="img" aria-label={title} />
      </div>
      {children}
    </figure>
  );
}
