import { parseHTML } from 'linkedom';
import { drawSvg } from './draw.js';
import type { PlotSpecification } from './specification.js';

/** Draws where there is no page. */
export function renderSvg(specification: PlotSpecification): string {
  return drawSvg(specification, parseHTML('<!doctype html><html><body></body></html>').document as unknown as Document);
}
