import { drawSvg } from './draw.js';
import type { PlotSpecification } from './specification.js';
import { SvgDocument } from './svg-document.js';

/** Draws where there is no page: in Node, and in a worker. */
export function renderSvg(specification: PlotSpecification): string {
  return drawSvg(specification, new SvgDocument() as unknown as Document);
}
