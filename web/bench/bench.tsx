/** The network bench. */
export function Bench() {
  return <h1>Network bench</h1>;
}
