import { Exp } from "./exp";
import { Log1p } from "./log1p";

/** The longer functions as calls, for those who need no more than a call's speed: their bodies then stand once in the module. */
export class Call {
  /** e^x in every lane. */
  static exp<T extends number>(x: v128): v128 {
    return Exp.value<T>(x);
  }

  /** log(1 + x) in every lane. */
  static log1p<T extends number>(x: v128): v128 {
    return Log1p.value<T>(x);
  }
}
