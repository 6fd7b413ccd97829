import { Simd } from "../simd";
export class Exp { @inline static value<T extends number>(x: v128): v128 {
  if (sizeof<T>()==8) return f64x2.replace_lane(f64x2.splat(Math.exp(f64x2.extract_lane(x,0))),1,Math.exp(f64x2.extract_lane(x,1)));
  let r=f32x4.splat(<f32>Math.exp(f32x4.extract_lane(x,0)));
  r=f32x4.replace_lane(r,1,<f32>Math.exp(f32x4.extract_lane(x,1)));
  r=f32x4.replace_lane(r,2,<f32>Math.exp(f32x4.extract_lane(x,2)));
  return f32x4.replace_lane(r,3,<f32>Math.exp(f32x4.extract_lane(x,3)));
}}
