/**
 * What each topic of the lecture claims, in our words: paragraphs, with formulas as TeX between dollar signs. One entry an experiment,
 * by its name; tests/src/report/ holds the two lists against each other.
 */
export const lessons: Readonly<Record<string, readonly string[]>> = {
  bumps: [
    String.raw`Four ReLU units make a bump of height $h$ on $[a, b]$ with edges of width $\varepsilon$: $\operatorname{rect}(x) = \frac{h}{\varepsilon}\left(\sigma(x-a) - \sigma(x-a-\varepsilon) - \sigma(x-b) + \sigma(x-b-\varepsilon)\right)$, where $\sigma(z) = \max(z, 0)$. A sum of bumps of step $s$ follows any $f$, with an error of $\frac{s}{2}\max|f'|$.`,
    String.raw`Straight lines between the samples do better with as many units: their error falls as $s^2$. And $\varepsilon = 10^{-7}$ works in double precision alone; in single precision $x-a$ and $x-a-\varepsilon$ are the same number, or the next but one.`,
  ],
  universal: [
    String.raw`For every continuous $f$ on $[0, 1]$ and every $\varepsilon > 0$ there are $q$ units with $\sup_x \left|\sum_{i=1}^{q} v_i\,\sigma(w_i x + b_i) - f(x)\right| < \varepsilon$ (Cybenko, Hornik). The activation must not be a polynomial (Leshno et al.): then, and only then, it fails.`,
    String.raw`The theorem says nothing of $q$. Here a network is built for each $\varepsilon$ and its error certified for every $x$, not for samples.`,
  ],
  barron: [
    String.raw`If $C_f = \int \lVert w\rVert\,|\tilde f(w)|\,dw$ is finite, $q$ sigmoids come within $\lVert f - f_q\rVert^2 \le (2 r C_f)^2 / q$ on a ball of radius $r$, whatever the dimension. Learned from $N$ samples there is a second term, of order $\frac{q\,n}{N}\log N$, which grows with $q$.`,
    'The bound is built here as its proof builds it, unit by unit. It is an upper bound: that more units must help does not follow.',
  ],
  capacity: [
    'Too few units cannot follow the data; too many follow its noise. On two moons with one hidden layer of 1 to 500 units the loss on fresh points falls, and rises again, while the loss on the training points goes on falling.',
  ],
  memorize: [
    String.raw`A ReLU network with $2N + n$ weights takes any $N$ values on any $N$ distinct points of $\mathbb{R}^n$ (Zhang et al.): project on a line, $z_i = a \cdot x_i$, put a threshold between neighbours, and solve a triangular system. A network of depth $k$ needs width $O(N/k)$.`,
    'Existence is one thing, arithmetic another: the smallest gap shrinks as $1/N^2$, and the thresholds decide whether the weights are of size 1 or $10^{49}$.',
  ],
  lemmas: [
    String.raw`Let $\kappa(f)$ be the number of linear pieces of $f$. The lecture: $\kappa(\sigma(f)) \le 2\kappa(f)$ and $\kappa(f+g) \le \kappa(f) + \kappa(g)$. Sharp, for continuous functions on an interval: $\kappa(\sigma(f)) \le \lfloor \tfrac{3}{2}\kappa(f)\rfloor + 1$ and $\kappa(f+g) \le \kappa(f)+\kappa(g)-1$.`,
  ],
  bound: [
    String.raw`The lecture bounds the pieces of a network of depth $D$ by $2^D \prod_d n_d$. Since a unit is affine on each piece of its layer's input, it adds at most one cut to each: $\kappa \le \prod_d (n_d + 1)$, which is attained from width 3 on.`,
    String.raw`A network drawn at random has far fewer: about $1 + \sum_d n_d$ on the whole line.`,
  ],
  triangle: [
    String.raw`The tent $T(x) = 2\sigma(x) - 4\sigma(x - \tfrac12)$, composed with itself $D$ times, is a wave of $2^D$ pieces from $2D$ units. A piece is $2^{-D}$ long; the period is $2^{1-D}$. Three units a layer make $4^D$ pieces, the most that width 3 can have.`,
  ],
  separation: [
    String.raw`A function with fewer pieces than the wave stays away from it: $\int_0^1 |f - g| \ge c\left(1 - \kappa(g)/2^D\right)$, in the lecture with $c = \tfrac1{16}$. A factor 2 was lost on the way; $\tfrac18$ is proved, and $\tfrac14$ is what is true as far as anyone has looked.`,
  ],
  boundary: [
    'One layer of 20 units against two layers of 10 (Montúfar et al.): the same units, and the deeper network can bend its decision boundary more often. It also has more parameters: 151 against 81.',
  ],
  telgarsky: [
    String.raw`A network of $n^3$ layers of constant width makes a wave that $n$ layers can only follow with $\Omega(2^n)$ units (Telgarsky). What is forced and what suffices are close together: about $2^{n^2}$ units a layer.`,
  ],
  gradients: [
    String.raw`Glorot and Bengio: with weights from $U(-1/\sqrt n, 1/\sqrt n)$, $n\operatorname{Var} W = \tfrac13$, and the gradients shrink by $1/\sqrt3$ from layer to layer on the way back; with $\operatorname{Var} W = 2/(n_{in}+n_{out})$ they keep their size. They do not reach zero: each layer's histogram is narrower than the next one's by the same factor.`,
  ],
  shattered: [
    String.raw`Balduzzi et al.: deep in a network $\partial y/\partial x$ changes like white noise. The lecture's $2^{-L}$ needs the two inputs to be independent in every layer, which batch normalisation brings about. In a plain network layers pull inputs together: the correlation is $\prod_l (1 - \theta_l/\pi)$ and falls as $L^{-3}$.`,
  ],
  chain: [
    String.raw`Three scalar layers, $\hat y = s(w_3\,s(w_2\,s(w_1 x)))$, so $\frac{d\hat y}{dw_1} = s'(u_5)\,w_3\,s'(u_3)\,w_2\,s'(u_1)\,x$. With $|w_i| \le 1$ and $s' \le \tfrac14$ it is at most $(\tfrac14)^L |x|$ for the sigmoid, and at most $|x|$ for ReLU.`,
    'An upper bound that does not shrink proves nothing about a gradient: the scalar ReLU chain is alive with probability $2^{-L}$.',
  ],
  derivatives: [
    String.raw`The sigmoid's slope is $s' = s(1-s)$, above 0 and at most $\tfrac14$, at 0 alone. A bounded activation must saturate, so its slope tends to 0; how large it is in the middle decides how deep a network may be.`,
  ],
  'dead-units': [
    'A ReLU unit with a negative input is inactive; it is dead if it is inactive for all data, for then no gradient reaches it. With symmetric weights half of the units are active for any input. One input through $L$ layers of $n$ units survives with probability $(1 - 2^{-n})^L$.',
  ],
  init: [
    String.raw`Let the weights have variance $\sigma_w^2/n$ and the biases $\sigma_b^2$. In wide layers $q^{l+1} = \sigma_w^2\,\mathbb{E}\,\phi(\sqrt{q^l}\,g)^2 + \sigma_b^2$, and the squared gradient is multiplied by $\chi = \sigma_w^2\,\mathbb{E}\,\phi'(\sqrt q\,g)^2$ a layer: it vanishes if $\chi < 1$, explodes if $\chi > 1$. "Proper initialisation" is $\chi = 1$; for ReLU $\sigma_w^2 = 2$. Off it, networks train to about $6\xi$ layers, $\xi = -1/\ln\chi$.`,
  ],
  trainability: [
    String.raw`All of it together: depth 1 to 50 on handwritten digits, by activation and initial weights. Where $\chi < 1$ training ends where theory says that the signal does; where $\chi = 1$ it goes on until the fluctuations of narrow layers end it, at about as many layers as a layer has units.`,
  ],
  activations: [
    'The activations side by side: how fast, how exact, how steep, how often dead, how deep a network with them still learns. The depth is a property of the slope at its start; the speed is that of this machine.',
  ],
};
