"""What a script of Network.savePyTorch uses of PyTorch, in plain Python doubles: for machines without PyTorch."""
import math
import struct

from . import nn

float32, float64 = 'f', 'd'


class Tensor:
    def __init__(self, values, dtype):
        self.dtype = dtype
        self.values = [[self.number(x) for x in row] for row in values] if isinstance(values[0], list) else [self.number(x) for x in values]

    def number(self, x):
        if not isinstance(x, float):
            raise TypeError(f'{x!r} is no float')
        return struct.unpack(self.dtype, struct.pack(self.dtype, x))[0]

    def tolist(self):
        return self.values


def tensor(values, dtype):
    return Tensor(values, dtype)


def sin(z):
    return math.sin(z)


def square(z):
    return z * z


def abs(z):
    return math.fabs(z)
