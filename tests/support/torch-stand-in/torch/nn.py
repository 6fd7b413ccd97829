"""Modules on lists of numbers, by their formulas in PyTorch's documentation."""
import math


class Module:
    def __call__(self, row):
        return [self.forward(z) for z in row]


class Linear(Module):
    def __init__(self, inputs, outputs):
        self.inputs, self.outputs = inputs, outputs

    def __call__(self, row):
        return [sum(w * x for w, x in zip(weights, row)) + b for weights, b in zip(self.weight, self.bias)]


class Sequential:
    def __init__(self, *modules):
        self.modules = modules
        self.dtype = None

    def float(self):
        self.dtype = 'f'
        return self

    def double(self):
        self.dtype = 'd'
        return self

    def eval(self):
        return self

    def load_state_dict(self, state):
        for index, module in enumerate(self.modules):
            if not isinstance(module, Linear):
                continue
            weight, bias = state.pop(f'{index}.weight'), state.pop(f'{index}.bias')
            assert weight.dtype == bias.dtype == self.dtype
            module.weight, module.bias = weight.tolist(), bias.tolist()
            assert [len(row) for row in module.weight] == [module.inputs] * module.outputs and len(module.bias) == module.outputs
        assert not state

    def __call__(self, rows):
        for module in self.modules:
            rows = [module(row) for row in rows]
        return rows


def function(formula):
    class Function(Module):
        def __init__(self, *given, **named):
            self.given, self.named = given, named

        def forward(self, z):
            return formula(z, *self.given, **self.named)

    return Function


def softplus(z, threshold=20):
    return z if z > threshold else math.log1p(math.exp(z))


def gelu(z, approximate='none'):
    inner = math.erf(z / math.sqrt(2)) if approximate == 'none' else math.tanh(math.sqrt(2 / math.pi) * (z + 0.044715 * z**3))
    return z * (1 + inner) / 2


def sigmoid(z):
    return 1 / (1 + math.exp(-z))


ReLU = function(lambda z: max(z, 0.0))
LeakyReLU = function(lambda z, slope=0.01: z if z > 0 else slope * z)
ELU = function(lambda z, alpha=1.0: z if z > 0 else alpha * math.expm1(z))
SELU = function(lambda z: 1.0507009873554805 * (z if z > 0 else 1.6732632423543772 * math.expm1(z)))
CELU = function(lambda z, alpha=1.0: z if z > 0 else alpha * math.expm1(z / alpha))
Sigmoid = function(sigmoid)
Hardsigmoid = function(lambda z: min(max(z / 6 + 0.5, 0.0), 1.0))
Tanh = function(math.tanh)
Hardtanh = function(lambda z: min(max(z, -1.0), 1.0))
Softplus = function(softplus)
Softsign = function(lambda z: z / (1 + abs(z)))
GELU = function(gelu)
SiLU = function(lambda z: z * sigmoid(z))
Mish = function(lambda z: z * math.tanh(softplus(z)))
