import { arctangent } from './arctangent.js';

/**
 * How a wide ReLU network at He's initialisation, without bias, relates two inputs at an angle theta_0: cos theta_{l+1} = (sin theta_l + (pi - theta_l) cos theta_l) / pi
 * (Cho and Saul 2009), and the derivatives at the two keep the share 1 - theta_l / pi of their correlation in each layer, the chance that a unit active for one is active for the other.
 * theta_l falls like 3 pi / l, and so the correlation like l^-3.
 *
 * With normalisation the means are taken out: cos theta_{l+1} = (sin theta_l + (pi - theta_l) cos theta_l - 1) / (pi - 1). Orthogonal inputs stay orthogonal, and the share is 1/2 in every layer.
 */
export interface CorrelationStep {
  /** Hidden layers that the derivative has passed. */
  readonly depth: number;
  /** Angle between the two inputs in the layer before. */
  readonly angle: number;
  /** Of the derivatives, after the layer's ReLU. */
  readonly correlation: number;
}

/** The steps of depth 1, 2, ..., `depth`. `oneMinusCosine` is that of the angle between the inputs: 1 if they are orthogonal. */
export function correlationMap(depth: number, normalized: boolean, oneMinusCosine = 1): CorrelationStep[] {
  const steps: CorrelationStep[] = [];
  let rest = oneMinusCosine; // 1 - cos theta: small angles keep their digits
  let correlation = 1;
  for (let layer = 1; layer <= depth; layer++) {
    const angle = 2 * arctangent(Math.sqrt(rest / (2 - rest)));
    correlation *= 1 - angle / Math.PI;
    steps.push({ depth: layer, angle, correlation });
    const next = angle - Math.sqrt(rest * (2 - rest)) + (Math.PI - angle) * rest;
    rest = next / (normalized ? Math.PI - 1 : Math.PI);
  }
  return steps;
}
